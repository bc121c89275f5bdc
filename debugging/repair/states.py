"""The one place where a repair changes its status. Whoever hits no row lost the race and must not act."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from debugging.models import DebugReport
from debugging.repair.models import Repair, RepairStatus
from debugging.telling import tell

ALLOWED: Final[Mapping[RepairStatus, frozenset[RepairStatus]]] = {
    RepairStatus.PENDING: frozenset({RepairStatus.REFUSED}),  # a claim makes it RUNNING
    RepairStatus.RUNNING: frozenset(
        {RepairStatus.PENDING, RepairStatus.VERIFYING, RepairStatus.SUGGESTED, RepairStatus.REFUSED}
    ),
    RepairStatus.VERIFYING: frozenset(
        {  # pending: it got further, to the next element that had changed; or is carried over
            *(RepairStatus.PENDING, RepairStatus.WAITING, RepairStatus.PUBLISHED, RepairStatus.SUGGESTED),
        }
    ),
    RepairStatus.WAITING: frozenset(
        {  # pending: carried over to the version that another repair made of its own
            *(RepairStatus.PENDING, RepairStatus.PUBLISHED, RepairStatus.REJECTED, RepairStatus.SUGGESTED),
        }
    ),
    RepairStatus.PUBLISHED: frozenset({RepairStatus.TAKEN_BACK}),
    RepairStatus.SUGGESTED: frozenset(),
    RepairStatus.REFUSED: frozenset(),
    RepairStatus.REJECTED: frozenset(),
    RepairStatus.TAKEN_BACK: frozenset(),
}
FINAL: Final = frozenset(status for status, allowed in ALLOWED.items() if not allowed) | {RepairStatus.PUBLISHED}


def move(
    repair_id: UUID,
    *,
    to: RepairStatus,
    from_statuses: Collection[RepairStatus],
    held_by: UUID | None = None,
    **fields: Any,
) -> bool:
    """Sets status and `fields`, and tells those who wait for the outcome, all or nothing.

    False, and nothing happened, unless the repair was in one of `from_statuses`, and held by the claim if one is given.
    """
    for status in from_statuses:
        if to not in ALLOWED[status]:
            raise ValueError(f"A repair cannot go from {status} to {to}.")
    rows = Repair.objects.filter(pk=repair_id, status__in=from_statuses)
    if held_by is not None:
        rows = rows.filter(claim=held_by)
    if to in FINAL:
        fields = {"finished_at": timezone.now(), **fields}
    with transaction.atomic():
        if not rows.update(status=to, claim=None, **fields):
            return False
        if to not in (RepairStatus.PENDING, RepairStatus.VERIFYING):
            _tell(repair_id)
    return True


def _tell(repair_id: UUID) -> None:
    """Whoever waits for the mail about a failure of this cause."""
    waiting = DebugReport.objects.filter(repair=repair_id, told_at=None)
    for report_id in waiting.values_list("pk", flat=True):
        tell(report_id)
