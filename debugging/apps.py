from __future__ import annotations

from typing import Any
from uuid import UUID

from django.apps import AppConfig

from libretto.protocol import JobState


class DebuggingConfig(AppConfig):
    name = "debugging"

    def ready(self) -> None:
        from deployments.signals import deployment_built  # noqa: PLC0415 (models cannot be imported before now)
        from jobs.states import job_finished  # noqa: PLC0415

        job_finished.connect(_job_finished, dispatch_uid="debugging")
        deployment_built.connect(_deployment_built, dispatch_uid="debugging")


def _job_finished(job_id: UUID, state: JobState, **_: Any) -> None:
    from debugging.queue import ring  # noqa: PLC0415 (the same)
    from debugging.repair.sweeping import ring_for_run  # noqa: PLC0415
    from debugging.services import open_report  # noqa: PLC0415

    if state == JobState.FAILED:
        open_report(job_id)
    if state == JobState.COMPLETED:
        ring("remember", job_id)
    ring_for_run(job_id)


def _deployment_built(deployment_id: UUID, **_: Any) -> None:
    from debugging.repair.sweeping import ring_for_deployment  # noqa: PLC0415 (the same)

    ring_for_deployment(deployment_id)
