"""The link at the foot of each mail that ends them for its reader, without an account."""

from __future__ import annotations

import base64
from binascii import Error as NotBase64
from uuid import UUID

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.urls import reverse

from accounts.models import Team
from debugging.mail.models import DebugRecipient


class LinkUnknown(Exception):
    """Not one of ours, or its team is gone."""


def stop_link(*, team: Team, email: str) -> str:
    """Does not expire: whoever wants no mails should not need a new one for that."""
    name = base64.urlsafe_b64encode(email.encode()).decode().rstrip("=")
    token = _signer().sign(f"{team.pk.hex}.{name}")
    return f"{settings.PUBLIC_URL}{reverse('stop-mails', args=[token])}"


def reader_of(token: str) -> tuple[Team, str]:
    """Raises LinkUnknown."""
    try:
        team_id, _, name = _signer().unsign(token).partition(".")
        email = base64.urlsafe_b64decode(f"{name}{'=' * (-len(name) % 4)}").decode()
        return Team.objects.get(pk=UUID(team_id)), email
    except (BadSignature, NotBase64, ValueError, Team.DoesNotExist):
        raise LinkUnknown from None


@transaction.atomic
def stop_mails(*, team: Team, email: str) -> None:
    """Pauses every row of the address, and keeps it off the lists that nobody wrote. Safe to repeat."""
    rows = DebugRecipient.objects.of(team).with_address(email)
    rows.update(active=False)
    if not rows.filter(workflow_name="").exists():
        DebugRecipient.objects.get_or_create(
            team=team, workflow_name="", email=email.lower(), defaults={"listed": False, "active": False}
        )


def _signer() -> Signer:
    return Signer(sep=".", salt="debugging.mail.stop")
