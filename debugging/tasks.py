"""What Celery runs. All of it may run twice, and side by side."""

from __future__ import annotations

from uuid import UUID

from celery import shared_task

from debugging import retention, services

FORGETTING_SECONDS = 20.0


@shared_task(ignore_result=True)
def investigate(job_id: str) -> None:
    services.investigate(UUID(job_id))


@shared_task(ignore_result=True)
def sweep() -> None:
    services.sweep()


@shared_task(ignore_result=True)
def forget_old() -> None:
    retention.forget_old(seconds=FORGETTING_SECONDS)
