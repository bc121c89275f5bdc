"""What Celery runs."""

from __future__ import annotations

from uuid import UUID

from celery import shared_task

from recordings import finishing, retention


@shared_task
def finish_recording(session_id: str) -> None:
    finishing.finish_recording(session_id=UUID(session_id))


@shared_task
def sweep() -> None:
    for session_id in retention.sweep():
        finish_recording.delay(str(session_id))
