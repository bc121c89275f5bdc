"""A mail goes out once: retried where it surely was not taken, never where it may have been."""

from __future__ import annotations

import smtplib
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import requests
from anymail.exceptions import AnymailAPIError, AnymailRecipientsRefused, AnymailRequestsAPIError
from django.core.mail.backends.locmem import EmailBackend
from django.utils import timezone
from urllib3.exceptions import NewConnectionError

from accounts.models import Team
from debugging.mail import sending
from debugging.mail.answers import was_not_taken
from debugging.mail.models import MailState, SentMail
from debugging.mail.rendering import render_failure
from debugging.mail.sending import PAUSES, send_mail
from debugging.mail.services import announce_failure, sweep
from debugging.models import DebugReport, DebugSettings
from tests.debugging.mail.making import header, list_recipient, make_failure, make_owned_team, outbox

pytestmark = pytest.mark.django_db

BUSY = smtplib.SMTPDataError(451, b"try again later")


@pytest.fixture
def report() -> DebugReport:
    return make_failure(make_owned_team())


@pytest.fixture
def mail(report: DebugReport) -> SentMail:
    announce_failure(report)
    return SentMail.objects.get()


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[BaseException]]:
    """What the provider raises, one mail after the other; then it takes them."""
    raised: list[BaseException] = []
    take = EmailBackend.send_messages

    def send_messages(self: EmailBackend, messages: Any) -> int:
        if raised:
            raise raised.pop(0)
        return take(self, messages)

    monkeypatch.setattr(EmailBackend, "send_messages", send_messages)
    yield raised
    assert raised == []


def again(mail: SentMail) -> SentMail:
    """As the sweep's ring does when its time has come."""
    SentMail.objects.filter(pk=mail.pk, state=MailState.WAITING).update(next_try_at=timezone.now())
    send_mail(mail.pk)
    mail.refresh_from_db()
    return mail


def test_a_mail_is_sent_and_the_report_knows(mail: SentMail, report: DebugReport) -> None:
    again(mail)
    report.refresh_from_db()
    assert (mail.state, mail.tries, mail.error) == (MailState.SENT, 1, "")
    assert mail.sent_at == report.email_sent_at
    assert mail.sent_at is not None
    first = report.email_sent_at
    mail.send_again()
    again(mail)
    report.refresh_from_db()
    assert report.email_sent_at == first
    assert len(outbox()) == 2


def test_a_second_call_does_nothing(mail: SentMail) -> None:
    again(mail)
    again(mail)
    send_mail(mail.pk + 1)
    assert len(outbox()) == 1


def test_it_is_tried_again_with_growing_pauses_and_given_up(mail: SentMail, answers: list[BaseException]) -> None:
    answers += [BUSY] * (len(PAUSES) + 1)
    for tries, pause in enumerate(PAUSES, 1):
        again(mail)
        assert (mail.state, mail.tries) == (MailState.WAITING, tries)
        assert abs(mail.next_try_at - timezone.now() - pause) < timedelta(seconds=20)
        assert "SMTPDataError: (451, b'try again later')" in mail.error
        send_mail(mail.pk)  # too early
    assert outbox() == []
    again(mail)
    assert mail.state == MailState.FAILED
    assert mail.error.startswith("Given up after 6 tries. SMTPDataError")
    assert list(PAUSES) == sorted(PAUSES)


def test_every_try_has_the_same_message_id(mail: SentMail, answers: list[BaseException]) -> None:
    answers.append(BUSY)
    again(mail)
    first = mail.message_id
    again(mail)
    assert first == mail.message_id == header(outbox()[0], "Message-ID")
    assert first.startswith("<mail-")


@pytest.mark.parametrize("broken", [TimeoutError("timed out"), smtplib.SMTPServerDisconnected("closed")])
def test_what_may_have_been_taken_is_not_sent_again(
    mail: SentMail, answers: list[BaseException], broken: Exception
) -> None:
    answers.append(broken)
    again(mail)
    assert mail.state == MailState.UNKNOWN
    assert "it may have been sent" in mail.error
    again(mail)
    sweep()
    again(mail)
    assert outbox() == []
    assert mail.send_again()
    assert again(mail).state == MailState.SENT


class Killed(BaseException):
    """Nothing catches it, as nothing catches a kill."""


def lost(mail: SentMail) -> SentMail:
    """Its worker has been silent for a while; the sweep has seen it, and all is tried again."""
    claimed = SentMail.objects.filter(pk=mail.pk, state=MailState.SENDING)
    assert claimed.update(claimed_at=timezone.now() - timedelta(minutes=11)) == 1
    sweep()
    send_mail(mail.pk)
    mail.refresh_from_db()
    return mail


def test_killed_while_handing_over_is_not_sent_again(mail: SentMail, answers: list[BaseException]) -> None:
    answers.append(Killed())
    with pytest.raises(Killed):
        send_mail(mail.pk)
    sweep()
    mail.refresh_from_db()
    assert mail.state == MailState.SENDING
    assert lost(mail).state == MailState.UNKNOWN
    assert "may have been sent" in mail.error
    assert outbox() == []


def test_killed_before_that_is_sent(mail: SentMail, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(sending, "render_failure", _killed)
        with pytest.raises(Killed):
            send_mail(mail.pk)
    assert lost(mail).state == MailState.SENT
    assert len(outbox()) == 1


def test_a_slow_worker_whose_mail_was_taken_from_it_sends_nothing(
    mail: SentMail, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow = render_failure

    def render(mine: SentMail, report: DebugReport) -> dict[str, Any]:
        monkeypatch.setattr(sending, "render_failure", slow)
        mine.claimed_at = timezone.now() - timedelta(minutes=11)
        SentMail.objects.filter(pk=mine.pk).update(claimed_at=mine.claimed_at)
        sweep()
        send_mail(mine.pk)
        return slow(mine, report)

    monkeypatch.setattr(sending, "render_failure", render)
    again(mail)
    assert mail.state == MailState.SENT
    assert len(outbox()) == 1


def test_what_cannot_be_written_is_tried_later(mail: SentMail, report: DebugReport) -> None:
    diagnosis = report.diagnosis
    DebugReport.objects.update(diagnosis={"nonsense": True})
    again(mail)
    assert mail.state == MailState.WAITING
    assert mail.error.startswith("It could not be prepared: ValidationError.")
    DebugReport.objects.update(diagnosis=diagnosis)
    assert again(mail).state == MailState.SENT


def test_a_provider_that_cannot_be_reached_is_tried_later(mail: SentMail, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: EmailBackend) -> None:
        raise TimeoutError("no route")

    with monkeypatch.context() as patch:
        patch.setattr(EmailBackend, "open", refuse)
        again(mail)
    assert (mail.state, mail.error) == (MailState.WAITING, "TimeoutError: no route")
    assert again(mail).state == MailState.SENT


@pytest.mark.parametrize("what", ["bounced", "paused", "off"])
def test_what_changed_meanwhile_is_minded(mail: SentMail, what: str) -> None:
    team: Team = mail.team
    match what:
        case "bounced":
            list_recipient(team, mail.to, listed=False, bounced_at=timezone.now())
        case "paused":
            list_recipient(team, mail.to, active=False)
        case "off":
            DebugSettings.objects.create(team=team, notifications_disabled=True)
    again(mail)
    assert mail.state == MailState.FAILED
    assert mail.error.startswith("Not sent: ")
    assert outbox() == []


def answered(status: int) -> AnymailRequestsAPIError:
    response = requests.Response()
    response.status_code = status
    return AnymailRequestsAPIError("no", response=response)


def never_connected() -> Exception:
    kind = type("AnymailRequestsAPIError", (AnymailRequestsAPIError, requests.ConnectionError), {})
    error: Exception = kind("Error posting")
    error.__cause__ = NewConnectionError(None, "refused")  # type: ignore[arg-type]
    return error


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (answered(400), True),
        (answered(429), True),
        (answered(503), True),
        (answered(502), False),
        (answered(504), False),
        (answered(200), False),  # taken, but the answer makes no sense
        (never_connected(), True),
        (AnymailRequestsAPIError("read timed out"), False),
        (AnymailRecipientsRefused(), True),
        (AnymailAPIError("unsupported"), True),
        (smtplib.SMTPRecipientsRefused({}), True),
        (smtplib.SMTPAuthenticationError(535, b"no"), True),
        (smtplib.SMTPServerDisconnected("gone"), False),
        (ConnectionRefusedError(), True),
        (ConnectionResetError(), False),
        (TimeoutError(), False),
        (ValueError("who knows"), False),
    ],
)
def test_only_a_clear_no_is_one(error: Exception, expected: bool) -> None:
    assert was_not_taken(error) is expected


def _killed(*_: object) -> None:
    raise Killed
