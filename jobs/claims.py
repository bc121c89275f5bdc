"""A worker's hold on a job: taken once an attempt, shown alive by a heartbeat, given up with the job's end.

Every write is conditional on the claim. One that hits no row means that the job is ours no longer.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.db.models import F, Q
from django.utils import timezone

from jobs.models import Job, JobQuerySet
from jobs.states import ALLOWED, HELD, move
from libretto.protocol import JobState


class HoldLost(Exception):
    """The job is somebody else's or over: leave it alone."""


@dataclass(frozen=True)
class Hold:
    job_id: UUID
    claim: UUID

    @property
    def session_id(self) -> UUID:
        """Of the one session that this attempt will have: known before it is open, so that the log can name it."""
        return self.claim

    def rows(self) -> JobQuerySet:
        rows: JobQuerySet = Job.objects.filter(pk=self.job_id, claim=self.claim)
        return rows

    def beat(self) -> bool:
        """The worker is alive. False when the job is not held by this claim any more."""
        return bool(self.rows().filter(state__in=HELD).update(heartbeat_at=timezone.now()))

    def cancel_requested(self) -> bool:
        return self.rows().filter(cancel_requested_at__isnull=False).exists()

    def opened_session(self) -> bool:
        return bool(self.rows().filter(state__in=HELD).update(session_id=self.session_id))

    def begin_code(self) -> bool:
        """Notes that user code begins. May be repeated when an answer of the database was lost."""
        now = timezone.now()
        return (
            move(
                self.job_id,
                to=JobState.RUNNING,
                reason="The browser is ready; the workflow begins.",
                from_states=[JobState.STARTING_BROWSER],
                held_by=self.claim,
                code_started_at=now,
                heartbeat_at=now,
            )
            or self.rows().filter(state=JobState.RUNNING).exists()
        )

    def give_back(self, reason: str) -> bool:
        """For another worker, as if this attempt had not been. Only before user code began."""
        return move(
            self.job_id,
            to=JobState.QUEUED,
            reason=reason,
            from_states=[JobState.STARTING_BROWSER],
            held_by=self.claim,
            attempt=F("attempt") - 1,
            **waiting(),
        )

    def finish(self, to: JobState, *, reason: str, **fields: Any) -> bool:
        before = [state for state in HELD if to in ALLOWED[state]]
        return move(self.job_id, to=to, reason=reason, from_states=before, held_by=self.claim, **fields)


def take(job_id: UUID, *, worker: str) -> Hold | None:
    """None when the job is not waiting (any more): somebody else was first, or it was cancelled."""
    hold, now = Hold(job_id, uuid4()), timezone.now()
    taken = move(
        job_id,
        to=JobState.STARTING_BROWSER,
        reason=f"Taken by worker {worker}.",
        from_states=[JobState.QUEUED],
        only_if=Q(cancel_requested_at=None),
        claim=hold.claim,
        attempt=F("attempt") + 1,
        heartbeat_at=now,
        started_at=now,
    )
    return hold if taken else None


def waiting() -> dict[str, Any]:
    """What a job's columns say while it waits: since when, and when it was last announced to the workers."""
    now = timezone.now()
    return {"heartbeat_at": now, "enqueued_at": now, "started_at": None}
