"""What people decide about repairs: approve, reject, take back. All of it is in the audit trail."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from accounts import audit
from accounts.access import Access
from api.errors import Conflict, NotFound
from debugging.repair.carrying_over import settle_overtaken
from debugging.repair.models import Repair, RepairStatus
from debugging.repair.publishing import publish
from debugging.repair.states import move
from debugging.repair.taking_back import end_publication
from debugging.repair.words import title_of

NOT_CURRENT: Final = "Its version is not the current one any more, so there is nothing to take back."
CARRIED_OVER: Final = (
    "Not published yet. Another repair of the same version was published first: this one is tried again on the version "
    "that runs now, and then waits for approval again."
)
NOT_PUBLISHED: Final = "not_published"
REPAIR: Final = "repair"  # the kind of subject in the audit trail


def find_repair(*, access: Access, repair_id: UUID) -> Repair:
    repair: Repair | None = Repair.objects.of(access.team).whole().filter(pk=repair_id).first()
    if repair is None:
        raise NotFound("There is no such repair in this team.")
    return repair


def approve(*, access: Access, repair_id: UUID, request: HttpRequest | None = None) -> Repair:
    """It becomes current. Raises Conflict, with the reason, when it does not."""
    repair = find_repair(access=access, repair_id=repair_id)
    with transaction.atomic():
        is_published = publish(repair, before=RepairStatus.WAITING, by=access.user)
        if is_published:
            _record(repair, "approved", access, request)
    if is_published:
        return find_repair(access=access, repair_id=repair_id)
    by = {"decided_by": access.user, "decided_at": timezone.now()} if access.user else {}
    if told := settle_overtaken(repair, before=RepairStatus.WAITING, **by):
        raise Conflict(f"Not published. {told}", reason="newer_deployment")
    now = find_repair(access=access, repair_id=repair_id)
    if now.is_unfinished:
        raise Conflict(CARRIED_OVER, reason="carried_over")
    raise Conflict(_not_waiting(now), reason="not_waiting")


def reject(*, access: Access, repair_id: UUID, request: HttpRequest | None = None) -> Repair:
    """It stays as it is, unpublished, and is not tried again for this version. Raises Conflict."""
    repair = find_repair(access=access, repair_id=repair_id)
    by: dict[str, Any] = {"decided_by": access.user, "decided_at": timezone.now()}
    with transaction.atomic():
        if not move(repair.pk, to=RepairStatus.REJECTED, from_statuses=[RepairStatus.WAITING], **by):
            raise Conflict(_not_waiting(repair), reason="not_waiting")
        _record(repair, "rejected", access, request)
    return find_repair(access=access, repair_id=repair_id)


def take_back(*, access: Access, repair_id: UUID, request: HttpRequest | None = None) -> Repair:
    """The version before it runs again. Raises Conflict."""
    repair = find_repair(access=access, repair_id=repair_id)
    if repair.status != RepairStatus.PUBLISHED:
        raise Conflict(
            f"Only a published repair can be taken back. This one is not: {title_of(repair)}.", reason=NOT_PUBLISHED
        )
    sentence = f"Taken back by {access.user or 'an API key'}."
    by = {"decided_by": access.user, "decided_at": timezone.now()}
    with transaction.atomic():
        if not end_publication(repair, sentence=sentence, **by):
            raise Conflict(NOT_CURRENT, reason="not_current")
        _record(repair, "taken_back", access, request)
    return find_repair(access=access, repair_id=repair_id)


def _not_waiting(repair: Repair) -> str:
    return f"Only a verified repair that waits for approval can be decided on. This one does not: {title_of(repair)}."


def _record(repair: Repair, what: str, access: Access, request: HttpRequest | None) -> None:
    audit.record(
        team=access.team,
        action=f"repair.{what}",
        subject=(REPAIR, repair.pk),
        by=access.user or access.key,
        request=request,
        data={"workflow": repair.workflow_name, "deployment_id": str(repair.deployment_id or "")},
    )
