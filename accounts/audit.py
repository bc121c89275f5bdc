"""The audit trail: who did what to a team's things, from where. Kept for LIBRETTO_AUDIT_DAYS."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from time import monotonic
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from accounts.models import ADDRESS_MOST, ApiKey, AuditEvent, Team, User
from runtime.storable import storable_text

ACTOR_MOST = 254
USER_AGENT_MOST = 200
DELETED_AT_ONCE = 5_000


def record(
    *,
    team: Team,
    action: str,
    subject: tuple[str, UUID | int],
    by: User | ApiKey | None = None,
    request: HttpRequest | None = None,
    data: Mapping[str, Any] | None = None,
) -> AuditEvent:
    """Adds a line. `action` is "noun.past", such as "share.opened"; `subject` the kind and id of what it was done to;
    `by` None for whoever needs no account; `data` what JSON can hold. The address is taken from `request`."""
    event: AuditEvent = AuditEvent.objects.create(
        team=team,
        action=action,
        user=by if isinstance(by, User) else None,
        key=by if isinstance(by, ApiKey) else None,
        actor=str(by or "")[:ACTOR_MOST],
        address=address_of(request) if request else "",
        subject_kind=subject[0],
        subject_id=str(subject[1]),
        data=dict(data or {}),
    )
    return event


def address_of(request: HttpRequest) -> str:
    return storable_text(str(request.META.get("REMOTE_ADDR") or ""))[:ADDRESS_MOST]


def user_agent_of(request: HttpRequest) -> str:
    """What the browser calls itself, shortened: anybody may write anything there."""
    return storable_text(request.headers.get("User-Agent", ""))[:USER_AGENT_MOST]


def forget_old(*, seconds: float) -> int:
    """Deletes what is older than LIBRETTO_AUDIT_DAYS, a bounded number at a time, for at most about that long."""
    until, deleted = monotonic() + seconds, 0
    old = AuditEvent.objects.filter(at__lt=timezone.now() - timedelta(days=settings.AUDIT_DAYS))
    while monotonic() < until:
        batch, _ = AuditEvent.objects.filter(pk__in=old.order_by("at").values("pk")[:DELETED_AT_ONCE]).delete()
        deleted += batch
        if batch < DELETED_AT_ONCE:
            break
    return deleted
