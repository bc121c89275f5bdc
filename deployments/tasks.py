"""What Celery runs."""

from __future__ import annotations

from uuid import UUID

from celery import shared_task

from deployments import building, cache


@shared_task
def build_deployment(deployment_id: str) -> None:
    building.build(deployment_id=UUID(deployment_id))


@shared_task
def sweep() -> None:
    for deployment_id in building.sweep():
        build_deployment.delay(str(deployment_id))
    cache.remove_unused()
