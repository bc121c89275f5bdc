"""Runs, newest first, a page at a time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from api import paging
from api.errors import InvalidInput
from jobs.models import Job, JobQuerySet

PURPOSE = "jobs"
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class JobPage:
    """The tokens lead to the pages on either side; None where there is nothing."""

    jobs: list[Job]
    newer: str | None
    older: str | None


def page_of(jobs: JobQuerySet, *, limit: int, cursor: str | None = None) -> JobPage:
    """Stays true while runs are added: a token names a run's place, not a number of rows. Raises InvalidInput."""
    jobs = jobs.select_related("version").defer("params", "result", "stack", "mapped_stack")  # may be large
    if cursor is None:
        found = list(jobs.newest_first()[: limit + 1])
        return _page(found[:limit], newer=False, older=len(found) > limit)
    direction, created_at, job_id = _decode(cursor)
    if direction == "older":
        found = list(jobs.before(created_at, job_id).newest_first()[: limit + 1])
        return _page(found[:limit], newer=True, older=len(found) > limit)
    found = list(jobs.after(created_at, job_id).oldest_first()[: limit + 1])
    return _page(found[:limit][::-1], newer=len(found) > limit, older=True)


def _page(jobs: list[Job], *, newer: bool, older: bool) -> JobPage:
    return JobPage(
        jobs=jobs,
        newer=_encode("newer", jobs[0]) if jobs and newer else None,
        older=_encode("older", jobs[-1]) if jobs and older else None,
    )


def _encode(direction: str, job: Job) -> str:
    return paging.encode(PURPOSE, [direction, (job.created_at - EPOCH) // timedelta(microseconds=1), str(job.id)])


def _decode(cursor: str) -> tuple[str, datetime, UUID]:
    match paging.decode(PURPOSE, cursor):
        case ["newer" | "older" as direction, int(microseconds), str(job_id)]:
            return direction, EPOCH + timedelta(microseconds=microseconds), UUID(job_id)
    raise InvalidInput("Use a token of an earlier answer, unchanged.", path=["cursor"])
