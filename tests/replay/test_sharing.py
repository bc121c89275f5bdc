"""A share link shows what it says, to whoever has it, until it ends: and every opening is counted."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from accounts.models import AuditEvent, Role, Team, User
from libretto.protocol import JobState
from recordings import services
from recordings.finishing import finish_recording
from recordings.models import BrowserSession, Recording, RecordingState
from replay import sharing
from replay.models import ShareLink, signer
from tests.factories import make_team, make_user, signed_in
from tests.jobs.making import make_job
from tests.recordings.making import add_fragments, make_session
from tests.replay.making import add_lines
from tests.replay.share_links import make_link

pytestmark = pytest.mark.django_db

SECRET_PARAM, SECRET_RESULT, SECRET_ERROR = "the-params", "the-result", "the-error-text"
STEP, LINE, HEADER, SOURCE = "the-step-title", "the-log-line", "the-header-value", "the-source-text"
EVENTS: list[tuple[int, str, dict[str, Any]]] = [
    (
        5,
        "step",
        {"id": "call@1", "title": STEP, "outcome": "failed", "error": "the-step-error", "file": "w.py", "line": 3},
    ),
    (6, "network", {"id": "req@1", "title": "GET", "url": "https://x.test", "request_headers": {"Cookie": HEADER}}),
    (6, "source", {"id": "source:w.py:3", "file": "w.py", "line": 3, "first_line": 1, "text": SOURCE}),
]


@pytest.fixture
def team() -> Team:
    return make_team("Northwind")


@pytest.fixture
def member(team: Team) -> User:
    return make_user(team, email="dora@example.com")


@pytest.fixture
def session(team: Team, tmp_path: Path) -> BrowserSession:
    """A failed run, recorded, with an event of each sort and a line."""
    job = make_job(team, state=JobState.FAILED, params={"x": SECRET_PARAM}, result=SECRET_RESULT, error=SECRET_ERROR)
    session = make_session(team, job_id=job.pk)
    job.session_id = session.pk
    job.save()
    add_fragments(session, tmp_path)
    services.add_events(session_id=session.pk, events=EVENTS)
    add_lines(session, LINE)
    file = tmp_path / "file"
    file.write_bytes(b"the-artifact")
    for kind in ("screenshot", "trace"):
        services.add_artifact(session_id=session.pk, kind=kind, file=file, content_type="", t_ms=9)
    session.close()
    finish_recording(session_id=session.pk)
    return session


def opened(link: ShareLink, path: str = "", **headers: str) -> Any:
    return Client(headers={"Accept": "text/html", **headers}).get(f"/shared/{link.token}{path}")


def asked(link: ShareLink, path: str) -> Any:
    answer = Client().get(f"/shared/{link.token}{path}")
    assert answer.status_code == 200
    return json.loads(answer.content)


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


@pytest.mark.parametrize("query", ["", "?plain=1"])
@pytest.mark.parametrize(("steps", "logs"), [(False, False), (True, False), (False, True), (True, True)])
def test_the_page_says_no_more_than_the_link(session: BrowserSession, steps: bool, logs: bool, query: str) -> None:
    for path in ("", "/facts"):
        html = opened(make_link(session, steps=steps, logs=logs), path + query).content.decode()
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


@pytest.mark.parametrize("path", ["", "/facts", "/video.mp4", "/feed", "/events/call@1", "/lines/1"])
def test_revoking_ends_everything_at_once(session: BrowserSession, path: str) -> None:
    link = make_link(session, steps=True, logs=True)
    assert link.revoke()
    answer = opened(link, path)
    assert (answer.status_code, "This link was revoked" in answer.content.decode()) == (410, True)
    assert "text/html" in answer.headers["Content-Type"]
    assert opened(link, path, Accept="application/json").headers["Content-Type"].startswith("text/plain")


@pytest.mark.parametrize("path", ["", "/facts", "/video.mp4", "/feed", "/events/call@1", "/lines/1"])
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


# --- The team's side ------------------------------------------------------------------------------


def form(**changes: str) -> dict[str, str]:
    return {"span": "week", "name": "", **changes}


def test_a_member_makes_a_link_and_sees_it_again(session: BrowserSession, member: User, settings: Settings) -> None:
    client, path = signed_in(member), f"/sessions/{session.pk}/shares"
    answer = client.post(path, form(steps="on", name="for Ann"))
    assert (answer.status_code, answer.headers["Location"]) == (302, path)
    link = ShareLink.objects.get()
    assert (link.steps, link.logs, link.name, link.created_by, link.team) == (
        True,
        False,
        "for Ann",
        member,
        session.team,
    )
    assert abs(link.expires_at - timezone.now() - timedelta(days=7)) < timedelta(minutes=1)
    for _ in range(2):
        html = client.get(path).content.decode()
        assert f"{settings.PUBLIC_URL}/shared/{link.token}" in html
        assert "not opened yet" in html
    opened(link, **{"User-Agent": "Firefox/1"})
    html = client.get(path).content.decode()
    assert "opened 1 time, last" in html
    assert "Firefox/1" in html
    event = AuditEvent.objects.of(session.team).get(action="share.created")
    assert (event.user, event.subject_id, event.data["scope"]) == (member, str(link.pk), "Video and steps")


def test_the_dialog_asks_for_the_panel_alone(session: BrowserSession, member: User) -> None:
    client, path = signed_in(member), f"/sessions/{session.pk}/shares?panel"
    answer = client.post(path, form(), follow=True)
    assert answer.redirect_chain == [(path, 302)]
    html = answer.content.decode()
    assert "data-share-panel" in html
    assert "<html" not in html
    assert f"shares/{ShareLink.objects.get().pk}/revoke?panel" in html


@pytest.mark.parametrize(("span", "days"), [("hour", 1 / 24), ("day", 1), ("week", 7), ("month", 20)])
def test_no_link_outlives_the_recording(session: BrowserSession, member: User, span: str, days: float) -> None:
    Recording.objects.update(finished_at=timezone.now() - timedelta(days=10))
    signed_in(member).post(f"/sessions/{session.pk}/shares", form(span=span))
    lives = (ShareLink.objects.get().expires_at - timezone.now()) / timedelta(days=1)
    assert lives == pytest.approx(days, abs=0.01)


def test_an_expired_recording_cannot_be_shared(session: BrowserSession, member: User) -> None:
    Recording.objects.update(state=RecordingState.EXPIRED, expired_at=timezone.now())
    client, path = signed_in(member), f"/sessions/{session.pk}/shares"
    assert "nothing left to share" in client.get(path).content.decode()
    assert client.post(path, form()).status_code == 400
    assert not ShareLink.objects.exists()


@pytest.mark.parametrize("changes", [{"span": "ever"}, {"span": ""}, {"name": "n" * 101}, {"name": "a\0b"}])
def test_a_form_that_cannot_be_used_is_shown_again(
    session: BrowserSession, member: User, changes: dict[str, str]
) -> None:
    answer = signed_in(member).post(f"/sessions/{session.pk}/shares", form(**changes))
    assert (answer.status_code, "field-error" in answer.content.decode()) == (400, True)
    assert not ShareLink.objects.exists()


def test_forms_of_other_sites_are_refused(session: BrowserSession, member: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(member)
    link = make_link(session, created_by=member)
    assert client.post(f"/sessions/{session.pk}/shares", form()).status_code == 403
    assert client.post(f"/sessions/{session.pk}/shares/{link.pk}/revoke").status_code == 403
    assert (ShareLink.objects.count(), ShareLink.objects.working().count()) == (1, 1)


def test_whoever_made_it_or_an_admin_may_revoke(session: BrowserSession, member: User) -> None:
    admin, other = make_user(session.team, Role.ADMIN), make_user(session.team)
    for user, allowed in ((member, True), (admin, True), (other, False)):
        link = make_link(session, created_by=member)
        path = f"/sessions/{session.pk}/shares"
        assert (f"{path}/{link.pk}/revoke" in signed_in(user).get(path).content.decode()) == allowed
        answer = signed_in(user).post(f"{path}/{link.pk}/revoke")
        assert answer.status_code == (302 if allowed else 403)
        link.refresh_from_db()
        assert (link.revoked_at is not None) == allowed
        assert opened(link).status_code == (410 if allowed else 200)


def test_revoking_twice_is_one_line_in_the_trail(session: BrowserSession, member: User) -> None:
    link = make_link(session, created_by=member)
    for _ in range(2):
        signed_in(member).post(f"/sessions/{session.pk}/shares/{link.pk}/revoke")
    assert AuditEvent.objects.filter(action="share.revoked").count() == 1
    html = signed_in(member).get(f"/sessions/{session.pk}/shares").content.decode()
    assert "revoked" in html
    assert link.token not in html


def test_a_link_is_reached_by_its_own_session_only(session: BrowserSession, member: User) -> None:
    link = make_link(make_session(session.team), created_by=member)
    assert signed_in(member).post(f"/sessions/{session.pk}/shares/{link.pk}/revoke").status_code == 404


def test_the_pages_of_runs_and_sessions_lead_to_it(session: BrowserSession, member: User) -> None:
    client = signed_in(member)
    alone = make_session(session.team)
    for page, shared in ((f"/runs/{session.job_id}", session), (f"/sessions/{alone.pk}", alone)):
        assert f'href="/sessions/{shared.pk}/shares" data-share' in client.get(page).content.decode()
    assert client.get(f"/sessions/{session.pk}/shares", {"panel": ""}).status_code == 200


def test_openings_of_many_links_take_few_queries(
    session: BrowserSession, member: User, django_assert_max_num_queries: Any
) -> None:
    for _ in range(10):
        make_link(session, created_by=member).note_opening()
    client = signed_in(member)
    with django_assert_max_num_queries(9):
        client.get(f"/sessions/{session.pk}/shares?panel")


def test_a_token_is_easy_to_mail(session: BrowserSession) -> None:
    token = make_link(session).token
    assert token.replace("-", "").replace("_", "").replace(".", "").isalnum()
    assert len(token) < 90
    assert sharing.link_of(token) == ShareLink.objects.get()
