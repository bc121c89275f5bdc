"""The details of one event, and of one line."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client

from accounts.models import Team
from jobs.models import Job
from libretto.protocol import JobState, TimelineData
from recordings import services as recordings
from recordings.models import BrowserSession
from runtime.masking import Masker
from runtime.tracing.sources import Sources
from runtime.tracing.stacks import Place
from tests.factories import make_team, make_user, signed_in
from tests.jobs.making import make_job
from tests.recordings.making import make_session
from tests.replay.making import add_lines, with_session

pytestmark = pytest.mark.django_db


@pytest.fixture
def team() -> Team:
    return make_team()


@pytest.fixture
def browser(team: Team) -> Client:
    return signed_in(make_user(team))


def details(browser: Client, session: BrowserSession, key: str) -> dict[str, Any]:
    response = browser.get(f"/sessions/{session.pk}/events/{quote(key, safe='')}")
    assert response.status_code == 200
    answer: dict[str, Any] = response.json()
    return answer


def test_everything_known_of_a_step(browser: Client, team: Team) -> None:
    session = make_session(team)
    step = {
        "id": "call@1",
        "title": "Click Go",
        "selector": "#go",
        "end_ms": 90,
        "outcome": "failed",
        "error": "no such button",
        "file": "workflows.py",
        "line": 21,
        "call_log": ["waiting for #go"],
    }
    child = {"id": "call@2", "title": "Scroll", "parent": "call@1"}
    around = {"file": "workflows.py", "line": 21, "first_line": 18, "text": "a\nb\nc\npage.click()"}
    source = {"id": "source:workflows.py:21", **around}
    recordings.add_events(
        session_id=session.pk, events=[(10, "step", step), (20, "step", child), (10, "source", source)]
    )

    assert details(browser, session, "call@1") == {
        "key": "call@1",
        "kind": "step",
        "t_ms": 10,
        "end_ms": 90,
        "outcome": "failed",
        "level": "",
        "title": "Click Go",
        "error": "no such button",
        "data": step,
        "source": around,
        "snapshots": {"before": None, "after": None},
        "children": 1,
    }
    assert details(browser, session, "call@2")["source"] is None


def test_the_lines_of_a_file_with_a_long_name(browser: Client, team: Team, tmp_path: Path) -> None:
    file = "a-folder-of-some-length/" * 8 + "workflows.py"
    (tmp_path / file).parent.mkdir(parents=True)
    (tmp_path / file).write_text("page.click()\n")
    source = Sources(tmp_path, masker=Masker([])).around(Place(file, 1))
    assert source is not None
    step: TimelineData = {"id": "call@1", "title": "Click Go", "file": file, "line": 1}
    session = make_session(team)
    recordings.add_events(session_id=session.pk, events=[(10, "step", step), (10, "source", source)])

    assert details(browser, session, "call@1")["source"]["text"].startswith("page.click()")


def test_an_event_is_found_by_any_key(browser: Client, team: Team) -> None:
    session = make_session(team)
    key = "a/b?c#d&e=ü 100%"
    recordings.add_events(session_id=session.pk, events=[(1, "popup", {"id": key, "url": "https://portal.example/"})])
    found = details(browser, session, key)

    assert (found["key"], found["title"]) == (key, "https://portal.example/")


def test_the_pages_of_a_step_are_offered_once_its_run_has_ended(browser: Client, team: Team, tmp_path: Path) -> None:
    session = with_session(make_job(team, state=JobState.RUNNING))
    step = {"id": "call@1", "title": "Click Go", "snapshots": ["before", "made up"]}
    recordings.add_events(session_id=session.pk, events=[(10, "step", step)])
    (tmp_path / "trace").write_bytes(b"zip")
    recordings.add_artifact(
        session_id=session.pk, kind="trace", file=tmp_path / "trace", content_type="application/zip", t_ms=1
    )
    during = details(browser, session, "call@1")
    Job.objects.filter(session_id=session.pk).update(state=JobState.FAILED)
    afterwards = details(browser, session, "call@1")

    assert during["snapshots"] == {"before": None, "after": None}
    before = f"/sessions/{session.pk}/snapshots/call%401/before"
    assert afterwards["snapshots"] == {"before": before, "after": None}


def test_a_line_is_told_whole(browser: Client, team: Team) -> None:
    session = make_session(team)
    [sequence] = add_lines(session, "x" * 5_000)
    answer = browser.get(f"/sessions/{session.pk}/lines/{sequence}").json()

    assert answer.pop("at").startswith(session.created_at.isoformat()[:19])
    assert answer == {"sequence": sequence, "t_ms": 0, "level": "info", "source": "workflow", "text": "x" * 5_000}


def test_what_belongs_to_another_session_is_not_there(browser: Client, team: Team) -> None:
    mine, other, not_ours = make_session(team), make_session(team), make_session()
    recordings.add_events(session_id=other.pk, events=[(1, "step", {"id": "call@1"})])
    [sequence] = add_lines(not_ours, "a secret")

    for path in ("events/call@1", "events/%00", f"lines/{sequence}", f"lines/{10**30}"):
        assert browser.get(f"/sessions/{mine.pk}/{path}").status_code == 404, path
