"""What people do with failure groups. All of it is in the audit trail."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.http import HttpRequest

from accounts import audit
from accounts.models import User
from debugging.groups import services as groups
from debugging.models import FailureGroup

GROUP: Final = "failure_group"  # the kind of subject in the audit trail


@transaction.atomic
def resolve_group(*, group: FailureGroup, user: User, request: HttpRequest) -> bool:
    """False when somebody did before."""
    return groups.resolve(group=group, user=user) and _record(group, "resolved", user, request)


@transaction.atomic
def reopen_group(*, group: FailureGroup, user: User, request: HttpRequest) -> bool:
    """False when it is open already."""
    return groups.reopen(group=group, user=user) and _record(group, "reopened", user, request)


@transaction.atomic
def ignore_group(
    *, group: FailureGroup, user: User, request: HttpRequest, until: datetime | None = None, more: int | None = None
) -> bool:
    """Until a moment, until it has occurred `more` times again, or for good."""
    said = {"until": until.isoformat() if until else None, "more": more}
    return groups.ignore(group=group, user=user, until=until, more=more) and _record(
        group, "ignored", user, request, **said
    )


def _record(group: FailureGroup, what: str, user: User, request: HttpRequest, **data: Any) -> bool:
    said = {"workflow": group.workflow_name, "failure_class": group.failure_class, **data}
    audit.record(
        team=group.team, action=f"group.{what}", subject=(GROUP, group.pk), by=user, request=request, data=said
    )
    return True
