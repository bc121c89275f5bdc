"""The one place where a job changes its state. Whoever hits no row lost the race and must not act."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import partial
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.dispatch import Signal
from django.utils import timezone

from jobs import story
from jobs.models import Job, JobEvent
from libretto.protocol import JobState

ALLOWED: Mapping[JobState, frozenset[JobState]] = {
    JobState.QUEUED: frozenset({JobState.STARTING_BROWSER, JobState.FAILED, JobState.CANCELLED}),
    JobState.STARTING_BROWSER: frozenset(
        {JobState.RUNNING, JobState.QUEUED, JobState.FAILED, JobState.CANCELLED}  # queued: lost before user code
    ),
    JobState.RUNNING: frozenset({JobState.COMPLETED, JobState.FAILED, JobState.CANCELLED}),
    JobState.COMPLETED: frozenset(),
    JobState.FAILED: frozenset(),
    JobState.CANCELLED: frozenset(),
}
HELD = (JobState.STARTING_BROWSER, JobState.RUNNING)  # by a worker, which beats while it lives
REASON_LENGTH = 500

# Sent after commit with `job_id` (UUID) and `state` (JobState), once a job.
job_finished = Signal()


def move(
    job_id: UUID,
    *,
    to: JobState,
    reason: str,
    from_states: Collection[JobState],
    held_by: UUID | None = None,
    only_if: Q | None = None,
    **fields: Any,
) -> bool:
    """Changes the state, sets `fields`, leaves a JobEvent and a line in the run's log, all or nothing.

    False, and nothing happened, unless the job was in one of `from_states`, held by the claim
    `held_by` if one is given, and within `only_if`. A job that nobody runs any more has no claim.
    """
    for state in from_states:
        if to not in ALLOWED[state]:
            raise ValueError(f"A job cannot go from {state} to {to}.")
    if to not in HELD:
        fields = {**fields, "claim": None}
    rows = Job.objects.filter(pk=job_id, state__in=from_states)
    if held_by is not None:
        rows = rows.filter(claim=held_by)
    if only_if is not None:
        rows = rows.filter(only_if)
    with transaction.atomic():
        # The lock makes the condition and the old state hold until we have written.
        before = rows.select_for_update(of=("self",)).only(*story.NEEDED).first()
        if before is None:
            return False
        now = timezone.now()
        if to.is_final:
            fields = {"completed_at": now, **fields}
        Job.objects.filter(pk=job_id).update(state=to, **fields)
        JobEvent.objects.create(job_id=job_id, old=before.state, new=to, reason=reason[:REASON_LENGTH], at=now)
        story.moved(before, to=to, reason=reason, at=now, fields=fields)
        if to.is_final:
            transaction.on_commit(partial(job_finished.send_robust, sender=Job, job_id=job_id, state=to))
    return True
