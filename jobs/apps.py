from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.apps import AppConfig

if TYPE_CHECKING:
    from accounts.known_jobs import JobSpan
    from accounts.models import Team
    from deployments.stored_credentials import Credential


class JobsConfig(AppConfig):
    name = "jobs"

    def ready(self) -> None:
        from accounts import known_jobs  # noqa: PLC0415 (models cannot be imported before now)
        from deployments.signals import credential_leaving  # noqa: PLC0415

        known_jobs.register(_span_of)
        credential_leaving.connect(_needed_by_runs, dispatch_uid="jobs.credentials")


def _span_of(team: Team, job_id: UUID) -> JobSpan | None:
    from jobs.models import Job  # noqa: PLC0415 (the same)

    span: JobSpan | None = Job.objects.of(team).filter(pk=job_id).values_list("created_at", "completed_at").first()
    return span


def _needed_by_runs(credential: Credential, **_: Any) -> str | None:
    from jobs.models import Job  # noqa: PLC0415 (the same)

    count = Job.objects.of(credential.team).needing_credential(credential.name).count()
    if not count:
        return None
    return f"{count} queued or running {'run needs' if count == 1 else 'runs need'} it. Wait for them or cancel them."
