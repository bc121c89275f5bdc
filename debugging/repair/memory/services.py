"""The memory of good runs: filled after a run that completed, asked when a later one fails."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q

from debugging.evidence import Step
from debugging.gathering.assembling import navigations_of, steps_of
from debugging.gathering.recorded_run import Event
from debugging.gathering.secret_params import masker_of
from debugging.repair.memory.models import ElementFingerprint
from debugging.repair.memory.noticing import Noticed, noticed
from debugging.repair.memory.shelf import Seen, keep
from deployments.models import Workflow
from jobs.models import Job
from recordings.models import Artifact, TimelineEvent
from runtime.tracing.page_source import PageSources
from runtime.tracing.snapshot_index import SnapshotMissing

EVENTS_MOST: Final = 4_000
REST: Final = timedelta(minutes=10)  # a workflow that runs every minute need not be read every minute


def remember(job_id: UUID) -> int:
    """How many calls of the run are remembered. Safe to repeat: an older run never replaces what a newer one showed."""
    job = Job.objects.ordinary().completed().filter(pk=job_id).select_related("team", "version").first()
    if job is None or job.completed_at is None or _is_fresh(job):
        return 0
    found = _noticed(job)
    if not found:
        return 0
    seen = Seen(
        team=job.team,
        workflow_name=job.workflow_name,
        job_id=job.pk,
        deployment_id=job.version.deployment_id,
        at=job.completed_at,
    )
    with transaction.atomic():
        if not _lock(job):  # deleted meanwhile
            return 0
        keep(found, seen)
    return len(found)


def _is_fresh(job: Job) -> bool:
    """Whether another run of the same version was looked at a moment ago."""
    since = job.completed_at - REST if job.completed_at else None
    known = ElementFingerprint.objects.of(job.team).filter(
        workflow_name=job.workflow_name, deployment_id=job.version.deployment_id, last_seen_at__gt=since
    )
    return bool(known.exists())


def _lock(job: Job) -> bool:
    """For one run of a workflow at a time."""
    workflows = Workflow.objects.of(job.team).filter(name=job.workflow_name, deleted_at=None)
    return workflows.select_for_update(no_key=True).first() is not None


def _noticed(job: Job) -> list[Noticed]:
    """What its trace tells, without the secrets among its params."""
    trace = Artifact.objects.filter(session=job.session_id, session__team=job.team, kind="trace").first()
    if trace is None:
        return []
    masker = masker_of(job.params, job.version.input_schema)
    steps = _steps(job)
    try:
        with default_storage.open(trace.path) as file, PageSources(file) as pages:
            found = list(noticed(steps, pages))
    except (FileNotFoundError, SnapshotMissing):  # expired meanwhile, or was never whole
        return []
    return [_masked(one, masker.json) for one in found] if masker.longest else found


def _steps(job: Job) -> Sequence[Step]:
    wanted = Q(kind="navigation") | Q(kind="step")
    events = TimelineEvent.objects.filter(wanted, session=job.session_id, session__team=job.team)
    rows = events.order_by("t_ms", "id").values_list("key", "t_ms", "kind", "data")[:EVENTS_MOST]
    read = [Event(*row) for row in rows]
    return steps_of(read, navigations_of(read), with_log=False)


def _masked(one: Noticed, json: Any) -> Noticed:
    return Noticed(
        site=one.site,
        call=one.call,
        pass_number=one.pass_number,
        locator=json(one.locator),
        element=json(one.element),
        url=json(one.url),
        page=json(one.page),
    )
