"""Who did what is written down, stays when they go, and cannot be changed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client, RequestFactory
from django.utils import timezone
from pytest_django.fixtures import Settings

from accounts import audit, tasks
from accounts.models import ApiKey, AuditEvent, Team, User
from deployments import credentials
from tests.factories import Api, make_key, make_team, make_user, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff() -> Client:
    return signed_in(make_user(staff=True, email="staff@example.com"))


def an_event(team: Team, **fields: object) -> AuditEvent:
    event = audit.record(team=team, action="share.created", subject=("share", 7))
    AuditEvent.objects.filter(pk=event.pk).update(**fields)
    return event


def test_a_line_says_who_what_and_from_where() -> None:
    team, user = make_team(), make_user(email="dora@example.com")
    request = RequestFactory().get("/", REMOTE_ADDR="192.0.2.7")
    audit.record(
        team=team, action="share.created", subject=("share", 7), by=user, request=request, data={"name": "for Ann"}
    )
    event = AuditEvent.objects.of(team).about("share", [7]).get()
    assert (event.action, event.actor, event.user, event.key) == ("share.created", "dora@example.com", user, None)
    assert (event.address, event.data) == ("192.0.2.7", {"name": "for Ann"})
    assert not AuditEvent.objects.of(make_team()).exists()
    assert not AuditEvent.objects.of(team).about("share", [8]).exists()
    assert not AuditEvent.objects.of(team).about("api_key", [7]).exists()


def test_it_outlives_the_account_and_the_key() -> None:
    team, user = make_team(), make_user(email="dora@example.com")
    make_key(team)
    key = ApiKey.objects.get()
    audit.record(team=team, action="share.created", subject=("share", 7), by=user)
    audit.record(team=team, action="share.created", subject=("share", 8), by=key)
    User.objects.get(pk=user.pk).delete()
    ApiKey.objects.get().delete()
    assert [(event.actor, event.user, event.key) for event in AuditEvent.objects.order_by("id")] == [
        ("dora@example.com", None, None),
        (str(key), None, None),
    ]


def test_what_a_browser_sends_is_bounded_and_can_be_stored() -> None:
    request = RequestFactory().get("/", REMOTE_ADDR="9" * 500, headers={"User-Agent": "Mozilla\0" * 500})
    said = audit.user_agent_of(request)
    audit.record(
        team=make_team(), action="share.opened", subject=("share", 7), request=request, data={"user_agent": said}
    )
    event = AuditEvent.objects.get()
    assert len(event.address) == 64
    assert 0 < len(event.data["user_agent"]) <= 200
    assert event.data["user_agent"].startswith("Mozilla")


def test_only_the_old_are_forgotten_in_batches(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.AUDIT_DAYS = 365
    monkeypatch.setattr(audit, "DELETED_AT_ONCE", 2)
    team = make_team()
    for days in (366, 367, 400, 500, 900):
        an_event(team, at=timezone.now() - timedelta(days=days))
    young = an_event(team, at=timezone.now() - timedelta(days=364))
    assert audit.forget_old(seconds=0.0) == 0
    assert audit.forget_old(seconds=60) == 5
    tasks.forget_old_audit_events()
    assert list(AuditEvent.objects.all()) == [young]


def test_staff_can_look_at_it_and_nobody_can_change_it(staff: Client) -> None:
    team = make_team("Northwind")
    event = an_event(team, actor="dora@example.com")
    listed = staff.get("/admin/accounts/auditevent/", {"action": "share.created", "team__id__exact": str(team.pk)})
    assert "dora@example.com" in listed.content.decode()
    assert staff.get("/admin/accounts/auditevent/", {"q": "dora"}).status_code == 200
    page = f"/admin/accounts/auditevent/{event.pk}"
    assert staff.get(f"{page}/change/").status_code == 200
    assert staff.post(f"{page}/change/", {"actor": "somebody else"}).status_code == 403
    assert staff.post(f"{page}/delete/", {"post": "yes"}).status_code == 403
    assert staff.get("/admin/accounts/auditevent/add/").status_code == 403
    assert AuditEvent.objects.get().actor == "dora@example.com"


def test_keys_issued_and_revoked_are_in_it(staff: Client) -> None:
    team = make_team()
    staff.post("/admin/accounts/apikey/add/", {"team": str(team.pk), "name": "laptop"})
    key = ApiKey.objects.get()
    for _ in range(2):
        staff.post("/admin/accounts/apikey/", {"action": "revoke_selected", "_selected_action": [str(key.pk)]})
    events = AuditEvent.objects.of(team).about("api_key", [key.pk]).order_by("id")
    assert [(event.action, event.actor) for event in events] == [
        ("api_key.issued", "staff@example.com"),
        ("api_key.revoked", "staff@example.com"),
    ]
    assert events[0].data == {"name": "laptop", "prefix": key.prefix}
    assert events[0].address == "127.0.0.1"


def test_a_credential_that_was_read_is_in_it_without_its_value() -> None:
    team = make_team()
    credentials.create(team=team, name="portal", value="a secret value")
    assert Api(make_key(team)).post("credentials/get", {"name": "portal"})[0] == 200
    event = AuditEvent.objects.of(team).get()
    assert (event.action, event.actor) == ("credential.read", str(ApiKey.objects.get()))
    assert "a secret value" not in repr(AuditEvent.objects.values())


def test_a_team_can_be_deleted_with_its_trail(staff: Client) -> None:
    team = make_team()
    an_event(team)
    staff.post(f"/admin/accounts/team/{team.pk}/delete/", {"post": "yes"})
    assert (Team.objects.count(), AuditEvent.objects.count()) == (0, 0)


def test_a_team_may_keep_things_for_its_own_number_of_days(staff: Client) -> None:
    team = make_team()
    form = {"name": team.name, "slug": team.slug, "memberships-TOTAL_FORMS": "0", "memberships-INITIAL_FORMS": "0"}
    page = f"/admin/accounts/team/{team.pk}/change/"
    staff.post(page, {**form, "recording_days": "7", "artifact_days": ""})
    team.refresh_from_db()
    assert (team.recording_days, team.artifact_days) == (7, None)
    for wrong in ("0", "36501", "a week"):
        assert staff.post(page, {**form, "recording_days": wrong}).status_code == 200
    team.refresh_from_db()
    assert team.recording_days == 7
