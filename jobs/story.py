"""What the server says of a run in its log, as source `executor`: how it waited, who took it, each change of its state.

The engine tells the rest, from preparing the workflow to cleaning up (`runtime`); docs/logs.md shows whole stories.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from jobs.models import Job
from libretto.protocol import JobState, LogLevel
from logs import services as logs
from recordings.models import BrowserSession
from runtime.durations import spoken
from runtime.shortening import shortened

logger = logging.getLogger(__name__)

ERROR_MOST = 300  # characters; the page of the run and the API have all of it
MILLISECOND = timedelta(milliseconds=1)
# What `moved` reads of a job: its row as it was before it moved.
NEEDED = ("team", "workflow_name", "state", "session_id", "attempt", "created_at", "heartbeat_at", "started_at")


def tell(job: Job, message: str, *, level: LogLevel = "info", session_id: UUID | None = None) -> None:
    """A line in the log of the run and, with `session_id`, in what the page shows of that session.

    Within a transaction the line is there if what it tells of is. A line that cannot be written costs the run nothing.
    """
    at = timezone.now()
    try:
        with transaction.atomic():  # within another one a savepoint: what goes wrong here ends here
            line = logs.Line(t_ms=_t_ms(session_id, at), source="executor", level=level, message=message, at=at)
            logs.append(
                team_id=job.team_id, job_id=job.id, session_id=session_id, workflow=job.workflow_name, lines=[line]
            )
    except Exception:
        if connection.needs_rollback:  # the connection is gone, and what this tells of with it
            raise
        logger.exception("Job %s: not in its log: %s", job.id, message)


def created(job: Job) -> None:
    limit = spoken(job.timeout_seconds * 1000)
    deployment = str(job.version.deployment_id).partition("-")[0]
    tell(job, f"Queued: workflow {job.workflow_name} of deployment {deployment} (time limit {limit}).")


def waits(job: Job) -> None:
    waited = _since(job.heartbeat_at or job.created_at, timezone.now())
    tell(job, f"Still in the queue after {waited}: no worker has taken the run. They were told again.")


def moved(before: Job, *, to: JobState, reason: str, at: datetime, fields: Mapping[str, Any]) -> None:
    """`before` is the job as it was, `reason` that of the JobEvent, `fields` what the job's columns now say."""
    # A session is not open yet when its run is taken. It will be named like the claim: see `claims.Hold`.
    session_id = fields.get("claim") if to is JobState.STARTING_BROWSER else before.session_id
    tell(before, _sentence(before, to, reason, at, fields), level=_level(to), session_id=session_id)


def _level(to: JobState) -> LogLevel:
    return "error" if to is JobState.FAILED else "warn" if to is JobState.QUEUED else "info"


def _sentence(before: Job, to: JobState, reason: str, at: datetime, fields: Mapping[str, Any]) -> str:
    after = f" after {_since(before.started_at, at)}" if before.started_at else ""
    match to:
        case JobState.QUEUED:
            return f"{reason} The run goes back to the queue."
        case JobState.STARTING_BROWSER:
            waited = _since(before.heartbeat_at or before.created_at, at)
            when = "at once" if waited == "0 s" else f"after {waited} in the queue"
            again = f" (attempt {before.attempt + 1})" if before.attempt else ""
            return f"{reason.rstrip('.')} {when}{again}."
        case JobState.RUNNING:
            return "Running: the workflow begins."
        case JobState.FAILED:
            return f"Failed{after}: {_headline(fields)}"
        case JobState.COMPLETED:
            return f"Completed{after}."
        case JobState.CANCELLED:
            return f"Cancelled{after}." if after else reason


def _since(begun: datetime, at: datetime) -> str:
    return spoken(max(timedelta(), at - begun) / MILLISECOND)


def _headline(fields: Mapping[str, Any]) -> str:
    """'TimeoutError: no such button'. The first line only."""
    kind, error = str(fields.get("error_type", "")), str(fields.get("error", "")).strip().partition("\n")[0]
    named = f"{kind}: {error}" if kind and not error.startswith(kind) else error
    return shortened(named, ERROR_MOST)


def _t_ms(session_id: UUID | None, at: datetime) -> int:
    """On the session's clock; 0 before that begins."""
    sessions = BrowserSession.objects.filter(pk=session_id) if session_id else BrowserSession.objects.none()
    zero = sessions.values_list("started_at", flat=True).first()
    return max(0, (at - zero) // MILLISECOND) if zero else 0
