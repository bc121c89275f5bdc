"""What the provider reports stops mails to an address, until an admin says so."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest
from anymail.signals import AnymailTrackingEvent, tracking
from django.test import Client
from django.urls import include, path
from pytest_django.fixtures import Settings

from accounts.models import Team
from debugging.mail import webhooks
from debugging.mail.bounces import use_again
from debugging.mail.models import DebugRecipient, MailKind, MailState, SentMail
from debugging.mail.recipients import recipients_of
from debugging.mail.services import announce_failure
from tests.debugging.mail.making import deliver, list_recipient, make_failure, make_owned_team, outbox

pytestmark = pytest.mark.django_db

urlpatterns = [path("anymail/", include("anymail.urls")), path("", include("libretto_site.urls"))]


@pytest.fixture
def team() -> Team:
    return make_owned_team()


@pytest.fixture
def sent(team: Team) -> SentMail:
    list_recipient(team, "dora@example.com")
    list_recipient(team, "paul@example.com")
    announce_failure(make_failure(team))
    deliver()
    mail: SentMail = SentMail.objects.get(to="dora@example.com")
    assert mail.state == MailState.SENT
    return mail


def report(mail: SentMail, kind: str = "bounced", **fields: Any) -> None:
    known: dict[str, Any] = {"message_id": mail.message_id, "recipient": mail.to, "description": "No such\nmailbox"}
    event = AnymailTrackingEvent(event_type=kind, **known | fields)
    tracking.send(sender=None, event=event, esp_name="Test")


def told(team: Team) -> list[str]:
    return recipients_of(team=team, workflow="pay-invoice", kind=MailKind.NEW)


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        ("bounced", "It came back: No such mailbox"),
        ("rejected", "The mail provider refused to send it: No such mailbox"),
        ("complained", "Its reader called a mail spam: No such mailbox"),
    ],
)
def test_a_bounce_marks_mail_and_recipient(team: Team, sent: SentMail, kind: str, reason: str) -> None:
    report(sent, kind)
    report(sent, kind, description="again")
    sent.refresh_from_db()
    dora = DebugRecipient.objects.get(email="dora@example.com")
    assert (dora.bounce_reason, sent.error) == (reason, reason)
    assert dora.bounced_at is not None
    assert sent.bounced_at is not None
    assert told(team) == ["paul@example.com"]
    use_again(team=team, email="dora@example.com")
    assert told(team) == ["dora@example.com", "paul@example.com"]


@pytest.mark.parametrize("kind", ["delivered", "deferred", "opened", "clicked", "queued", "sent", "failed"])
def test_nothing_else_does(team: Team, sent: SentMail, kind: str) -> None:
    report(sent, kind)
    assert told(team) == ["dora@example.com", "paul@example.com"]


def test_nothing_more_goes_to_it_and_what_waits_is_not_sent(team: Team, sent: SentMail) -> None:
    announce_failure(make_failure(team))
    report(sent)
    before = len(outbox())
    after = [message["To"] for message in deliver()[before:]]
    assert after == ["paul@example.com"]


def test_mails_of_others_are_none_of_our_business(team: Team, sent: SentMail) -> None:
    report(sent, message_id="<other@example.org>")
    report(sent, message_id=None)
    assert told(team) == ["dora@example.com", "paul@example.com"]


def test_a_report_that_is_faster_than_our_note_finds_its_mail(team: Team, sent: SentMail) -> None:
    SentMail.objects.filter(pk=sent.pk).update(state=MailState.SENDING)
    report(sent, message_id="the provider's own")
    assert told(team) == ["paul@example.com"]


def test_another_team_may_go_on(team: Team, sent: SentMail) -> None:
    other = make_owned_team("else@example.com")
    list_recipient(other, "dora@example.com")
    report(sent)
    assert told(other) == ["dora@example.com"]


def test_an_owner_who_is_on_no_list_is_remembered_too() -> None:
    team = make_owned_team("olga@example.com", "omar@example.com")
    announce_failure(make_failure(team))
    deliver()
    report(SentMail.objects.get(to="olga@example.com"))
    assert told(team) == ["omar@example.com"]
    use_again(team=team, email="olga@example.com")
    assert told(team) == ["olga@example.com", "omar@example.com"]
    assert not DebugRecipient.objects.exists()


def test_the_provider_reports_with_the_secret_only(team: Team, sent: SentMail, settings: Settings) -> None:
    settings.ROOT_URLCONF, settings.ANYMAIL = __name__, {"WEBHOOK_SECRET": "name:secret"}
    event = {"RecordType": "Bounce", "Type": "HardBounce", "ID": 4, "MessageID": sent.message_id}
    event |= {"Email": sent.to, "Description": "Gone", "BouncedAt": "2026-03-10T07:00:00Z"}

    def post(secret: str) -> int:
        signed = {"Authorization": f"Basic {base64.b64encode(secret.encode()).decode()}"}
        return (
            Client()
            .post("/anymail/postmark/tracking/", json.dumps(event), content_type="application/json", headers=signed)
            .status_code
        )

    assert post("name:wrong") == 400
    assert told(team) == ["dora@example.com", "paul@example.com"]
    assert post("name:secret") == 200
    assert told(team) == ["paul@example.com"]


def test_without_a_secret_there_is_no_such_address(settings: Settings) -> None:
    assert webhooks.routes() == []
    assert Client().post("/anymail/postmark/tracking/").status_code == 404
    settings.ANYMAIL = {"WEBHOOK_SECRET": "name:secret"}
    assert len(webhooks.routes()) == 1
