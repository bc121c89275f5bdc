"""What Celery runs."""

from __future__ import annotations

from uuid import UUID

from celery import shared_task

from deployments import cache


@shared_task
def build_deployment(deployment_id: str) -> None:
    from deployments import building  # noqa: PLC0415 (the workers of runs and reports do not need it)

    building.build(deployment_id=UUID(deployment_id))


@shared_task
def sweep() -> None:
    from deployments import building  # noqa: PLC0415 (the same)

    for deployment_id in building.sweep():
        build_deployment.delay(str(deployment_id))
    cache.remove_unused()
