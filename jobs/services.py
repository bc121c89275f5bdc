"""What the API, the pages and the rooms above do with jobs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import Team
from api.errors import Conflict, NotFound
from deployments.models import WorkflowVersion
from deployments.workflows import current_version
from jobs import story
from jobs.claims import waiting
from jobs.models import Job, JobEvent
from jobs.queue import announce
from jobs.states import move
from libretto.protocol import JobState, Viewport


def create_job(
    *,
    team: Team,
    workflow: str,
    params: Mapping[str, Any],
    nonce: str | None = None,
    timeout_seconds: int | None = None,
    headless: bool | None = None,
    start_url: str | None = None,
    viewport: Viewport | None = None,
    options: Mapping[str, Any] | None = None,
) -> Job:
    """A queued run of the workflow's current version. The values must have been validated (`jobs.inputs`).

    With a nonce that the team used for this workflow before: that first job, or Conflict when its params differ.
    Raises NotFound when no such workflow is deployed.
    """
    version = current_version(team=team, name=workflow)
    job = Job(
        team=team,
        version=version,
        workflow_name=version.workflow.name,
        params=params,
        nonce=nonce,
        timeout_seconds=timeout_seconds or settings.JOB_TIMEOUT_SECONDS,
        headless=headless,
        start_url=start_url or "",
        viewport=viewport,
        options=options or {},
        **waiting(),
    )
    try:
        with transaction.atomic():
            add_queued(job, reason="Created.")
    except IntegrityError:
        if nonce is None:
            raise
        return _first_of(job, version)
    return job


def add_queued(job: Job, *, reason: str) -> None:
    """Within a transaction."""
    job.save(force_insert=True)
    JobEvent.objects.create(job=job, new=JobState.QUEUED, reason=reason)
    story.created(job)
    announce(job.id)


def _first_of(again: Job, version: WorkflowVersion) -> Job:
    """The job that has the nonce already. PostgreSQL compares the params: as JSON, so order does not count."""
    same = Job.objects.of(again.team).filter(workflow_name=again.workflow_name, nonce=again.nonce)
    first: Job | None = same.filter(params=again.params).first()
    if first is None:
        raise Conflict(
            f"The nonce {again.nonce!r} was used before, for a run of {version.workflow.name} with other params. "
            "Use a new nonce, or the same params.",
            reason="nonce_reused",
        )
    return first


def find_job(*, team: Team, job_id: UUID) -> Job:
    job: Job | None = Job.objects.of(team).select_related("version").filter(pk=job_id).first()
    if job is None:
        raise NotFound(f"There is no job {job_id} in this team.")
    return job


def cancel_job(*, team: Team, job_id: UUID, where: str) -> tuple[bool, str]:
    """Whether the run is cancelled or going to be, and a sentence. False when it had ended before.

    `where` it was asked for is said in the log: 'through the API'. Not by whom: share links may show the log.
    """
    job = find_job(team=team, job_id=job_id)
    reason = f"Cancelled before it started, as asked for {where}."
    if move(job.id, to=JobState.CANCELLED, reason=reason, from_states=[JobState.QUEUED]):
        return True, "The run was cancelled before it started."
    # Taken by a worker, which looks every second. Should the run go back to the queue meanwhile, the sweep looks.
    asked = _ask_to_cancel(job, where)
    job.refresh_from_db(fields=["state"])
    if asked or not job.is_final:
        return True, "The run is being cancelled. It ends within seconds."
    if job.state == JobState.CANCELLED:
        return True, "The run was cancelled before."
    return False, f"The run had already ended: {job.state}."


def _ask_to_cancel(job: Job, where: str) -> bool:
    """False when somebody did before, or it has ended."""
    with transaction.atomic():
        unasked = Job.objects.active().filter(pk=job.id, cancel_requested_at=None)
        asked = bool(unasked.update(cancel_requested_at=timezone.now()))
        if asked:
            # Not a line of the session: only its worker writes those, so that a page that reads on misses none.
            story.tell(job, f"Cancellation was asked for {where}.")
    return asked
