"""What Celery runs."""

from __future__ import annotations

from threading import Event
from typing import Any
from uuid import UUID

from celery import shared_task
from celery.signals import worker_ready, worker_shutting_down

from jobs import execution, leftovers, sweeping

# Runs are watched by threads of one process, so that one event reaches all of them.
stopping = Event()


@shared_task(ignore_result=True)
def run_job(job_id: str) -> None:
    execution.execute(UUID(job_id), stopping=stopping)


@shared_task(ignore_result=True)
def sweep() -> None:
    sweeping.sweep()
    leftovers.remove()


@worker_ready.connect(dispatch_uid="jobs.leftovers")
def remove_leftovers(**_: Any) -> None:
    leftovers.remove()


@worker_shutting_down.connect(dispatch_uid="jobs.stopping")
def stop_runs(**_: Any) -> None:
    stopping.set()
