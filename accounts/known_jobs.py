"""Whether a team has a job, for the rooms below `jobs`: they keep job ids and do not know jobs.

`jobs` registers the one answer when it starts (`JobsConfig.ready`). An endpoint that takes a job id of its
caller asks here first, so that an unknown id and one of another team are the same 404 everywhere.
"""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from accounts.models import Team
from api.errors import NotFound

JobLookup = Callable[[Team, UUID], bool]

_lookups: list[JobLookup] = []


def register(lookup: JobLookup) -> None:
    """`lookup(team, job_id)` tells whether that team has that job. The latest registration counts."""
    _lookups[:] = [lookup]


def require_job(*, team: Team, job_id: UUID) -> None:
    """Raises NotFound unless the team has the job."""
    if not _lookups:
        raise RuntimeError("Nobody registered a lookup with accounts.known_jobs. JobsConfig.ready should.")
    if not _lookups[0](team, job_id):
        raise NotFound(f"There is no job {job_id} in this team.")
