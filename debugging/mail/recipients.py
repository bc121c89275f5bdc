"""Who is told of a failure: whoever is listed, else the team's address, else its owners."""

from __future__ import annotations

from collections.abc import Iterable

from accounts.models import Membership, Role, Team
from debugging.mail.models import DebugRecipient, MailKind
from debugging.models import DebugSettings


def recipients_of(*, team: Team, workflow: str, kind: MailKind) -> list[str]:
    """Addresses, each once. docs/mail.md says the order in which they are looked for."""
    settings = DebugSettings.objects.filter(team=team).first()
    if settings and settings.notifications_disabled:
        return []
    rows = list(DebugRecipient.objects.of(team))
    listed = _nearest(row for row in rows if row.listed and row.workflow_name in ("", workflow))
    if any(row.bounced_at is None for row in listed):
        return sorted(row.email.lower() for row in listed if row.is_reachable and row.wants(kind))
    # Nobody is listed, or mail to everybody who is comes back: then those who answer for the team should know.
    refused = {row.email.lower() for row in rows if row.is_refused}
    address = settings.notification_email.lower() if settings else ""
    if address and address not in refused:
        return [address]
    return sorted(set(_owners(team)) - refused)


def reason_not_to_send(*, team: Team, email: str, kind: MailKind) -> str:
    """What has changed since the mail was decided on: a sentence, or ""."""
    rows = list(DebugRecipient.objects.of(team).with_address(email))
    if any(row.bounced_at for row in rows):
        return "Not sent: mails to this address came back. An admin of the team can use it again."
    if kind == MailKind.TEST:
        return ""
    if rows and not any(row.active for row in rows):
        return "Not sent: this address wants no mails."
    if DebugSettings.objects.filter(team=team, notifications_disabled=True).exists():
        return "Not sent: the team has switched its mails off."
    return ""


def _nearest(rows: Iterable[DebugRecipient]) -> list[DebugRecipient]:
    """One row an address: of several, the one for the workflow alone."""
    chosen: dict[str, DebugRecipient] = {}
    for row in sorted(rows, key=lambda row: row.workflow_name):  # "" comes first
        chosen[row.email.lower()] = row
    return list(chosen.values())


def _owners(team: Team) -> list[str]:
    owners = Membership.objects.filter(team=team, role=Role.OWNER, user__is_active=True)
    return [email.lower() for email in owners.values_list("user__email", flat=True)]
