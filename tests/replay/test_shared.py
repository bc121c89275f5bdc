"""A share link shows what it says, to whoever has it, until it ends."""

from __future__ import annotations

from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import AuditEvent, Team, User
from libretto.protocol import JobState
from recordings.models import BrowserSession, Recording, RecordingState
from replay.models import ShareLink, signer
from tests.factories import make_team, make_user, signed_in
from tests.recordings.making import make_session
from tests.replay.making import add_lines
from tests.replay.share_links import (
    HEADER,
    LINE,
    SECRET_ERROR,
    SECRET_PARAM,
    SECRET_RESULT,
    SOURCE,
    STEP,
    asked,
    make_link,
    make_shared_run,
    opened,
)

pytestmark = pytest.mark.django_db

PATHS = (
    *("", "/facts", "/video.mp4", "/download.zip", "/feed", "/events/call@1", "/lines/1"),
    "/snapshots/call@1/before",
)


@pytest.fixture
def team() -> Team:
    return make_team("Northwind")


@pytest.fixture
def member(team: Team) -> User:
    return make_user(team, email="dora@example.com")


@pytest.fixture
def session(team: Team, tmp_path: Path) -> BrowserSession:
    return make_shared_run(team, tmp_path)


# --- The scope ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("steps", "logs", "scope"),
    [
        (False, False, "Video"),
        (True, False, "Video and steps"),
        (False, True, "Video and logs"),
        (True, True, "Video, steps and logs"),
    ],
)
def test_the_feed_holds_what_the_link_shows(session: BrowserSession, steps: bool, logs: bool, scope: str) -> None:
    link = make_link(session, steps=steps, logs=logs)
    assert link.scope == scope
    feed = asked(link, "/feed")
    assert [event[0] for event in feed["events"]] == (["call@1", "req@1"] if steps else [])
    assert [line[4] for line in feed["lines"]] == ([LINE] if logs else [])
    assert (feed["failed_key"], feed["failed_at_ms"]) == (("call@1", 5) if steps else (None, None))
    assert feed["state"] == JobState.FAILED
    assert feed["video"]["url"] == f"/shared/{link.token}/video.mp4"


@pytest.mark.parametrize("logs", [False, True])
def test_without_steps_no_event_and_no_page_can_be_had(session: BrowserSession, logs: bool) -> None:
    link = make_link(session, logs=logs)
    for path in ("/events/call@1", "/events/req@1", "/events/source:w.py:3", "/snapshots/call@1/before"):
        answer = opened(link, path)
        assert answer.status_code == 404
        assert STEP not in answer.content.decode()


@pytest.mark.parametrize("steps", [False, True])
def test_without_logs_no_line_can_be_had(session: BrowserSession, steps: bool) -> None:
    sequence = add_lines(session, "another line")[0]
    assert opened(make_link(session, steps=steps), f"/lines/{sequence}").status_code == 404
    assert asked(make_link(session, logs=True), f"/lines/{sequence}")["text"] == "another line"


def test_steps_come_without_source_and_headers(session: BrowserSession, member: User) -> None:
    link = make_link(session, steps=True)
    step, request = asked(link, "/events/call@1"), asked(link, "/events/req@1")
    assert (step["title"], step["error"], step["source"]) == (STEP, "the-step-error", None)
    assert (request["data"]["url"], "request_headers" in request["data"]) == ("https://x.test", False)
    theirs = signed_in(member).get(f"/sessions/{session.pk}/events/req@1").json()
    assert theirs["data"]["request_headers"] == {"Cookie": HEADER}
    assert signed_in(member).get(f"/sessions/{session.pk}/events/call@1").json()["source"]["text"] == SOURCE


def test_source_is_no_event(session: BrowserSession, member: User) -> None:
    assert opened(make_link(session, steps=True, logs=True), "/events/source:w.py:3").status_code == 404
    assert signed_in(member).get(f"/sessions/{session.pk}/events/source:w.py:3").status_code == 404


def unpacked(link: ShareLink) -> dict[str, str]:
    """The take-away by name, but for the scripts and styles of the page."""
    answer = Client().get(f"/shared/{link.token}/download.zip")
    assert answer.status_code == 200
    with ZipFile(BytesIO(b"".join(answer))) as archive:
        names = [name for name in archive.namelist() if not name.startswith("assets/")]
        return {name: archive.read(name).decode("utf-8", "replace") for name in names}


@pytest.mark.parametrize(("steps", "logs"), [(False, False), (True, False), (False, True), (True, True)])
def test_what_is_taken_away_is_what_the_link_shows(session: BrowserSession, steps: bool, logs: bool) -> None:
    files = unpacked(make_link(session, steps=steps, logs=logs))
    expected = {"index.html", "README.txt", "data.js", "recording.mp4"}
    assert set(files) == expected | ({"events.ndjson"} if steps else set()) | ({"logs.ndjson"} if logs else set())
    everything = "".join(files.values())
    for secret in (SECRET_PARAM, SECRET_RESULT, SECRET_ERROR, SOURCE, HEADER, "the-artifact"):
        assert secret not in everything
    assert (STEP in everything, LINE in everything) == (steps, logs)


@pytest.mark.parametrize("query", ["", "?plain=1"])
@pytest.mark.parametrize(("steps", "logs"), [(False, False), (True, False), (False, True), (True, True)])
def test_the_page_says_no_more_than_the_link(session: BrowserSession, steps: bool, logs: bool, query: str) -> None:
    for path in ("", "/facts"):
        html = opened(make_link(session, steps=steps, logs=logs), path + query).content.decode()
        assert "data-source" not in html
        assert "search" in html
        assert "Failed" in html
        for secret in (
            SECRET_PARAM,
            SECRET_RESULT,
            SECRET_ERROR,
            SOURCE,
            HEADER,
            "/artifacts/",
            "/runs/",
            "/recordings/",
        ):
            assert secret not in html
        assert (STEP in html) == (steps and bool(query) and not path)
        assert (LINE in html) == (logs and bool(query) and not path)


def test_a_session_without_a_job_can_be_shared(team: Team) -> None:
    session = make_session(team)
    assert "Browser session" in opened(make_link(session)).content.decode()


# --- The video ------------------------------------------------------------------------------------


def test_the_video_is_sent_by_the_piece(session: BrowserSession) -> None:
    link = make_link(session)
    whole = b"".join(Client().get(f"/shared/{link.token}/video.mp4"))
    assert len(whole) == Recording.objects.get().bytes
    answer = Client().get(f"/shared/{link.token}/video.mp4", headers={"Range": "bytes=10-19"})
    assert (answer.status_code, b"".join(answer)) == (206, whole[10:20])
    assert answer.headers["Cache-Control"] == "private, no-cache"


@pytest.mark.parametrize("path", PATHS)
def test_revoking_ends_everything_at_once(session: BrowserSession, path: str) -> None:
    link = make_link(session, steps=True, logs=True)
    assert link.revoke()
    answer = opened(link, path)
    assert (answer.status_code, "This link was revoked" in answer.content.decode()) == (410, True)
    assert "text/html" in answer.headers["Content-Type"]
    assert opened(link, path, Accept="application/json").headers["Content-Type"].startswith("text/plain")


@pytest.mark.parametrize("path", PATHS)
def test_a_link_whose_time_has_passed_says_so(session: BrowserSession, path: str) -> None:
    link = make_link(session, steps=True, logs=True, expires_at=timezone.now() - timedelta(seconds=1))
    answer = opened(link, path)
    assert (answer.status_code, "This link has expired" in answer.content.decode()) == (410, True)


def test_links_cannot_be_made_up(session: BrowserSession) -> None:
    link = make_link(session)
    number, nonce, signature = link.token.split(".")
    for token in (
        f"{number}.{nonce}.{'a' * len(signature)}",
        f"{number}.{'a' * len(nonce)}.{signature}",
        f"{link.pk + 1}.{nonce}.{signature}",
        signer().sign(f"{link.pk}.another"),
        signer().sign(f"{link.pk + 1}.{nonce}"),
        "nothing",
    ):
        answer = Client(headers={"Accept": "text/html"}).get(f"/shared/{token}")
        assert (answer.status_code, "This link does not work" in answer.content.decode()) == (404, True)


def test_an_expired_recording_is_said_to_be_so(session: BrowserSession) -> None:
    expired_at = datetime.fromisoformat("2026-03-04T05:06:07Z")
    Recording.objects.update(state=RecordingState.EXPIRED, expired_at=expired_at)
    link = make_link(session)
    assert "The recording expired on 4 March 2026." in opened(link).content.decode()
    assert opened(link, "/video.mp4").status_code == 404
    assert asked(link, "/feed")["video"]["state"] == "expired"


def test_the_page_is_kept_from_search_engines_caches_and_other_sites(session: BrowserSession) -> None:
    link = make_link(session, steps=True)
    for path in ("", "/feed", "/events/call@1", "/video.mp4"):
        headers = opened(link, path).headers
        assert (headers["Referrer-Policy"], headers["X-Robots-Tag"]) == ("no-referrer", "noindex")
        assert path == "/video.mp4" or "no-store" in headers["Cache-Control"]
    assert '<meta name="robots" content="noindex">' in opened(link).content.decode()


# --- Openings -------------------------------------------------------------------------------------


def test_every_opening_is_counted_and_in_the_audit_trail(session: BrowserSession, member: User) -> None:
    link = make_link(session, steps=True, name="for Ann")
    opened(link, **{"User-Agent": "Firefox/1"})
    signed_in(member).get(f"/shared/{link.token}")
    for path in ("/feed", "/feed", "/facts", "/video.mp4", "/events/call@1"):
        opened(link, path)
    Client().head(f"/shared/{link.token}")
    link.refresh_from_db()
    assert link.opened_count == 2
    assert link.last_opened_at is not None
    events = list(AuditEvent.objects.of(session.team).about("share", [link.pk]).order_by("id"))
    assert [(event.action, event.actor, event.address) for event in events] == [
        ("share.opened", "", "127.0.0.1"),
        ("share.opened", "dora@example.com", "127.0.0.1"),
    ]
    assert events[0].data == {
        "session_id": str(session.pk),
        "scope": "Video and steps",
        "name": "for Ann",
        "user_agent": "Firefox/1",
    }


def test_who_comes_as_it_is_revoked_is_not_counted(session: BrowserSession) -> None:
    link = make_link(session)
    ShareLink.objects.get(pk=link.pk).revoke()
    assert not link.note_opening()
    assert ShareLink.objects.get().opened_count == 0
