"""Each mail can be seen in the Django admin as it was sent, and be sent again."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone

from debugging.mail.models import DebugRecipient, MailState, SentMail
from debugging.mail.services import announce_failure
from debugging.models import DebugReport, FailureGroup
from tests.debugging.mail.making import (
    deliver,
    list_recipient,
    make_diagnosis,
    make_failure,
    make_owned_team,
    outbox,
    parsed,
    with_screenshot,
)
from tests.factories import make_user, signed_in

pytestmark = pytest.mark.django_db

MAILS = "/admin/debugging/sentmail/"


@pytest.fixture
def staff() -> Client:
    return signed_in(make_user(staff=True))


@pytest.fixture
def mail() -> SentMail:
    team = make_owned_team()
    evil = make_diagnosis(summary="pay failed: <script>alert(1)</script>").model_dump(mode="json")
    announce_failure(make_failure(team, session=with_screenshot(team), diagnosis=evil))
    deliver()
    return SentMail.objects.get()


def test_a_mail_is_shown_in_a_frame_that_runs_nothing(staff: Client, mail: SentMail) -> None:
    page = parsed(staff.get(f"{MAILS}{mail.pk}/change/").content.decode())
    (frame,) = page.xpath("//iframe")
    assert frame.get("sandbox") == ""
    shown = parsed(frame.get("srcdoc"))
    assert shown.xpath("//script") == []
    assert shown.xpath("//h1")[0].text_content() == "pay failed: <script>alert(1)</script>"
    (picture,) = shown.xpath("//img/@src")
    assert picture.startswith("data:image/jpeg;base64,")
    assert "pay failed: <script>alert(1)</script>\n" in page.xpath("//pre")[0].text_content()
    assert mail.text.strip() in page.xpath("//pre")[0].text_content()


def test_mails_are_sent_again_by_hand(staff: Client, mail: SentMail) -> None:
    again = {"action": "send_again", "_selected_action": [mail.pk]}
    SentMail.objects.update(state=MailState.UNKNOWN, tries=6, error="Not known")
    assert staff.post(MAILS, again).status_code == 302
    assert SentMail.objects.get().state == MailState.WAITING
    assert "1 are waiting" in staff.post(MAILS, again, follow=True).content.decode()
    deliver()
    mail.refresh_from_db()
    assert (mail.state, mail.tries, mail.error) == (MailState.SENT, 1, "")
    assert len(outbox()) == 2
    assert outbox()[0]["Message-ID"] == outbox()[1]["Message-ID"]


def test_a_mail_cannot_be_changed_added_or_deleted(staff: Client, mail: SentMail) -> None:
    staff.post(f"{MAILS}{mail.pk}/change/", {"subject": "other", "to": "x@example.com"})
    assert SentMail.objects.get().subject == mail.subject
    assert staff.get(f"{MAILS}add/").status_code == 403
    assert staff.post(f"{MAILS}{mail.pk}/delete/").status_code == 403


def test_recipients_are_edited_and_used_again(staff: Client, mail: SentMail) -> None:
    dora = list_recipient(mail.team, "dora@example.com", bounced_at=timezone.now(), bounce_reason="Full")
    place = "/admin/debugging/debugrecipient/"
    assert "Full" in staff.get(f"{place}{dora.pk}/change/").content.decode()
    staff.post(place, {"action": "use_again", "_selected_action": [dora.pk]})
    assert DebugRecipient.objects.get().is_reachable
    refused = staff.post(f"{place}add/", {"team": str(mail.team.pk), "email": "nobody"})
    assert "valid email address" in refused.content.decode()
    added = {"team": str(mail.team.pk), "email": "paul@example.com", "on_new": "on", "active": "on", "listed": "on"}
    assert staff.post(f"{place}add/", added).status_code == 302
    assert DebugRecipient.objects.count() == 2


@pytest.mark.parametrize("kind", ["sentmail", "debugrecipient", "debugreport", "failuregroup", "debugsettings"])
def test_all_lists_open_and_can_be_searched(staff: Client, mail: SentMail, kind: str) -> None:
    assert staff.get(f"/admin/debugging/{kind}/").status_code == 200
    assert staff.get(f"/admin/debugging/{kind}/?q=pay").status_code == 200


def test_reports_and_groups_are_only_looked_at(staff: Client, mail: SentMail) -> None:
    report, group = DebugReport.objects.get(), FailureGroup.objects.get()
    for place in (f"debugreport/{report.pk}", f"failuregroup/{group.pk}"):
        assert staff.get(f"/admin/debugging/{place}/change/").status_code == 200
        assert staff.post(f"/admin/debugging/{place}/change/", {}).status_code == 403
        assert staff.post(f"/admin/debugging/{place}/delete/").status_code == 403
