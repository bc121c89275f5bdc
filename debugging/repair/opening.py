"""Whether a failed run begins a repair, and which repair its report shows."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.db import IntegrityError, transaction
from django.utils import timezone

from debugging.models import DebugReport
from debugging.queue import ring
from debugging.repair.models import UNFINISHED, Repair, RepairQuerySet, RepairStatus
from debugging.repair.taking_back import taken_back_for
from deployments.models import Workflow

TRIES_MOST: Final = 3  # of one cause
WITHIN: Final = timedelta(hours=24)
DECIDED: Final = {
    RepairStatus.WAITING: "A repair of this failure is verified and waits for approval.",
    RepairStatus.PUBLISHED: "This failure was repaired before: the run used the version that had it.",
    RepairStatus.REJECTED: "A repair of this failure was rejected. It is not tried again for this version.",
    RepairStatus.TAKEN_BACK: "A repair of this failure was taken back. It is not tried again for this version.",
}
MOVED_ON: Final = "No repair is tried: the run used a version of the workflow that is not the current one any more."
TAKEN_BACK: Final = "This run used the repaired version, which was taken back."


def open_repair(report: DebugReport) -> None:
    """In the transaction that ends the report, which has locked its group: so failures of one cause come here one by
    one. Only for deployments made with --auto-repair."""
    if not report.job.version.deployment.auto_repair or report.group is None:
        return
    report.repair, report.repair_note = _repair_for(report)
    report.save(update_fields=["repair", "repair_note"])


def _repair_for(report: DebugReport) -> tuple[Repair | None, str]:
    if (taken_back := taken_back_for(report)) is not None:
        return taken_back, TAKEN_BACK
    parent = report.job.version.deployment_id
    of_cause: RepairQuerySet = Repair.objects.of(report.team).filter(group=report.group).newest_first()
    newest = of_cause.filter(parent=parent).first()
    if newest is not None and newest.status in UNFINISHED:
        return newest, ""
    if newest is not None and newest.status in DECIDED:
        return newest, DECIDED[RepairStatus(newest.status)]
    if not _is_current(report):
        return newest, MOVED_ON
    tried = list(of_cause.filter(created_at__gte=timezone.now() - WITHIN).values_list("created_at", flat=True))
    if len(tried) >= TRIES_MOST:
        return newest or of_cause.first(), _stopped(tried[TRIES_MOST - 1] + WITHIN)
    return _begin(report, of_cause), ""


def _is_current(report: DebugReport) -> bool:
    workflows = Workflow.objects.of(report.team).filter(name=report.job.workflow_name)
    return bool(workflows.filter(current__deployment=report.job.version.deployment_id).exists())


def _stopped(until: datetime) -> str:
    return (
        f"{TRIES_MOST} repairs of this failure were tried within a day, so no other is tried now. "
        f"The next failure after {until:%-d %B, %H:%M} UTC begins one."
    )


def _begin(report: DebugReport, of_cause: RepairQuerySet) -> Repair:
    try:
        with transaction.atomic():
            repair: Repair = Repair.objects.create(
                team=report.team,
                report=report,
                group=report.group,
                workflow_name=report.job.workflow_name,
                parent_id=report.job.version.deployment_id,
            )
    except IntegrityError:  # another one began meanwhile
        return of_cause.filter(parent=report.job.version.deployment_id).unfinished().get()
    ring("repair", repair.pk)
    return repair
