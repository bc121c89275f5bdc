"""What Celery runs."""

from __future__ import annotations

from uuid import UUID

from celery import shared_task

from recordings import finishing, retention, sweeping

REMOVING_SECONDS = 20.0  # a minute: what is left over waits for the next one, and nothing behind it does


@shared_task
def finish_recording(session_id: str) -> None:
    finishing.finish_recording(session_id=UUID(session_id))


@shared_task
def sweep() -> None:
    for session_id in sweeping.sweep():
        finish_recording.delay(str(session_id))


@shared_task
def remove_old() -> None:
    retention.remove_old(seconds=REMOVING_SECONDS)
