"""The page of a run, and of a session by itself."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from accounts.models import Team
from jobs.models import Job, JobEvent
from libretto.protocol import JobState
from recordings import services as recordings
from recordings.finishing import finish_recording
from recordings.models import BrowserSession, Recording, RecordingState
from replay import plain
from tests.factories import make_team, make_user, signed_in
from tests.jobs.making import make_job, make_version
from tests.recordings.making import add_fragments, make_session
from tests.replay.making import add_lines, add_steps, with_session

pytestmark = pytest.mark.django_db

EVIL = "<script>alert(1)</script>"
ESCAPED = "&lt;script&gt;alert(1)&lt;/script&gt;"


@pytest.fixture
def team() -> Team:
    return make_team()


@pytest.fixture
def browser(team: Team) -> Client:
    return signed_in(make_user(team))


def shown(browser: Client, path: str, status: int = 200) -> str:
    response = browser.get(path)
    assert response.status_code == status
    return response.content.decode()


def test_a_waiting_run(browser: Client, team: Team) -> None:
    job = make_job(team, params={"customer": "Möller"})
    page = shown(browser, f"/runs/{job.id}")

    assert "waiting for a worker" in page
    assert "&quot;Möller&quot;" in page
    assert "The browser has not been started yet." in page
    assert f'data-facts="/runs/{job.id}/facts"' in page
    assert 'data-live="yes"' in page
    assert "data-base" not in page


def test_a_completed_run_shows_its_recording_result_and_history(browser: Client, team: Team, tmp_path: Path) -> None:
    end = {"started_at": timezone.now() - timedelta(seconds=65), "completed_at": timezone.now()}
    job = make_job(team, state=JobState.COMPLETED, result={"orders": 3}, **end)
    session = with_session(job)
    add_fragments(session, tmp_path)
    recordings.close_session(session_id=session.id)
    finish_recording(session_id=session.id)
    JobEvent.objects.create(job=job, old="running", new="completed", reason="The workflow returned.")

    page = shown(browser, f"/runs/{job.id}")

    video = page.partition('<video src="')[2].partition('"')[0]
    assert browser.get(video).status_code == 200
    assert f'data-base="/sessions/{session.pk}"' in page
    assert f'data-source="/deployments/{job.version.deployment_id}/source"' in page
    for text in ("&quot;orders&quot;: 3", "1 min 5 s", "The workflow returned."):
        assert text in page
    assert "data-live" not in page


def test_a_run_leads_to_its_log(browser: Client, team: Team, tmp_path: Path) -> None:
    job = make_job(team, state=JobState.RUNNING)
    session = with_session(job)
    assert f'href="/logs?job={job.pk}"' in shown(browser, f"/runs/{job.pk}")

    add_fragments(session, tmp_path)
    Job.objects.filter(pk=job.pk).update(state=JobState.COMPLETED)
    recordings.close_session(session_id=session.pk)
    finish_recording(session_id=session.pk)
    page = shown(browser, f"/runs/{job.pk}")
    for form in ("text", "ndjson"):
        assert f'href="/logs/download?job={job.pk}&amp;format={form}"' in page


def test_a_run_is_live_until_its_recording_is_finished(browser: Client, team: Team, tmp_path: Path) -> None:
    job = make_job(team, state=JobState.COMPLETED)
    session = with_session(job)
    add_fragments(session, tmp_path)
    recordings.close_session(session_id=session.id)

    assert "data-live" in shown(browser, f"/runs/{job.id}")
    finish_recording(session_id=session.id)
    assert "data-live" not in shown(browser, f"/runs/{job.id}")


def test_a_failed_run_says_why_with_its_own_files_first(browser: Client, team: Team) -> None:
    job = make_job(
        team,
        state=JobState.FAILED,
        error="no such button",
        error_code="workflow_error",
        mapped_stack="workflows.py:21 in search",
        stack="Traceback …",
    )
    page = shown(browser, f"/runs/{job.id}")

    places = [page.index(text) for text in ("workflows.py:21 in search", "no such button</pre>", "Traceback …")]
    assert places == sorted(places)


def test_the_files_of_a_run_are_shown_and_run_nothing(browser: Client, team: Team, tmp_path: Path) -> None:
    session = with_session(make_job(team, state=JobState.FAILED))
    for kind, content_type in (("screenshot", "image/png"), ("page_html", "text/html"), ("trace", "application/zip")):
        (tmp_path / kind).write_bytes(kind.encode())
        recordings.add_artifact(
            session_id=session.id, kind=kind, file=tmp_path / kind, content_type=content_type, t_ms=1
        )
    page = shown(browser, f"/runs/{session.job_id}")

    picture = page.partition('<img src="')[2].partition('"')[0]
    assert browser.get(picture).status_code == 200
    frame = page.partition("<iframe")[2].partition(">")[0]
    assert " sandbox " in frame
    answer = browser.get(frame.partition('src="')[2].partition('"')[0])
    assert answer.headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert "/trace-viewer/index.html?trace=" in page


@pytest.mark.parametrize(
    ("state", "note"),
    [
        (RecordingState.EXPIRED, "The recording expired on 12 December 2026."),
        (RecordingState.EMPTY, "The browser ended before it showed a picture."),
    ],
)
def test_a_run_without_a_recording_says_why(browser: Client, team: Team, state: str, note: str) -> None:
    job = make_job(team, state=JobState.COMPLETED)
    session = with_session(job)
    at = timezone.now().replace(year=2026, month=12, day=12)
    Recording.objects.filter(session=session).update(state=state, expired_at=at)

    assert note in shown(browser, f"/runs/{job.id}")


def test_files_that_were_deleted_for_their_age_are_named(browser: Client, team: Team) -> None:
    job = make_job(team, state=JobState.FAILED)
    session = with_session(job)
    at = timezone.now().replace(year=2026, month=12, day=12)
    BrowserSession.objects.filter(pk=session.pk).update(artifacts_expired_at=at)

    page = shown(browser, f"/runs/{job.id}")
    assert "The steps and files of this run expired on 12 December 2026." in page
    assert 'data-empty="The steps of this session expired on 12 December 2026."' in page, "the empty timeline says why"


def test_a_run_that_never_had_a_browser_says_so(browser: Client, team: Team) -> None:
    job = make_job(team, state=JobState.FAILED, error="A credential is missing.")

    assert "No browser was started." in shown(browser, f"/runs/{job.id}")


def test_nothing_that_a_workflow_or_a_page_says_is_taken_for_html(browser: Client, team: Team) -> None:
    job = make_job(
        team,
        version=make_version(team, EVIL),
        state=JobState.FAILED,
        params={EVIL: EVIL},
        nonce=EVIL,
        error=EVIL,
        error_type=EVIL,
        stack=EVIL,
        mapped_stack=EVIL,
    )
    session = with_session(job)
    step = {"id": "1", "title": EVIL, "error": EVIL, "file": EVIL, "line": 1, "outcome": EVIL}
    recordings.add_events(session_id=session.id, events=[(1, "step", step), (2, "navigation", {"url": EVIL})])
    add_lines(session, EVIL)
    JobEvent.objects.create(job=job, new="failed", reason=EVIL)

    for path in (f"/runs/{job.id}", f"/runs/{job.id}?plain=1", f"/runs/{job.id}/facts"):
        page = shown(browser, path)
        assert EVIL not in page
        assert ESCAPED in page


def test_huge_values_are_folded_and_cut(browser: Client, team: Team) -> None:
    job = make_job(team, state=JobState.COMPLETED, params={"a": "x" * 20_000}, result={"b": "y" * 100_000})
    page = shown(browser, f"/runs/{job.id}")

    assert page.count("<summary>Show ") == 2
    assert "jobs/get has all of it" in page
    assert page.count("y") < 70_000


def test_without_scripts_the_newest_steps_and_lines_are_shown(
    browser: Client, team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plain, "SHOWN", 2)
    session = with_session(make_job(team))
    add_steps(session, 3)
    add_lines(session, "one", "two", "three")
    add_lines(make_session(team), "not ours")

    page = shown(browser, f"/runs/{session.job_id}?plain=1")

    places = [page.index(text) for text in ("Step 2", "Step 3", "two", "three")]
    assert places == sorted(places)
    assert "Step 1" not in page
    assert not any(f">{text}<" in page for text in ("one", "not ours"))
    assert "Step 3" not in shown(browser, f"/runs/{session.job_id}")


def test_the_facts_are_what_changes_and_no_whole_page(browser: Client, team: Team) -> None:
    job = make_job(team, state=JobState.RUNNING, started_at=timezone.now())

    going_on = shown(browser, f"/runs/{job.id}/facts")
    Job.objects.filter(pk=job.pk).update(state=JobState.COMPLETED, result={"orders": 3})
    ended = shown(browser, f"/runs/{job.id}/facts")

    assert "Cancel the run" in going_on
    assert "Cancel the run" not in ended
    assert "&quot;orders&quot;" in ended
    assert "<html" not in ended


def test_the_page_asks_the_database_little_however_much_there_is(
    browser: Client, team: Team, tmp_path: Path, django_assert_max_num_queries: Any
) -> None:
    session = with_session(make_job(team, state=JobState.RUNNING))
    add_fragments(session, tmp_path)
    add_steps(session, 500)
    add_lines(session, *["a line"] * 500)

    with django_assert_max_num_queries(15):
        shown(browser, f"/runs/{session.job_id}")


def test_a_session_without_a_job_has_the_same_page(browser: Client, team: Team, tmp_path: Path) -> None:
    session = make_session(team)
    add_fragments(session, tmp_path)
    page = shown(browser, f"/sessions/{session.pk}")

    assert f'data-base="/sessions/{session.pk}"' in page
    assert f'data-facts="/sessions/{session.pk}/facts"' in page
    assert "Open" in page
    assert "Params" not in page
    assert "data-source" not in page
    assert "Open" in shown(browser, f"/sessions/{session.pk}/facts")


def test_a_session_of_a_job_leads_to_the_run(browser: Client, team: Team) -> None:
    session = with_session(make_job(team))
    response = browser.get(f"/sessions/{session.pk}")

    assert (response.status_code, response.headers["Location"]) == (302, f"/runs/{session.job_id}")


def test_a_run_whose_session_was_deleted_keeps_its_page(browser: Client, team: Team) -> None:
    job = make_job(team, state=JobState.FAILED, session_id=uuid4(), error="no such button")
    assert "no such button" in shown(browser, f"/runs/{job.id}")


def test_a_session_whose_job_was_deleted_keeps_its_page(browser: Client, team: Team) -> None:
    shown(browser, f"/sessions/{make_session(team, job_id=uuid4()).pk}")


def test_a_run_of_another_team_is_not_there(browser: Client) -> None:
    for job_id in (make_job().id, uuid4()):
        shown(browser, f"/runs/{job_id}", status=404)


def test_the_scripts_and_sheets_of_the_page_are_there(browser: Client, team: Team) -> None:
    page = shown(browser, f"/runs/{make_job(team).id}")
    named = [part.partition('"')[0] for part in page.split('"/static/')[1:]]

    assert "replay/main.js" in named
    assert [name for name in named if not (settings.CHECKOUT / "static" / name).is_file()] == []
