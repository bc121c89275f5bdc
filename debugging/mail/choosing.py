"""What a team decides about its mails: the list, the address, the switch. Each decision is in the audit trail."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.http import HttpRequest

from accounts import audit
from accounts.access import Access
from debugging.mail import bounces
from debugging.mail.models import DebugRecipient
from debugging.models import DebugSettings


@transaction.atomic
def add_recipient(*, access: Access, request: HttpRequest, fields: dict[str, Any]) -> DebugRecipient:
    """An address that was known for a bounce, or for wanting no mails, begins anew."""
    bounces.use_again(team=access.team, email=fields["email"])
    recipient: DebugRecipient = DebugRecipient.objects.create(team=access.team, **fields)
    _record("recipient.added", recipient, access, request)
    return recipient


@transaction.atomic
def change_recipient(
    *, recipient: DebugRecipient, access: Access, request: HttpRequest, fields: dict[str, Any]
) -> None:
    if fields["email"] != recipient.email.lower():
        fields = {**fields, "bounced_at": None, "bounce_reason": ""}
        DebugRecipient.objects.of(access.team).filter(listed=False).with_address(fields["email"]).delete()
    DebugRecipient.objects.of(access.team).filter(pk=recipient.pk).update(**fields)
    recipient.refresh_from_db()
    _record("recipient.changed", recipient, access, request)


@transaction.atomic
def remove_recipient(*, recipient: DebugRecipient, access: Access, request: HttpRequest) -> None:
    _record("recipient.removed", recipient, access, request)
    recipient.delete()


@transaction.atomic
def use_again(*, recipient: DebugRecipient, access: Access, request: HttpRequest) -> None:
    _record("recipient.used_again", recipient, access, request)
    bounces.use_again(team=access.team, email=recipient.email)


@transaction.atomic
def change_settings(
    *,
    access: Access,
    request: HttpRequest | None = None,
    fields: dict[str, Any],
    action: str = "notifications.changed",
) -> DebugSettings:
    """`fields` of DebugSettings; those that are left out stay as they are."""
    settings, _ = DebugSettings.objects.get_or_create(team=access.team)
    before = {name: getattr(settings, name) for name in fields}
    if before != fields:
        DebugSettings.objects.filter(pk=settings.pk).update(**fields)
        settings.refresh_from_db()
        audit.record(
            team=access.team,
            action=action,
            subject=("team", access.team.pk),
            by=access.user or access.key,
            request=request,
            data=fields,
        )
    return settings


def _record(action: str, recipient: DebugRecipient, access: Access, request: HttpRequest) -> None:
    audit.record(
        team=access.team,
        action=action,
        subject=("recipient", recipient.pk),
        by=access.user,
        request=request,
        data={"email": recipient.email, "workflow": recipient.workflow_name},
    )
