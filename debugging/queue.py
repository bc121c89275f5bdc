"""Rings for the workers of the queue `reports`. The tables are the truth: the sweep repeats a lost ring."""

from __future__ import annotations

from celery import current_app
from django.db import transaction


def ring(task: str, *ids: object) -> None:
    """After commit: `task` is a name of debugging/tasks.py. A broker that does not answer loses nothing."""

    def send() -> None:  # no `partial`: Django asks for a name when it writes down that this failed
        _send(f"debugging.tasks.{task}", [str(one) for one in ids])

    transaction.on_commit(send, robust=True)


def _send(task: str, ids: list[str]) -> None:
    # By name: tasks import services, so services cannot import tasks.
    current_app.send_task(task, ids, retry=False)
