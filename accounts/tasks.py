"""What Celery runs."""

from __future__ import annotations

from celery import shared_task

from accounts import audit

FORGETTING_SECONDS = 20.0


@shared_task
def forget_old_audit_events() -> None:
    audit.forget_old(seconds=FORGETTING_SECONDS)
