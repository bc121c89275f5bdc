"""Runs with a source and a recording, for the checks that look at what they did."""

from __future__ import annotations

from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from accounts.models import Team
from deployments.models import Deployment, WorkflowVersion
from jobs.models import Job
from tests.debugging.rows import failed_job, recorded_session
from tests.deployments.bundles import packed
from tests.factories import make_team
from tests.jobs.making import make_version

QUIET = "from libretto import workflow\n"
Event = tuple[int, str, dict[str, Any]]


def version_with(source: str = QUIET, *, team: Team | None = None, **fields: Any) -> WorkflowVersion:
    version = make_version(team or make_team(), "pay", **fields)
    path = default_storage.save("tests/bundle.tar.gz", ContentFile(packed({"workflows.py": source})))
    Deployment.objects.filter(pk=version.deployment_id).update(source_path=path)
    return WorkflowVersion.objects.select_related("deployment", "workflow", "workflow__team").get(pk=version.pk)


def ran(*events: Event, version: WorkflowVersion | None = None, **fields: Any) -> Job:
    """It failed, after its code had begun."""
    version = version or version_with()
    job = failed_job(version.workflow.team, version=version, **{"code_started_at": timezone.now(), **fields})
    recorded_session(job, *events)
    return Job.objects.select_related("team", "version__deployment").get(pk=job.pk)


def request(number: int, method: str, url: str, kind: str = "fetch", **data: Any) -> Event:
    known = {"id": f"network-{number}", "method": method, "url": url, "resource_type": kind, "status": 200}
    return 100 + number, "network", known | data
