"""What workers and the broker forgot of repairs: rung for again, or ended with a sentence. Safe to run at any time."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final
from uuid import UUID

from debugging.queue import ring
from debugging.repair.case import rounds_of, up_to
from debugging.repair.models import Repair, RepairStatus
from debugging.repair.states import move
from debugging.repair.words import WORKER_LOST

BATCH: Final = 200


def sweep() -> None:
    for repair_id in Repair.objects.unheard().order_by("created_at").values_list("pk", flat=True)[:BATCH]:
        ring("repair", repair_id)
    verifying = Repair.objects.filter(status=RepairStatus.VERIFYING)
    for repair_id in verifying.order_by("created_at").values_list("pk", flat=True)[:BATCH]:
        ring("verify_repair", repair_id)
    for repair in Repair.objects.lost()[:BATCH]:
        _end_lost(repair)


def _end_lost(repair: Repair) -> None:
    fields = up_to(rounds_of(repair)) if repair.earlier else {}
    to = RepairStatus.SUGGESTED if fields else RepairStatus.REFUSED
    move(repair.pk, to=to, from_statuses=[RepairStatus.RUNNING], held_by=repair.claim, sentence=WORKER_LOST, **fields)


def ring_for_deployment(deployment_id: UUID) -> None:
    """Its build has ended."""
    _ring(Repair.objects.filter(deployment=deployment_id, status=RepairStatus.VERIFYING).values_list("pk", flat=True))


def ring_for_run(job_id: UUID) -> None:
    """It has ended."""
    _ring(Repair.objects.filter(verification_job=job_id, status=RepairStatus.VERIFYING).values_list("pk", flat=True))


def _ring(repair_ids: Iterable[UUID]) -> None:
    for repair_id in repair_ids:
        ring("verify_repair", repair_id)
