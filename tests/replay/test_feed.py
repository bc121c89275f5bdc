"""The feed: all that there is, then only what is new, and little of it at a time."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Team
from jobs.models import Job
from libretto.protocol import JobState
from recordings import services as recordings
from recordings.finishing import finish_recording
from recordings.models import BrowserSession, Fragment, Recording
from replay import feed
from tests.factories import make_team, make_user, signed_in
from tests.jobs.making import make_job
from tests.recordings.making import FRAGMENT_MS, VIEWPORT, add_fragments, make_session
from tests.replay.making import add_lines, add_steps, with_session

pytestmark = pytest.mark.django_db


@pytest.fixture
def team() -> Team:
    return make_team()


@pytest.fixture
def browser(team: Team) -> Client:
    return signed_in(make_user(team))


def asked(browser: Client, session: BrowserSession, after: dict[str, Any] | None = None) -> dict[str, Any]:
    """What came after an answer; all of it without one."""
    response = browser.get(f"/sessions/{session.pk}/feed", after["next"] if after else {})
    assert response.status_code == 200
    answer: dict[str, Any] = response.json()
    return answer


def test_all_that_there_is_and_then_only_what_is_new(browser: Client, team: Team) -> None:
    session = make_session(team)
    add_steps(session, 2)
    numbers = add_lines(session, "one")
    first = asked(browser, session)
    add_lines(session, "two")
    recordings.add_events(
        session_id=session.pk,
        events=[(100, "step", {"id": "call@1", "title": "Step 1", "outcome": "failed", "end_ms": 180})],
    )
    second = asked(browser, session, first)
    third = asked(browser, session, second)

    assert [event[0] for event in first["events"]] == ["call@1", "call@2"]
    assert first["lines"] == [[numbers[0], 0, "info", "workflow", "one"]]
    assert second["events"] == [["call@1", "step", 100, 180, "failed", "", "Step 1", None, None, ""]]
    assert [line[4] for line in second["lines"]] == ["two"]
    assert (third["events"], third["lines"], third["next"]) == ([], [], second["next"])
    assert not any(answer["more"] for answer in (first, second, third))


def test_much_comes_a_page_at_a_time(browser: Client, team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feed, "EVENTS_MOST", 2)
    monkeypatch.setattr(feed, "LINES_MOST", 2)
    session = make_session(team)
    add_steps(session, 3)
    add_lines(session, "one", "two", "three", "four", "five")

    answers = [asked(browser, session)]
    while answers[-1]["more"]:
        answers.append(asked(browser, session, answers[-1]))

    assert [event[0] for answer in answers for event in answer["events"]] == ["call@1", "call@2", "call@3"]
    lines = [[line[4] for line in answer["lines"]] for answer in answers]
    assert lines == [["one", "two"], ["three", "four"], ["five"]]


def test_what_an_event_is_told_of(browser: Client, team: Team) -> None:
    session = make_session(team)
    said = {
        "id": "r1",
        "url": "https://portal.example/" + "x" * 400,
        "status": 503,
        "level": "error",
        "parent": "call@1",
        "file": "workflows.py",
        "line": 21,
        "request_headers": {"accept": "*/*"},
    }
    odd = {"id": "r2", "title": ["no", "text"], "status": "five", "end_ms": -1, "outcome": None}
    source = {"id": "source:workflows.py:21", "file": "workflows.py", "line": 21, "text": "page.click()"}
    recordings.add_events(
        session_id=session.pk, events=[(5, "network", said), (6, "network", odd), (5, "source", source)]
    )
    first, second = asked(browser, session)["events"]

    title = first[6]
    assert first == ["r1", "network", 5, None, "", "error", title, "call@1", 503, "workflows.py:21"]
    assert (len(title), title[-1]) == (feed.TITLE_MOST, "…")
    assert second == ["r2", "network", 6, None, "", "", '["no", "text"]', None, None, ""]


def test_a_long_line_is_cut_and_says_so(browser: Client, team: Team) -> None:
    session = make_session(team)
    add_lines(session, "x" * feed.TEXT_MOST, "x" * (feed.TEXT_MOST + 1))
    whole, cut = (line[4] for line in asked(browser, session)["lines"])

    assert whole == "x" * feed.TEXT_MOST
    assert cut == "x" * (feed.TEXT_MOST - 1) + "…"


def test_the_pieces_of_a_growing_video_lie_where_the_feed_says(browser: Client, team: Team, tmp_path: Path) -> None:
    session = make_session(team)
    pieces = add_fragments(session, tmp_path)
    Fragment.objects.filter(index=1).update(key=False)
    first = asked(browser, session)
    again = asked(browser, session, first)
    late = browser.get(f"/sessions/{session.pk}/feed?pieces=2").json()

    video = first["video"]
    assert (video["state"], video["duration_ms"]) == ("growing", len(pieces) * FRAGMENT_MS)
    assert (video["width"], video["height"]) == (VIEWPORT["width"], VIEWPORT["height"])
    assert [piece[5] for piece in video["pieces"]] == [1, 0, *[1] * (len(pieces) - 2)]
    assert again["video"] | {"pieces": video["pieces"]} == video
    assert (again["video"]["pieces"], again["next"]["pieces"]) == ([], len(pieces))
    assert late["video"]["pieces"] == video["pieces"][2:]
    for (index, start_ms, _, offset, size, _), piece in zip(video["pieces"], pieces, strict=True):
        part = browser.get(video["url"], headers={"range": f"bytes={offset}-{offset + size - 1}"})
        assert (start_ms, part.status_code) == (index * FRAGMENT_MS, 206)
        assert b"".join(part.streaming_content) == piece  # type: ignore[attr-defined]


def test_the_feed_ends_when_nothing_can_change_any_more(browser: Client, team: Team, tmp_path: Path) -> None:
    session = with_session(make_job(team, state=JobState.RUNNING))
    add_fragments(session, tmp_path)
    seen = [asked(browser, session)]
    recordings.close_session(session_id=session.pk)
    seen.append(asked(browser, session))
    finish_recording(session_id=session.pk)
    seen.append(asked(browser, session))
    Job.objects.filter(session_id=session.pk).update(state=JobState.COMPLETED)
    seen.append(asked(browser, session))

    assert [(answer["ended"], answer["state"], answer["video"]["state"]) for answer in seen] == [
        (False, "running", "growing"),
        (False, "running", "growing"),
        (False, "running", "ready"),
        (True, "completed", "ready"),
    ]
    recording = Recording.objects.get()
    assert seen[-1]["state_label"] == "Completed"
    assert seen[-1]["length_ms"] == seen[-1]["video"]["duration_ms"] == recording.duration_ms


def test_a_session_by_itself_says_its_own_state(browser: Client, team: Team) -> None:
    session = make_session(team, browser=False)
    BrowserSession.objects.update(started_at=timezone.now() - timedelta(seconds=5))
    going_on = asked(browser, session)
    recordings.close_session(session_id=session.pk)
    ended = asked(browser, session)

    assert (going_on["state"], going_on["state_label"], going_on["ended"]) == ("starting", "Starting", False)
    assert 5_000 <= going_on["length_ms"] < 60_000
    assert going_on["video"]["note"] == "The browser has not been started yet."
    assert (ended["state"], ended["ended"], ended["video"]["state"]) == ("closed", True, "none")
    assert ended["video"]["note"] == "No browser was started."


def test_a_failed_run_names_the_step_it_failed_at(browser: Client, team: Team) -> None:
    step = {"id": "call@1", "outcome": "failed", "file": "workflows.py", "line": 21}
    sessions = [
        with_session(make_job(team, state=state, mapped_stack="workflows.py:21 in search"))
        for state in (JobState.FAILED, JobState.COMPLETED)
    ]
    for session in sessions:
        recordings.add_events(session_id=session.pk, events=[(20, "step", step)])

    answers = [asked(browser, session) for session in sessions]

    assert [(answer["failed_at_ms"], answer["failed_key"]) for answer in answers] == [(20, "call@1"), (None, None)]


def test_a_run_that_failed_between_its_steps_failed_when_its_page_was_captured(
    browser: Client, team: Team, tmp_path: Path
) -> None:
    session = with_session(make_job(team, state=JobState.FAILED))
    add_steps(session, 2)
    (tmp_path / "shot").write_bytes(b"png")
    recordings.add_artifact(
        session_id=session.pk, kind="screenshot", file=tmp_path / "shot", content_type="image/png", t_ms=777
    )
    answer = asked(browser, session)

    assert (answer["failed_at_ms"], answer["failed_key"]) == (777, None)


def test_nonsense_is_answered_from_the_beginning(browser: Client, team: Team) -> None:
    session = make_session(team)
    add_steps(session, 1)
    query = {"timeline": "-1", "logs": "²", "pieces": "9" * 30}

    assert len(browser.get(f"/sessions/{session.pk}/feed", query).json()["events"]) == 1


def test_an_empty_answer_costs_three_queries(
    browser: Client, team: Team, tmp_path: Path, django_assert_num_queries: Any
) -> None:
    """After those that find out who asks: session, person and team."""
    session = with_session(make_job(team, state=JobState.RUNNING))
    add_fragments(session, tmp_path)
    recordings.close_session(session_id=session.pk)
    add_steps(session, 10)
    seen = asked(browser, session)
    with django_assert_num_queries(3 + 3):
        asked(browser, session, seen)
    finish_recording(session_id=session.pk)
    with django_assert_num_queries(3 + 3):
        asked(browser, session, seen)


def test_a_large_answer_is_compressed(browser: Client, team: Team) -> None:
    session = make_session(team)
    add_steps(session, 50)
    response = browser.get(f"/sessions/{session.pk}/feed", headers={"accept-encoding": "gzip"})

    assert response.headers["Content-Encoding"] == "gzip"


def test_a_session_of_another_team_has_no_feed(browser: Client) -> None:
    assert browser.get(f"/sessions/{make_session().pk}/feed").status_code == 404


def test_there_is_nothing_to_play_before_the_first_piece(browser: Client, team: Team, tmp_path: Path) -> None:
    session = make_session(team)
    before = asked(browser, session)["video"]
    nothing = browser.get(f"/sessions/{session.pk}/video.mp4")
    add_fragments(session, tmp_path)
    response = browser.get(asked(browser, session)["video"]["url"])

    assert (before["url"], before["note"], nothing.status_code) == (None, "The recording begins.", 404)
    assert response.headers["Content-Disposition"].startswith('inline; filename="recording-')
    assert "no-store" not in response.headers["Cache-Control"]  # a player may keep what it has loaded
