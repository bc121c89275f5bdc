"""Hands one mail over to the provider: claimed by one worker, outside of transactions, and never twice.

Whatever breaks before the provider could have taken the mail, or is its clear no, is tried again. Where the mail may
have been taken it is not sent again: it is shown as "not known whether it was sent". docs/decisions/mail-once.md.
"""

from __future__ import annotations

import logging
import smtplib
from contextlib import suppress
from datetime import timedelta
from email.utils import parseaddr
from typing import Final

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.utils import timezone

from accounts.models import digest_of
from debugging.mail.answers import was_not_taken
from debugging.mail.models import MailKind, MailState, SentMail
from debugging.mail.pictures import inline_picture, picture_of
from debugging.mail.recipients import reason_not_to_send
from debugging.mail.rendering import render_failure
from debugging.mail.stopping import stop_link
from debugging.models import DebugReport

logger = logging.getLogger(__name__)

PAUSES: Final = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=6),
)
ERROR_MOST: Final = 2_000
UNKNOWN: Final = "The connection broke before the answer came, so it may have been sent: {}"


class MailMessage(EmailMultiAlternatives):
    """Text and HTML, and the picture that the HTML shows: mail programs look for it beside them."""

    mixed_subtype = "related"


class NotOurs(Exception):
    """Somebody else has taken the mail meanwhile."""


def send_mail(mail_id: int) -> None:
    """Safe to repeat and to run side by side: one of them sends it."""
    mail = SentMail.objects.claim(mail_id)
    if mail is None:
        return
    if reason := reason_not_to_send(team=mail.team, email=mail.to, kind=MailKind(mail.kind)):
        mail.move(MailState.FAILED, error=reason)
        return
    try:
        message = _prepare(mail)
    except NotOurs:
        return
    except Exception as error:
        logger.exception("Mail %s could not be prepared", mail.pk)
        _try_later(mail, f"It could not be prepared: {type(error).__name__}. The worker's log has the details.")
        return
    _hand_over(mail, message)


def _prepare(mail: SentMail) -> EmailMultiAlternatives:
    """Writes the mail anew at each try, so that its links live their full time, and keeps it as it is sent."""
    if mail.report is not None and mail.report.evidence is not None:  # else it is kept as it was
        for name, value in render_failure(mail, mail.report).items():
            setattr(mail, name, value)
    mail.message_id = f"<mail-{digest_of(mail.dedupe_key)[:32]}@{_domain()}>"
    message = _message(mail)
    message.message()  # what cannot be written down is found here, before anything is sent
    kept = {name: getattr(mail, name) for name in ("subject", "text", "html", "screenshot_id", "message_id")}
    if not mail.move(MailState.SENDING, **kept):
        raise NotOurs
    return message


def _message(mail: SentMail) -> EmailMultiAlternatives:
    stop = stop_link(team=mail.team, email=mail.to)
    headers = {
        "Message-ID": mail.message_id,  # the same at every try: a repeat can be told by it
        "Auto-Submitted": "auto-generated",
        "List-Unsubscribe": f"<{stop}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    message = MailMessage(mail.subject, mail.text, to=[mail.to], headers=headers)
    message.attach_alternative(mail.html, "text/html")
    if mail.screenshot_id and (jpeg := picture_of(mail.screenshot_id)):
        message.attach(inline_picture(mail.screenshot_id, jpeg))
    return message


def _hand_over(mail: SentMail, message: EmailMultiAlternatives) -> None:
    try:
        message.connection = get_connection()
        message.connection.open()
    except Exception as error:
        logger.exception("The mail provider could not be reached for mail %s", mail.pk)
        _try_later(mail, _words(error))
        return
    try:
        message.send()
    except Exception as error:
        logger.exception("Mail %s was not handed over", mail.pk)
        _settle(mail, error)
    else:
        _note_sent(mail, message)
    with suppress(OSError, smtplib.SMTPException):  # whatever became of the mail is known
        message.connection.close()


def _settle(mail: SentMail, error: Exception) -> None:
    if was_not_taken(error):
        _try_later(mail, _words(error))
    else:
        mail.move(MailState.UNKNOWN, error=UNKNOWN.format(_words(error)))


def _try_later(mail: SentMail, reason: str) -> None:
    if mail.tries > len(PAUSES):
        mail.move(MailState.FAILED, error=f"Given up after {mail.tries} tries. {reason}")
        return
    pause = PAUSES[max(mail.tries, 1) - 1]
    mail.move(MailState.WAITING, next_try_at=timezone.now() + pause, error=reason)


def _note_sent(mail: SentMail, message: EmailMultiAlternatives) -> None:
    now = timezone.now()
    given = getattr(getattr(message, "anymail_status", None), "message_id", None)
    message_id = str(given)[:300] if isinstance(given, str | int) else mail.message_id
    mail.move(MailState.SENT, sent_at=now, message_id=message_id, error="")
    if mail.report_id:
        DebugReport.objects.filter(pk=mail.report_id, email_sent_at=None).update(email_sent_at=now)


def _words(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:ERROR_MOST]


def _domain() -> str:
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
