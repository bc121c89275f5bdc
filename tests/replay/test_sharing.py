"""A team makes share links, sees who opened them, and revokes them."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from accounts.models import AuditEvent, Role, Team, User
from recordings.models import BrowserSession, Recording, RecordingState
from replay import sharing
from replay.browser_names import browser_name
from replay.models import ShareLink
from tests.factories import make_team, make_user, signed_in
from tests.recordings.making import make_session
from tests.replay.share_links import (
    make_link,
    make_shared_run,
    opened,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def team() -> Team:
    return make_team("Northwind")


@pytest.fixture
def member(team: Team) -> User:
    return make_user(team, email="dora@example.com")


@pytest.fixture
def session(team: Team, tmp_path: Path) -> BrowserSession:
    return make_shared_run(team, tmp_path)


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


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/150.0.0.0 Safari/537.36", "Chrome on Linux"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/150.0.0.0 Safari/537.36 Edg/150.0", "Edge on Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 19 like Mac OS X) Version/19 Safari/604.1", "Safari on iPhone"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 15) Gecko/20100101 Firefox/150.0", "Firefox on Mac"),
        ("Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)", "Slackbot-LinkExpanding 1.0 (+https://api"),
        (
            "Mozilla/5.0 (Linux; Android 6) Chrome/1 Safari/1 (compatible; Googlebot/2.1)",
            "Mozilla/5.0 (Linux; Android 6) Chrome/1 S",
        ),
        ("", ""),
    ],
)
def test_browsers_have_short_names(said: str, shown: str) -> None:
    assert browser_name(said) == shown[:40]
