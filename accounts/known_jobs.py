"""Whether a team has a job, and since when, for the rooms below `jobs`: they keep job ids and do not know jobs.

`jobs` registers the one answer when it starts (`JobsConfig.ready`). An endpoint that takes a job id of its
caller asks here first, so that an unknown id and one of another team are the same 404 everywhere.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from accounts.models import Team
from api.errors import NotFound

JobSpan = tuple[datetime, datetime | None]  # when it was created, and when it ended: None as long as it goes on
JobLookup = Callable[[Team, UUID], JobSpan | None]

_lookups: list[JobLookup] = []


def register(lookup: JobLookup) -> None:
    """`lookup(team, job_id)` answers None unless that team has that job. The latest registration counts."""
    _lookups[:] = [lookup]


def require_job(*, team: Team, job_id: UUID) -> None:
    """Raises NotFound unless the team has the job."""
    if span_of(team=team, job_id=job_id) is None:
        raise NotFound(f"There is no job {job_id} in this team.")


def span_of(*, team: Team, job_id: UUID) -> JobSpan | None:
    """None for a job that the team does not have."""
    if not _lookups:
        raise RuntimeError("Nobody registered a lookup with accounts.known_jobs. JobsConfig.ready should.")
    return _lookups[0](team, job_id)
