"""`/v1/logs/list`."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from accounts import access, known_jobs
from accounts.access import Access
from api.endpoint import endpoint
from api.fields import IsoDateTime, NoNulCharField, UuidField, WholeNumber
from api.moments import iso
from logs.listing import list_lines
from logs.models import Level, LogFilters, LogLine, Source

LIMIT_DEFAULT = 100
LIMIT_MOST = 1000


class LogQuery(serializers.Serializer[Any]):
    jobId = UuidField(required=False, help_text="Lines of one run.")
    workflow = NoNulCharField(required=False, help_text="Lines of all runs of the workflow with exactly this name.")
    level = serializers.ChoiceField(Level.choices, required=False)
    source = serializers.ChoiceField(  # type: ignore[assignment]  # DRF takes it for a field of its own
        Source.choices,
        required=False,
        help_text="`workflow`: what the workflow prints or logs; `executor`: what the server says about the run; "
        "`browser`: what the browser says.",
    )
    query = NoNulCharField(
        required=False,
        max_length=200,
        help_text="Part of the message, in any case of letters; without `jobId`, at least three in a row.",
    )
    since = IsoDateTime(required=False, help_text="The first moment wanted.")
    until = IsoDateTime(required=False, help_text="The first moment no longer wanted.")
    pageToken = NoNulCharField(required=False, help_text="`nextPageToken` of the answer before.")
    limit = WholeNumber(required=False, default=LIMIT_DEFAULT, min_value=1, max_value=LIMIT_MOST)


class LogEntry(serializers.Serializer[Any]):
    jobId = UuidField(allow_null=True, help_text="Null for a browser session that no run owns.")
    workflow = serializers.CharField(allow_blank=True)
    level = serializers.ChoiceField(Level.choices)
    message = serializers.CharField(allow_blank=True, trim_whitespace=False)
    timestamp = IsoDateTime()
    source = serializers.ChoiceField(Source.choices)  # type: ignore[assignment]


class LogList(serializers.Serializer[Any]):
    logs = LogEntry(many=True)
    nextPageToken = serializers.CharField(allow_null=True, help_text="Null when there is nothing more.")


@endpoint(access.api_member, request=LogQuery, response=LogList)
def list_logs(access: Access, data: dict[str, Any]) -> dict[str, Any]:
    """List log lines, oldest first within a page.

    With `jobId` the first page holds the run's oldest lines and each next page newer ones. Without it the
    first page holds the newest lines and each next page older ones. A page token stays valid while lines are
    being added. A page may have fewer entries than `limit`, or none, and a `nextPageToken` all the same: go on
    until it is null. 404 for a `jobId` that the team does not have.
    """
    job_id = data.get("jobId")
    if job_id is not None:
        known_jobs.require_job(team=access.team, job_id=job_id)
    filters = LogFilters(
        job_id=job_id,
        levels=(data["level"],) if "level" in data else (),
        **{name: data.get(name) for name in ("workflow", "source", "query", "since", "until")},
    )
    page = list_lines(
        team=access.team,
        filters=filters,
        limit=data["limit"],
        token=data.get("pageToken"),
        start="newest" if job_id is None else "oldest",
    )
    return {
        "logs": [_entry(line) for line in page.lines],
        "nextPageToken": page.older if job_id is None else page.newer,
    }


def _entry(line: LogLine) -> dict[str, Any]:
    return {
        "jobId": None if line.job_id is None else str(line.job_id),
        "workflow": line.workflow,
        "level": line.level,
        "message": line.message,
        "timestamp": iso(line.at),
        "source": line.source,
    }
