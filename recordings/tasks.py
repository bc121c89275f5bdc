"""What Celery runs."""

from __future__ import annotations

from uuid import UUID

from celery import shared_task

from recordings import sweeping

REMOVING_SECONDS = 20.0  # a minute: what is left over waits for the next one, and nothing behind it does


@shared_task
def finish_recording(session_id: str) -> None:
    from recordings import finishing  # noqa: PLC0415 (only one of the workers needs what reads and writes films)

    finishing.finish_recording(session_id=UUID(session_id))


@shared_task
def sweep() -> None:
    for session_id in sweeping.sweep():
        finish_recording.delay(str(session_id))


@shared_task
def remove_old() -> None:
    from recordings import retention  # noqa: PLC0415 (the same)

    retention.remove_old(seconds=REMOVING_SECONDS)
