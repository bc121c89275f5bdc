"""What Celery runs. All of it may run twice, and side by side.

Every worker knows these tasks, but only one of them runs any: what they need is imported when they run. It is a third
of all that a worker would import before it is ready.
"""

# ruff: noqa: PLC0415

from __future__ import annotations

from uuid import UUID

from celery import shared_task

FORGETTING_SECONDS = 20.0


@shared_task(ignore_result=True)
def investigate(job_id: str) -> None:
    from debugging import services

    services.investigate(UUID(job_id))


@shared_task(ignore_result=True)
def look_further(report_id: str) -> None:
    from debugging.model_agent import services as model_agent

    model_agent.look_further(int(report_id))


@shared_task(ignore_result=True)
def repair(repair_id: str) -> None:
    from debugging.repair import trying

    trying.try_repair(UUID(repair_id))


@shared_task(ignore_result=True)
def verify_repair(repair_id: str) -> None:
    from debugging.repair import verifying

    verifying.go_on(UUID(repair_id))


@shared_task(ignore_result=True)
def remember(job_id: str) -> None:
    from debugging.repair.memory import services as memory

    memory.remember(UUID(job_id))


@shared_task(ignore_result=True)
def sweep() -> None:
    from debugging import services

    services.sweep()


@shared_task(ignore_result=True)
def send_mail(mail_id: str) -> None:
    from debugging.mail import sending

    sending.send_mail(int(mail_id))


@shared_task(ignore_result=True)
def send_digests() -> None:
    from debugging.mail import digest

    digest.send_digests()


@shared_task(ignore_result=True)
def forget_old() -> None:
    from debugging import retention

    retention.forget_old(seconds=FORGETTING_SECONDS)
