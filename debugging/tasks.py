"""What Celery runs. All of it may run twice, and side by side."""

from __future__ import annotations

from uuid import UUID

from celery import shared_task

from debugging import retention, services
from debugging.mail import digest, sending
from debugging.model_agent import services as model_agent
from debugging.repair import trying, verifying
from debugging.repair.memory import services as memory

FORGETTING_SECONDS = 20.0


@shared_task(ignore_result=True)
def investigate(job_id: str) -> None:
    services.investigate(UUID(job_id))


@shared_task(ignore_result=True)
def look_further(report_id: str) -> None:
    model_agent.look_further(int(report_id))


@shared_task(ignore_result=True)
def repair(repair_id: str) -> None:
    trying.try_repair(UUID(repair_id))


@shared_task(ignore_result=True)
def verify_repair(repair_id: str) -> None:
    verifying.go_on(UUID(repair_id))


@shared_task(ignore_result=True)
def remember(job_id: str) -> None:
    memory.remember(UUID(job_id))


@shared_task(ignore_result=True)
def sweep() -> None:
    services.sweep()


@shared_task(ignore_result=True)
def send_mail(mail_id: str) -> None:
    sending.send_mail(int(mail_id))


@shared_task(ignore_result=True)
def send_digests() -> None:
    digest.send_digests()


@shared_task(ignore_result=True)
def forget_old() -> None:
    retention.forget_old(seconds=FORGETTING_SECONDS)
