"""The page before and after a step, out of the trace: shown, and able to do nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from accounts.models import Team
from jobs.models import Job
from libretto.protocol import JobState
from recordings.models import Artifact, BrowserSession
from replay import traces
from runtime.tracing.snapshot_index import SnapshotMissing
from tests.factories import make_team, make_user, signed_in
from tests.jobs.making import make_job
from tests.recordings.making import make_session
from tests.replay.kept_pages import PICTURE, PNG, SCRIPT, keep_trace, trace_with_pages
from tests.replay.making import with_session

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_stays_open() -> Iterator[None]:
    yield
    traces.close_all()


@pytest.fixture
def team() -> Team:
    return make_team()


@pytest.fixture
def browser(team: Team) -> Client:
    return signed_in(make_user(team))


@pytest.fixture
def session(team: Team, tmp_path: Path) -> BrowserSession:
    session = with_session(make_job(team, state=JobState.FAILED))
    keep_trace(session, trace_with_pages(tmp_path / "trace.zip"))
    return session


def snapshot(browser: Client, session: BrowserSession, moment: str = "before", key: str = "call@1") -> Any:
    return browser.get(f"/sessions/{session.pk}/snapshots/{key}/{moment}")


def picture_in(page: Any) -> str:
    found = re.search(rf'/snapshot-resources/[^"]+/{PICTURE}', page.content.decode())
    assert found
    return found[0]


def test_the_page_is_shown_as_it_was_and_runs_nothing(browser: Client, session: BrowserSession) -> None:
    before, after = snapshot(browser, session, "before"), snapshot(browser, session, "after")

    assert "Your basket" in before.content.decode()
    assert "Thank you" in after.content.decode()
    assert "alert" not in before.content.decode()
    policy = before.headers["Content-Security-Policy"]
    assert policy.startswith("sandbox; default-src 'none';")
    assert "script" not in policy
    assert before.headers["X-Content-Type-Options"] == "nosniff"


def test_pictures_come_by_a_signed_link_without_a_cookie(browser: Client, session: BrowserSession) -> None:
    path = picture_in(snapshot(browser, session))
    picture = Client().get(path)

    assert (picture.status_code, picture.headers["Content-Type"], picture.content) == (200, "image/png", PNG)
    assert picture.headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert "max-age" in picture.headers["Cache-Control"]
    for changed in (path.replace(PICTURE, SCRIPT), path.replace(PICTURE, "trace.trace"), path.replace(".", "1.", 1)):
        assert Client().get(changed).status_code == 404, changed


def test_a_link_ends(browser: Client, session: BrowserSession, settings: Settings) -> None:
    settings.LINK_SECONDS = -7200
    assert Client().get(picture_in(snapshot(browser, session))).status_code == 404


def test_what_is_not_kept_is_said_in_a_sentence(browser: Client, team: Team, session: BrowserSession) -> None:
    going_on = with_session(make_job(team, state=JobState.RUNNING))
    Artifact.objects.filter(session=session).update(session=going_on)
    during = snapshot(browser, going_on)
    Job.objects.filter(session_id=going_on.pk).update(state=JobState.FAILED)
    answers = [
        during,
        snapshot(browser, session),
        snapshot(browser, going_on, key="call@2"),
        snapshot(browser, going_on, "meanwhile"),
        snapshot(browser, going_on, key="../../etc"),
    ]
    for answer in answers:
        assert answer.status_code == 404
        assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
        assert answer.headers["Content-Security-Policy"].startswith("sandbox")
        assert answer.content.endswith(b".")
    assert snapshot(browser, going_on).status_code == 200


def test_a_file_that_is_no_trace_is_said_to_be_unreadable(
    browser: Client, session: BrowserSession, tmp_path: Path
) -> None:
    (tmp_path / "odd").write_bytes(b"no archive at all")
    keep_trace(session, tmp_path / "odd")

    assert snapshot(browser, session).content == b"The trace cannot be read."


def test_the_pages_of_another_team_are_not_shown(session: BrowserSession) -> None:
    stranger = signed_in(make_user(make_team()))

    assert snapshot(stranger, session).status_code == 404


def test_few_traces_are_open_and_read_by_one_at_a_time(
    team: Team, session: BrowserSession, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(traces, "OPEN_MOST", 1)
    other = make_session(team)
    keep_trace(other, trace_with_pages(tmp_path / "other.zip"))
    both = list(Artifact.objects.filter(kind="trace").order_by("pk")) * 20

    def read(trace: Artifact) -> bool:
        with traces.opened(trace) as pages:
            return "Your basket" in pages.html("call@1", "before", resource_url=str)

    with ThreadPoolExecutor(4) as pool:
        assert all(pool.map(read, both))
    assert len(traces._open) == 1


def test_a_trace_that_storage_has_lost_is_said_to_be_gone(session: BrowserSession) -> None:
    trace = Artifact.objects.get(session=session, kind="trace")
    trace.path = "teams/gone"
    with pytest.raises(SnapshotMissing, match="no longer kept"), traces.opened(trace):
        pass
