"""What the mail provider reports of a mail that did not arrive, or that somebody called spam.

A mail that we could not hand over is no bounce: nobody is to blame for it but the connection.
"""

from __future__ import annotations

import logging
from typing import Any, Final

from anymail.signals import AnymailTrackingEvent
from django.db import transaction
from django.utils import timezone

from accounts.models import Team
from debugging.mail.models import DebugRecipient, MailState, SentMail

logger = logging.getLogger(__name__)

BOUNCES: Final = {
    "bounced": "It came back",
    "rejected": "The mail provider refused to send it",
    "complained": "Its reader called a mail spam",
}
REASON_MOST: Final = 500


def note_event(sender: object, event: AnymailTrackingEvent, esp_name: str, **_: Any) -> None:
    """Safe to repeat: providers report things twice."""
    words = BOUNCES.get(event.event_type)
    mail = _mail_of(event) if words else None
    if words is None or mail is None:
        return
    said = event.description or event.mta_response or event.reject_reason or ""
    reason = " ".join(f"{words}: {said}".split()) if said else words
    logger.info("Mail %s to %s: %s", mail.pk, mail.to, reason)
    with transaction.atomic():
        SentMail.objects.filter(pk=mail.pk, bounced_at=None).update(bounced_at=timezone.now(), error=reason)
        mark_bounced(team=mail.team, email=mail.to, reason=reason)


def mark_bounced(*, team: Team, email: str, reason: str) -> None:
    """Nothing more goes to the address until an admin says so. One that is on no list is remembered all the same."""
    rows = DebugRecipient.objects.of(team).with_address(email)
    if not rows.exists():
        DebugRecipient.objects.get_or_create(
            team=team, workflow_name="", email=email.lower(), defaults={"listed": False}
        )
    rows.filter(bounced_at=None).update(bounced_at=timezone.now(), bounce_reason=reason[:REASON_MOST])


def use_again(*, team: Team, email: str) -> None:
    """An address that is on no list is forgotten: then it is told as if nothing had been."""
    rows = DebugRecipient.objects.of(team).with_address(email)
    rows.filter(listed=False).delete()
    rows.update(bounced_at=None, bounce_reason="")


def _mail_of(event: AnymailTrackingEvent) -> SentMail | None:
    """Events about mails that are not ours change nothing: a provider's account may serve others, too."""
    mails = SentMail.objects.select_related("team")
    ours = mails.filter(message_id=event.message_id).first() if event.message_id else None
    if ours is not None or not event.recipient:
        return ours
    # The report may be faster than our note of the id that the provider gave.
    return mails.filter(to__iexact=event.recipient, state=MailState.SENDING).order_by("-pk").first()
