"""What Celery runs. All of it may run twice, and side by side."""

from __future__ import annotations

from uuid import UUID

from celery import shared_task

from debugging import services


@shared_task(ignore_result=True)
def investigate(job_id: str) -> None:
    services.investigate(UUID(job_id))


@shared_task(ignore_result=True)
def sweep() -> None:
    services.sweep()
