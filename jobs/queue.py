"""Announcing a waiting job to the workers. The jobs table is the truth: the sweep repeats a lost announcement."""

from __future__ import annotations

from uuid import UUID

from celery import current_app
from django.db import transaction

RUN_JOB = "jobs.tasks.run_job"


def announce(job_id: UUID) -> None:
    """After commit. A broker that does not answer costs time, not the job, so its error is only logged."""

    def send() -> None:  # by its own name, which a `partial` has not: Django logs it with the error
        _send(job_id)

    transaction.on_commit(send, robust=True)


def _send(job_id: UUID) -> None:
    # By name: tasks import services, so services cannot import tasks.
    current_app.send_task(RUN_JOB, [str(job_id)], retry=False)
