"""The page on which a team's admins choose who is told, and the one that ends mails for their reader."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import AuditEvent, Role, Team
from debugging.mail.models import DebugRecipient, MailKind, MailState, SentMail
from debugging.mail.recipients import recipients_of
from debugging.mail.services import announce_failure
from debugging.mail.stopping import stop_link
from debugging.models import DebugSettings
from tests.debugging.mail.making import deliver, list_recipient, make_failure, make_owned_team, outbox, parsed, part
from tests.factories import make_user, signed_in
from tests.jobs.making import make_version

pytestmark = pytest.mark.django_db

PAGE = "/team/notifications"
NEW = {"email": "Dora@Example.com", "workflow_name": "", "on_new": "on", "on_back": "on", "active": "on"}


@pytest.fixture
def team() -> Team:
    return make_owned_team()


@pytest.fixture
def admin(team: Team) -> Client:
    return signed_in(make_user(team, Role.ADMIN, email="ada@example.com"))


def text_of(response: Any) -> str:
    return " ".join(parsed(response.content.decode()).text_content().split())


def told(team: Team, workflow: str = "pay") -> list[str]:
    return recipients_of(team=team, workflow=workflow, kind=MailKind.NEW)


def test_a_recipient_is_added_changed_and_removed(team: Team, admin: Client) -> None:
    make_version(team, "pay")
    assert "Nobody is listed, so mails go to olga@example.com." in text_of(admin.get(PAGE))
    assert admin.post(f"{PAGE}/recipients", NEW).status_code == 302
    dora = DebugRecipient.objects.get()
    assert (dora.email, dora.team, dora.daily_digest) == ("dora@example.com", team, False)
    page = text_of(admin.get(PAGE))
    assert "dora@example.com All new, back Active" in page
    form = parsed(admin.get(f"{PAGE}/recipients/{dora.pk}").content.decode())
    assert form.xpath("//input[@name='email']/@value") == [
        "dora@example.com",
    ]
    assert form.xpath("//input[@name='daily_digest']/@checked") == []
    change = {"email": "dora@example.com", "workflow_name": "pay", "daily_digest": "on", "active": "on"}
    assert admin.post(f"{PAGE}/recipients/{dora.pk}", change).status_code == 302
    dora.refresh_from_db()
    assert (dora.workflow_name, dora.on_new, dora.daily_digest) == ("pay", False, True)
    assert admin.post(f"{PAGE}/recipients/{dora.pk}/remove").status_code == 302
    assert not DebugRecipient.objects.exists()
    done = AuditEvent.objects.of(team).order_by("pk").values_list("action", "actor", "data__email")
    assert list(done) == [
        (f"recipient.{what}", "ada@example.com", "dora@example.com") for what in ("added", "changed", "removed")
    ]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"email": "dora"}, "This is not an email address."),
        ({"email": ""}, "Write an email address."),
        ({"email": "Dora <dora@example.com>"}, "This is not an email address."),
        ({"email": "dora@example.com\r\nBcc: x@example.com"}, "This is not an email address."),
        ({"email": f"{'d' * 250}@example.com"}, "at most 254 characters"),
        ({"workflow_name": "no such"}, "This team has no workflow of that name."),
        ({"workflow_name": "not ours"}, "This team has no workflow of that name."),
        ({"email": "PAUL@example.com"}, "This address is listed for the same workflows already."),
    ],
)
def test_what_cannot_be_used_is_refused_with_a_sentence(
    team: Team, admin: Client, change: dict[str, str], sentence: str
) -> None:
    make_version(make_owned_team("else@example.com"), "not ours")
    list_recipient(team, "paul@example.com")
    response = admin.post(f"{PAGE}/recipients", NEW | change)
    assert response.status_code == 400
    assert sentence in text_of(response)
    assert DebugRecipient.objects.count() == 1


def test_others_recipients_are_out_of_reach(admin: Client) -> None:
    theirs = list_recipient(make_owned_team("else@example.com"), "x@example.com")
    for path in ("", "/remove", "/use-again"):
        assert admin.post(f"{PAGE}/recipients/{theirs.pk}{path}", NEW).status_code == 404
    assert "x@example.com" not in text_of(admin.get(PAGE))


def test_members_may_not(team: Team) -> None:
    member = signed_in(make_user(team))
    assert member.get(PAGE).status_code == 403
    assert member.post(f"{PAGE}/recipients", NEW).status_code == 403


def test_one_that_bounced_says_why_and_can_be_used_again(team: Team, admin: Client) -> None:
    dora = list_recipient(
        team, "dora@example.com", bounced_at=timezone.now(), bounce_reason="It came back: <b>Full</b>"
    )
    page = text_of(admin.get(PAGE))
    assert "It came back: <b>Full</b>" in page
    assert "Use again" in page
    assert admin.post(f"{PAGE}/recipients/{dora.pk}/use-again").status_code == 302
    assert told(team) == ["dora@example.com"]
    assert "It came back" not in text_of(admin.get(PAGE))


def test_another_address_in_place_of_one_that_bounced_begins_anew(team: Team, admin: Client) -> None:
    dora = list_recipient(team, "dora@example.com", bounced_at=timezone.now(), bounce_reason="Full")
    admin.post(f"{PAGE}/recipients/{dora.pk}", NEW | {"email": "dora@example.org"})
    assert told(team) == ["dora@example.org"]


def test_the_teams_address_and_switch(team: Team, admin: Client) -> None:
    assert admin.post(PAGE, {"notification_email": "nonsense"}).status_code == 400
    assert admin.post(PAGE, {"notification_email": "Ops@example.com"}).status_code == 302
    assert told(team) == ["ops@example.com"]
    assert admin.post(PAGE, {"notification_email": "", "notifications_disabled": "on"}).status_code == 302
    assert told(team) == []
    assert "Mails of this team are switched off" in text_of(admin.get(PAGE))
    admin.post(PAGE, {"notification_email": ""})
    assert told(team) == ["olga@example.com"]
    assert DebugSettings.objects.count() == 1


def test_a_test_mail_goes_to_whoever_is_told(team: Team, admin: Client) -> None:
    list_recipient(team, "dora@example.com", on_new=False)
    list_recipient(team, "paul@example.com", "pay")
    response = admin.post(f"{PAGE}/test-mail", follow=True)
    assert "A test mail is on its way to dora@example.com." in text_of(response)
    (message,) = deliver()
    assert message["To"] == "dora@example.com"
    assert "Mails arrive" in part(message, "plain")
    assert "A test mail for Northwind dora@example.com Sent" in text_of(admin.get(PAGE))


def test_the_newest_mails_are_shown_with_what_became_of_them(team: Team, admin: Client) -> None:
    announce_failure(make_failure(team))
    SentMail.objects.update(state=MailState.FAILED, error="Given up <here>", subject="pay failed")
    announce_failure(make_failure(make_owned_team("else@example.com")))
    page = text_of(admin.get(PAGE))
    assert "pay failedGiven up <here> olga@example.com Given up" in page
    assert "else@example.com" not in page


def test_a_reader_ends_their_mails_without_an_account(team: Team) -> None:
    list_recipient(team, "dora@example.com")
    list_recipient(team, "dora@example.com", "pay")
    list_recipient(team, "paul@example.com")
    path = stop_link(team=team, email="dora@example.com").removeprefix("http://127.0.0.1:8000")
    anybody = Client(enforce_csrf_checks=True)
    assert "No more mails to me" in anybody.get(path).content.decode()
    assert told(team) == ["dora@example.com", "paul@example.com"]
    assert "gets no mails" in text_of(anybody.post(path, {"List-Unsubscribe": "One-Click"}))
    anybody.post(path)
    assert told(team) == ["paul@example.com"]
    assert anybody.get(f"{path}x").status_code == 404
    assert anybody.get("/mails/stop/nonsense").status_code == 404


def test_an_owner_who_wants_none_gets_none_until_an_admin_says_so(team: Team, admin: Client) -> None:
    path = stop_link(team=team, email="olga@example.com").removeprefix("http://127.0.0.1:8000")
    Client().post(path)
    assert told(team) == []
    announce_failure(make_failure(team))
    assert deliver() == outbox() == []
    page = text_of(admin.get(PAGE))
    assert "Nobody is told of new failures." in page
    assert "Wants no mails" in page
    admin.post(f"{PAGE}/recipients/{DebugRecipient.objects.get().pk}/use-again")
    assert told(team) == ["olga@example.com"]


def test_a_listed_address_takes_the_place_of_what_was_remembered_of_it(team: Team, admin: Client) -> None:
    list_recipient(team, "dora@example.com", listed=False, active=False)
    assert admin.post(f"{PAGE}/recipients", NEW).status_code == 302
    assert told(team) == ["dora@example.com"]


def test_the_way_there(team: Team, admin: Client) -> None:
    assert PAGE in admin.get("/team").content.decode()
    assert PAGE not in signed_in(make_user(team)).get("/team").content.decode()
