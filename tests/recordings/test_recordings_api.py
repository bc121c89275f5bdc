"""POST /v1/recordings/get."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from accounts.models import Team
from recordings import links, services
from recordings.finishing import finish_recording
from recordings.models import BrowserSession, Recording, RecordingState
from tests.factories import Api, make_key, make_team
from tests.jobs.making import make_job
from tests.recordings.making import add_fragments, make_session

NOTHING: dict[str, Any] = {"recording_url": None, "recording_url_expires_at": None, "expired_at": None, "artifacts": []}


@pytest.fixture
def team() -> Team:
    return make_team()


def ask(team: Team, **data: Any) -> tuple[int, Any]:
    return Api(make_key(team)).post("recordings/get", data)


def session_named_by(answer: tuple[int, dict[str, Any]]) -> Any:
    status, data = answer
    assert status == 200
    session_id, expires_at = links.session_of(data["recording_url"].rpartition("/")[2])
    assert datetime.fromisoformat(data["recording_url_expires_at"]) == expires_at > timezone.now()
    return session_id


@pytest.mark.django_db
def test_a_session_has_its_recording_from_the_start_of_the_browser_on(team: Team, tmp_path: Path) -> None:
    session = make_session(team, browser=False)
    assert ask(team, session_id=str(session.pk)) == (200, NOTHING)
    session = make_session(team)
    for _ in range(2):
        assert session_named_by(ask(team, session_id=str(session.pk))) == session.pk
    add_fragments(session, tmp_path)
    session.close()
    assert session_named_by(ask(team, session_id=str(session.pk))) == session.pk
    finish_recording(session_id=session.pk)
    assert session_named_by(ask(team, session_id=str(session.pk))) == session.pk


@pytest.mark.django_db
@pytest.mark.parametrize("state", [RecordingState.EMPTY, RecordingState.EXPIRED])
def test_nothing_to_play_is_null(team: Team, state: RecordingState) -> None:
    session = make_session(team)
    Recording.objects.update(state=state)
    assert ask(team, session_id=str(session.pk)) == (200, NOTHING)


@pytest.mark.django_db
def test_a_job_has_the_recording_of_its_latest_try(team: Team) -> None:
    job = make_job(team)
    assert ask(team, job_id=str(job.pk)) == (200, NOTHING)
    first = make_session(team, job_id=job.pk)
    BrowserSession.objects.filter(pk=first.pk).update(created_at=timezone.now() - timedelta(minutes=1))
    assert session_named_by(ask(team, job_id=str(job.pk))) == first.pk
    second = make_session(team, job_id=job.pk)
    assert session_named_by(ask(team, job_id=str(job.pk))) == second.pk
    make_session(team, job_id=job.pk, browser=False)
    assert session_named_by(ask(team, job_id=str(job.pk))) == second.pk


@pytest.mark.django_db
def test_an_expired_recording_says_when_that_was(team: Team) -> None:
    job = make_job(team)
    session = make_session(team, job_id=job.pk)
    make_session(team, job_id=job.pk, browser=False)
    Recording.objects.update(state=RecordingState.EXPIRED, expired_at=datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC))
    expected = (200, {**NOTHING, "expired_at": "2026-03-04T05:06:07.000Z"})
    assert ask(team, session_id=str(session.pk)) == ask(team, job_id=str(job.pk)) == expected


@pytest.mark.django_db
def test_artifacts_have_links_that_open_without_a_key(team: Team, tmp_path: Path) -> None:
    session, file = make_session(team), tmp_path / "file"
    for kind, content in (("screenshot", b"a picture"), ("trace", b"a trace")):
        file.write_bytes(content)
        services.add_artifact(session_id=session.pk, kind=kind, file=file, content_type="", t_ms=0)
    status, answer = ask(team, session_id=str(session.pk))
    assert status == 200
    kinds = [(artifact["kind"], artifact["content_type"], artifact["bytes"]) for artifact in answer["artifacts"]]
    assert kinds == [("screenshot", "image/png", 9), ("trace", "application/zip", 7)]
    for artifact, content in zip(answer["artifacts"], (b"a picture", b"a trace"), strict=True):
        assert datetime.fromisoformat(artifact["expires_at"]) > timezone.now()
        path = artifact["url"].removeprefix(settings.PUBLIC_URL)
        assert b"".join(Client().get(path)) == content


@pytest.mark.django_db
def test_things_of_another_team_are_as_unknown_as_any(team: Team) -> None:
    theirs = make_job()
    session = make_session(theirs.team, job_id=theirs.pk)
    for wanted in (
        {"job_id": str(theirs.pk)},
        {"session_id": str(session.pk)},
        {"job_id": str(uuid4())},
        {"session_id": str(uuid4())},
    ):
        status, error = ask(team, **wanted)
        assert (status, error["code"]) == (404, "NOT_FOUND")


@pytest.mark.django_db
def test_exactly_one_id_is_wanted(team: Team) -> None:
    for wanted in ({}, {"job_id": str(uuid4()), "session_id": str(uuid4())}):
        status, error = ask(team, **wanted)
        assert (status, error["code"]) == (400, "BAD_REQUEST")
        assert error["data"]["issues"][0]["path"] == ["job_id"]
        assert "exactly one of job_id and session_id" in error["message"]
    status, error = ask(team, job_id="7")
    assert error["data"]["issues"] == [
        {"validation": "uuid", "code": "invalid_string", "message": "Invalid uuid", "path": ["job_id"]}
    ]
