"""Runs that try out a repair: what a failed run did, once more, by the repaired version."""

from __future__ import annotations

from django.db import transaction

from deployments.models import WorkflowVersion
from jobs.claims import waiting
from jobs.models import Job, Purpose
from jobs.services import add_queued


def create_verification_job(*, version: WorkflowVersion, of: Job) -> Job:
    """A queued run of that version with all that was asked of the run `of`, whose team and workflow it shares.

    Whether running it again does no harm is for the caller to know. Raises ValueError for another workflow's version.
    """
    if version.workflow_id != of.version.workflow_id:
        raise ValueError(f"{version} is not a version of the workflow of {of}.")
    job = Job(
        team_id=of.team_id,
        version=version,
        workflow_name=of.workflow_name,
        purpose=Purpose.VERIFICATION,
        verification_of=of,
        params=of.params,
        timeout_seconds=of.timeout_seconds,
        headless=of.headless,
        start_url=of.start_url,
        viewport=of.viewport,
        options=of.options,
        **waiting(),
    )
    with transaction.atomic():
        add_queued(job, reason=f"Created to verify a repair, with the params of {of}.")
    return job
