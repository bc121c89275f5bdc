"""Which step a failed run failed at: `replay/failure.py`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from accounts.models import Team
from libretto.protocol import ErrorCode, JobState
from recordings import services as recordings
from recordings.models import BrowserSession, Recording
from replay.failing_step import SOON_MS
from replay.failure import failure_of
from replay.viewing import viewing_of_member
from tests.factories import make_team
from tests.jobs.making import make_job
from tests.replay.making import with_session

pytestmark = pytest.mark.django_db

END_MS = 60_000
RAISED_AT_9 = "workflows.py:9 in search\n    raise Gone(name)"


@pytest.fixture
def team() -> Team:
    return make_team()


def step(
    key: str, line: int | None, t_ms: int, *, outcome: str = "failed", **more: Any
) -> tuple[int, str, dict[str, Any]]:
    data = {
        "id": key,
        "outcome": outcome,
        "file": line and "workflows.py",
        "line": line,
        "error": "Timeout 700ms exceeded.",
    }
    return t_ms, "step", {**data, "end_ms": t_ms + 700, **more}


def failed_run(team: Team, mapped_stack: str, *steps: tuple[int, str, dict[str, Any]], **job: Any) -> BrowserSession:
    """Its recording is a minute long."""
    raised = {"error_code": ErrorCode.WORKFLOW_ERROR, "mapped_stack": mapped_stack, **job}
    session = with_session(make_job(team, state=JobState.FAILED, **raised))
    Recording.objects.filter(session=session).update(duration_ms=END_MS)
    recordings.add_events(session_id=session.pk, events=list(steps))
    return session


def failed_at(session: BrowserSession) -> tuple[str | None, int | None]:
    viewing = viewing_of_member(team=session.team, session_id=session.pk)
    assert viewing is not None
    found = failure_of(viewing)
    return found["failed_key"], found["failed_at_ms"]


def test_it_is_the_last_step_made_where_the_error_was_raised(team: Team) -> None:
    session = failed_run(
        team,
        "workflows.py:21 in search\n    page.click('#go')\nworkflows.py:40 in main\n    search(page)",
        step("first try", 21, 1_000),
        step("last try", 21, 2_000),
        step("of the caller", 40, 2_500),
        step("cleaning up", 33, 3_000),
        step("fine", 21, 4_000, outcome="ok"),
    )
    assert failed_at(session) == ("last try", 2_000)


def test_a_step_whose_failure_was_caught_is_not_it(team: Team) -> None:
    session = failed_run(team, RAISED_AT_9, step("caught", 21, END_MS - 800))

    assert failed_at(session) == (None, END_MS)


@pytest.mark.parametrize("heading", ["caused by", "in the group:"])
def test_it_may_be_the_cause_of_what_was_raised(team: Team, heading: str) -> None:
    cause = (
        f"{heading} playwright.TimeoutError: Timeout 700ms exceeded.\nmy pages/search.py:21 in search\n    page.click()"
    )
    session = failed_run(team, f"{RAISED_AT_9}\n{cause}", step("cause", 21, 1_000, file="my pages/search.py"))

    assert failed_at(session) == ("cause", 1_000)


@pytest.mark.parametrize(("ended_ms", "key"), [(END_MS - SOON_MS, "handled"), (END_MS - SOON_MS - 1, None)])
def test_an_error_that_was_being_handled_counts_when_the_run_failed_soon_after(
    team: Team, ended_ms: int, key: str | None
) -> None:
    handled = "while handling playwright.TimeoutError: Timeout 700ms exceeded.\nworkflows.py:21 in search\n    click()"
    session = failed_run(team, f"{RAISED_AT_9}\n{handled}", step("handled", 21, 1_000, end_ms=ended_ms))

    assert failed_at(session)[0] == key


def test_a_group_is_not_it(team: Team) -> None:
    session = failed_run(
        team,
        "workflows.py:21 in search",
        step("inner", 21, 1_000),
        step("group", 21, 1_000, group=True),
    )
    assert failed_at(session) == ("inner", 1_000)


def test_a_call_without_a_place_is_known_by_its_error(team: Team) -> None:
    session = failed_run(
        team,
        "workflows.py:12 in search\n    await asyncio.gather(a.click(), b.click())",
        step("early", None, 1_000),
        step("raised", None, END_MS - 900),
        step("cut off", None, END_MS - 800, error="The run ended during this step."),
        error="Page.click: Timeout 700ms exceeded.\nCall log: …",
    )
    assert failed_at(session) == ("raised", END_MS - 900)


@pytest.mark.parametrize(
    ("code", "key"),
    [
        (ErrorCode.CHILD_DIED, "last"),
        (ErrorCode.BROWSER_DIED, "last"),
        (ErrorCode.RESULT_NOT_JSON, None),
        (ErrorCode.RESULT_TOO_LARGE, None),
        (ErrorCode.INVALID_OUTPUT, None),
    ],
)
def test_without_a_stack_it_is_what_the_workflow_was_at(team: Team, code: ErrorCode, key: str | None) -> None:
    session = failed_run(team, "", step("early", 20, 1_000), step("last", 21, END_MS - 800), error_code=code)

    assert failed_at(session)[0] == key


def test_without_a_stack_an_earlier_step_is_not_it(team: Team) -> None:
    session = failed_run(team, "", step("early", 20, 1_000), error_code=ErrorCode.CHILD_DIED)

    assert failed_at(session) == (None, END_MS)


def test_a_step_that_a_dead_host_left_open_is_it(team: Team) -> None:
    session = failed_run(
        team,
        "",
        step("group", 20, 900, outcome="open", group=True),
        step("open", 21, 1_000, outcome="open", end_ms=None),
        step("caught", 22, END_MS - 800),
        error_code=ErrorCode.HOST_DIED,
    )
    assert failed_at(session) == ("open", 1_000)


def test_a_step_that_began_after_what_is_left_of_the_recording(team: Team) -> None:
    session = failed_run(team, "", step("open", 21, END_MS + 400, outcome="open"), error_code=ErrorCode.HOST_DIED)

    assert failed_at(session) == ("open", END_MS)


def test_the_moment_is_within_the_recording(team: Team, tmp_path: Path) -> None:
    session = failed_run(team, RAISED_AT_9)
    shot = tmp_path / "shot"
    for t_ms, moment in ((END_MS + 50, END_MS), (END_MS - 50, END_MS - 50)):
        shot.write_bytes(b"png")
        session.artifacts.all().delete()
        recordings.add_artifact(
            session_id=session.pk, kind="screenshot", file=shot, content_type="image/png", t_ms=t_ms
        )
        assert failed_at(session) == (None, moment)


def test_of_a_run_without_a_browser_there_is_no_moment(team: Team) -> None:
    session = with_session(make_job(team, state=JobState.FAILED))
    Recording.objects.filter(session=session).delete()

    assert failed_at(session) == (None, None)
