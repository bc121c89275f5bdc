from __future__ import annotations

from typing import Any
from uuid import UUID

from django.apps import AppConfig

from libretto.protocol import JobState


class DebuggingConfig(AppConfig):
    name = "debugging"

    def ready(self) -> None:
        from jobs.states import job_finished  # noqa: PLC0415 (models cannot be imported before now)

        job_finished.connect(_job_finished, dispatch_uid="debugging")


def _job_finished(job_id: UUID, state: JobState, **_: Any) -> None:
    from debugging.services import open_report  # noqa: PLC0415 (the same)

    if state == JobState.FAILED:
        open_report(job_id)
