"""The runs list and the page of a run."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Team
from jobs import run_page, steps, views
from jobs.models import Job, JobEvent
from libretto.protocol import JobState
from logs import services as logs
from recordings import services as recordings
from recordings.finishing import finish_recording
from recordings.models import BrowserSession, RecordingState
from tests.factories import make_team, make_user, signed_in
from tests.jobs.making import make_job, make_version
from tests.recordings.making import add_fragments, make_session

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


def with_session(job: Job, *, film: Path | None = None) -> BrowserSession:
    session = make_session(job.team, job_id=job.id)
    Job.objects.filter(pk=job.pk).update(session_id=session.id)
    if film:
        add_fragments(session, film)
    return session


def log(job: Job, *messages: str) -> None:
    now = timezone.now()
    lines = [
        logs.Line(t_ms=n, source="workflow", level="info", message=text, at=now + timedelta(milliseconds=n))
        for n, text in enumerate(messages)
    ]
    logs.append(team_id=job.team_id, job_id=job.id, session_id=None, workflow=job.workflow_name, lines=lines)


# --- /runs ----------------------------------------------------------------------------------------


def test_without_runs_the_list_says_how_to_make_one(browser: Client) -> None:
    make_job()

    assert "libretto cloud deploy" in shown(browser, "/runs")


def test_the_list_shows_the_teams_runs_of_one_state_and_workflow(browser: Client, team: Team) -> None:
    mine = make_job(team, state=JobState.FAILED)
    others = [
        make_job(team),
        make_job(team, state=JobState.FAILED, version=make_version(team, "other")),
        make_job(state=JobState.FAILED),
    ]

    page = shown(browser, "/runs?state=failed&workflow=search")

    assert str(mine.id) in page
    assert not any(str(job.id) in page for job in others)
    assert "none of this kind" in shown(browser, "/runs?state=cancelled")
    assert str(others[0].id) in shown(browser, "/runs?state=nonsense&workflow=%00")


def test_the_list_leads_to_older_runs_and_back(browser: Client, team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "RUNS_SHOWN", 2)
    now = timezone.now()
    jobs = [make_job(team, created_at=now - timedelta(minutes=n)) for n in range(5)]

    def seen(context: Any) -> list[int]:
        return [jobs.index(row["job"]) for row in context["rows"]]

    first = browser.get("/runs").context
    second = browser.get(first["older"]).context
    third = browser.get(second["older"]).context
    back = browser.get(third["newer"]).context

    assert [seen(page) for page in (first, second, third, back)] == [[0, 1], [2, 3], [4], [2, 3]]
    assert (first["newer"], third["older"]) == ("", "")


def test_a_page_token_that_is_not_ours_leads_to_the_first_page(browser: Client) -> None:
    response = browser.get("/runs?state=failed&cursor=made-up")

    assert (response.status_code, response.headers["Location"]) == (302, "/runs?state=failed")


def test_the_list_asks_the_database_the_same_number_of_times_however_many_runs(
    browser: Client, team: Team, django_assert_max_num_queries: Any
) -> None:
    for _ in range(20):
        make_job(team)

    with django_assert_max_num_queries(8):
        shown(browser, "/runs")


# --- /runs/<id> -----------------------------------------------------------------------------------


def test_a_waiting_run(browser: Client, team: Team) -> None:
    job = make_job(team, params={"customer": "Möller"})
    page = shown(browser, f"/runs/{job.id}")

    assert "Waiting for a worker" in page
    assert "&quot;Möller&quot;" in page
    assert "The browser has not been started yet." in page
    assert f'data-body="/runs/{job.id}/body"' in page


def test_a_completed_run_shows_recording_steps_result_history_and_logs(
    browser: Client, team: Team, tmp_path: Path
) -> None:
    end = {"started_at": timezone.now() - timedelta(seconds=65), "completed_at": timezone.now()}
    job = make_job(team, state=JobState.COMPLETED, result={"orders": 3}, **end)
    session = with_session(job, film=tmp_path)
    step = {"id": "1", "title": "Click Go", "end_ms": 1500, "outcome": "ok", "file": "workflows.py", "line": 21}
    recordings.add_events(session_id=session.id, events=[(1200, "step", step), (10, "network", {"id": "n"})])
    recordings.close_session(session_id=session.id)
    finish_recording(session_id=session.id)
    JobEvent.objects.create(job=job, old="running", new="completed", reason="The workflow returned.")
    log(job, "hello from the workflow")

    page = shown(browser, f"/runs/{job.id}")

    video = page.partition('<video id="video" src="')[2].partition('"')[0]
    assert browser.get(video).status_code == 200
    assert 'data-seek="1.200"' in page
    for text in (
        "Click Go",
        "workflows.py:21",
        "300 ms",
        "&quot;orders&quot;: 3",
        "1 min 5 s",
        "The workflow returned.",
    ):
        assert text in page
    assert "hello from the workflow" in page
    assert "data-body" not in page


def test_a_failed_run_says_why_with_its_own_files_first(browser: Client, team: Team, tmp_path: Path) -> None:
    job = make_job(
        team,
        state=JobState.FAILED,
        error="no such button",
        error_code="workflow_error",
        mapped_stack="workflows.py:21 in search",
        stack="Traceback …",
    )
    session = with_session(job)
    (tmp_path / "shot.png").write_bytes(b"png")
    recordings.add_artifact(
        session_id=session.id, kind="screenshot", file=tmp_path / "shot.png", content_type="image/png", t_ms=1
    )
    page = shown(browser, f"/runs/{job.id}")

    places = [page.index(text) for text in ("workflows.py:21 in search", "no such button", "Traceback …")]
    assert places == sorted(places)
    picture = page.partition('<img src="')[2].partition('"')[0]
    assert browser.get(picture).status_code == 200


@pytest.mark.parametrize(
    ("state", "note"), [(RecordingState.EXPIRED, "no longer kept"), (RecordingState.EMPTY, "Nothing was recorded")]
)
def test_a_run_without_a_recording_says_why(browser: Client, team: Team, state: str, note: str) -> None:
    job = make_job(team, state=JobState.COMPLETED)
    recording = with_session(job).recording
    recording.state = state
    recording.save()

    assert note in shown(browser, f"/runs/{job.id}")


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
    JobEvent.objects.create(job=job, new="failed", reason=EVIL)
    log(job, EVIL)

    for path in (f"/runs/{job.id}", "/runs", f"/runs/{job.id}/body"):
        page = shown(browser, path)
        assert EVIL not in page
        assert ESCAPED in page


def test_huge_values_are_folded_and_cut(browser: Client, team: Team) -> None:
    job = make_job(team, state=JobState.COMPLETED, params={"a": "x" * 20_000}, result={"b": "y" * 100_000})
    page = shown(browser, f"/runs/{job.id}")

    assert page.count('<details class="fold">') == 2
    assert "jobs/get has all of it" in page
    assert page.count("y") < 70_000


def test_the_newest_lines_are_shown_and_lead_to_the_earlier_ones(
    browser: Client, team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run_page, "LINES_SHOWN", 2)
    job = make_job(team)
    log(job, "one", "two", "three")
    log(make_job(), "not ours")

    first = browser.get(f"/runs/{job.id}").context["run"].logs
    earlier = browser.get(f"/runs/{job.id}", {"lines": first.older}).context["run"].logs
    odd = browser.get(f"/runs/{job.id}?lines=made-up").context["run"].logs

    assert [[line.message for line in page.lines] for page in (first, earlier, odd)] == [
        ["two", "three"],
        ["one"],
        ["two", "three"],
    ]
    assert (first.newer, earlier.older) == (None, None)


def test_of_very_many_steps_the_first_are_shown(browser: Client, team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(steps, "SHOWN", 2)
    job = make_job(team)
    events = [(n, "step", {"id": str(n), "title": f"step {n}"}) for n in range(3)]
    recordings.add_events(session_id=with_session(job).id, events=events)

    page = shown(browser, f"/runs/{job.id}")

    assert "the first 2" in page
    assert "step 1" in page
    assert "step 2" not in page


def test_a_run_that_goes_on_is_asked_for_until_it_has_ended(browser: Client, team: Team) -> None:
    job = make_job(team, state=JobState.RUNNING, started_at=timezone.now())

    going_on = browser.get(f"/runs/{job.id}/body")
    Job.objects.filter(pk=job.pk).update(state=JobState.COMPLETED)
    ended = browser.get(f"/runs/{job.id}/body")

    assert (going_on.headers["X-Run-Ended"], ended.headers["X-Run-Ended"]) == ("no", "yes")
    assert "<html" not in going_on.content.decode()


def test_a_run_can_be_cancelled_from_its_page(browser: Client, team: Team) -> None:
    job = make_job(team)

    page = browser.post(f"/runs/{job.id}/cancel", follow=True).content.decode()

    assert Job.objects.get(pk=job.pk).state == JobState.CANCELLED
    assert "The run was cancelled before it started." in page
    assert "Cancel the run" not in page
    assert browser.get(f"/runs/{job.id}/cancel").status_code == 405


def test_a_run_of_another_team_is_not_there(browser: Client) -> None:
    for job_id in (make_job().id, uuid4()):
        shown(browser, f"/runs/{job_id}", status=404)


def test_the_admin_shows_runs_and_lets_nobody_change_them(team: Team) -> None:
    job = make_job(team, params={"a": EVIL})
    JobEvent.objects.create(job=job, new="queued", reason="Created.")
    staff = signed_in(make_user(staff=True))

    assert str(job.id) in shown(staff, "/admin/jobs/job/")
    page = shown(staff, f"/admin/jobs/job/{job.id}/change/")

    assert "Created." in page
    assert EVIL not in page
    assert 'name="_save"' not in page


def test_the_player_opens_at_the_step_that_failed(browser: Client, team: Team, tmp_path: Path) -> None:
    job = make_job(team, state=JobState.FAILED)
    session = with_session(job, film=tmp_path)
    recordings.add_events(
        session_id=session.id,
        events=[
            (1500, "step", {"id": "1", "title": "Go to the portal", "outcome": "ok"}),
            (2250, "step", {"id": "2", "title": "Click Search", "outcome": "failed"}),
            (3000, "navigation", {"id": "3", "url": "https://portal.example/"}),
        ],
    )
    assert "#t=2.250" in shown(browser, f"/runs/{job.id}")


def test_the_player_of_a_good_run_opens_where_the_workflow_begins(browser: Client, team: Team, tmp_path: Path) -> None:
    job = make_job(team, state=JobState.COMPLETED)
    session = with_session(job, film=tmp_path)
    recordings.add_events(session_id=session.id, events=[(1500, "step", {"id": "1", "title": "Go", "outcome": "ok"})])
    assert "#t=1.500" in shown(browser, f"/runs/{job.id}")


def test_a_failed_run_shows_its_newest_steps(browser: Client, team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(steps, "SHOWN", 2)
    job = make_job(team, state=JobState.FAILED)
    session = with_session(job)
    events = [(n, "step", {"id": str(n), "title": f"Step number {n}"}) for n in range(1, 4)]
    recordings.add_events(session_id=session.id, events=events)
    page = shown(browser, f"/runs/{job.id}")
    assert "Step number 1" not in page
    assert page.index("Step number 2") < page.index("Step number 3")


def test_the_list_says_why_runs_failed(browser: Client, team: Team) -> None:
    make_job(team, state=JobState.FAILED, error=f"Timeout {EVIL}\nCall log: long")
    page = shown(browser, "/runs")
    assert f"Timeout {ESCAPED}" in page
    assert "Call log" not in page
