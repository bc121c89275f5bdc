"""POST /v1/logs/list."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest

from accounts.models import Team
from jobs.models import Job
from logs.services import Line, append
from tests.factories import Api, make_key, make_team
from tests.jobs.making import make_job

NOON = datetime(2026, 3, 1, 12, 0, 0, 123_456, tzinfo=UTC)


@pytest.fixture
def team() -> Team:
    return make_team()


def ask(team: Team, **data: Any) -> tuple[int, Any]:
    return Api(make_key(team)).post("logs/list", data)


def say(team: Team, *messages: str, job_id: UUID | None = None) -> None:
    lines = [Line(t_ms=0, source="workflow", level="warn", message=message, at=NOON) for message in messages]
    append(team_id=team.pk, job_id=job_id, session_id=None, workflow="orders", lines=lines)


@pytest.mark.django_db
def test_a_run_is_read_from_its_beginning(team: Team) -> None:
    job = make_job(team)
    Job.objects.filter(pk=job.pk).update(created_at=NOON)  # it has no lines of the days before
    say(team, "<b>&", "two", "three", job_id=job.pk)
    say(team, "of no run")
    status, page = ask(team, jobId=str(job.pk), limit=2)
    assert status == 200
    assert page["logs"][0] == {
        "jobId": str(job.pk),
        "workflow": "orders",
        "level": "warn",
        "message": "<b>&",
        "timestamp": "2026-03-01T12:00:00.123Z",
        "source": "workflow",
    }
    _, rest = ask(team, jobId=str(job.pk), limit=2, pageToken=page["nextPageToken"])
    assert [line["message"] for line in rest["logs"]] == ["three"]
    assert rest["nextPageToken"] is None


@pytest.mark.django_db
def test_a_team_is_read_from_its_end(team: Team) -> None:
    say(team, "one", "two", "three")
    _, page = ask(team, limit=2)
    assert [line["message"] for line in page["logs"]] == ["two", "three"]
    assert page["logs"][0]["jobId"] is None
    _, rest = ask(team, limit=2, pageToken=page["nextPageToken"])
    assert [line["message"] for line in rest["logs"]] == ["one"]
    assert rest["nextPageToken"] is None


@pytest.mark.django_db
def test_time_and_text_filters(team: Team) -> None:
    say(team, "Found it")
    for wanted, found in [
        ({"query": "fOUND"}, 1),
        ({"query": "lost"}, 0),
        ({"since": "2026-03-01T12:00:00.123Z"}, 1),
        ({"since": "2026-03-01T13:00:00.124+01:00"}, 0),
        ({"until": "2026-03-01T12:00:00.123Z"}, 0),
        ({"until": "2026-03-01T12:00:01"}, 1),
        ({"source": "workflow", "level": "warn", "workflow": "orders"}, 1),
        ({"source": "browser"}, 0),
    ]:
        status, page = ask(team, **wanted)
        assert (status, len(page["logs"])) == (200, found), wanted


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("jobId", "7"),
        ("jobId", None),
        ("level", "debug"),
        ("level", "INFO"),
        ("source", "me"),
        ("limit", 0),
        ("limit", 1001),
        ("limit", "many"),
        ("since", "yesterday"),
        ("until", 5),
        ("pageToken", "x"),
        ("query", "a\x00b"),
        ("query", "\ud800"),
        ("workflow", {"a": 1}),
    ],
)
def test_a_value_that_cannot_be_used_is_named(team: Team, field: str, value: object) -> None:
    status, error = ask(team, **{field: value})
    assert (status, error["code"]) == (400, "BAD_REQUEST")
    assert [issue["path"] for issue in error["data"]["issues"]] == [[field]]
    assert field in error["message"]


@pytest.mark.django_db
def test_a_job_of_another_team_is_as_unknown_as_any(team: Team) -> None:
    theirs = make_job()
    say(theirs.team, "secret", job_id=theirs.pk)
    for job_id in (theirs.pk, uuid4()):
        status, error = ask(team, jobId=str(job_id))
        assert (status, error["code"]) == (404, "NOT_FOUND")
    assert ask(team)[1]["logs"] == []
