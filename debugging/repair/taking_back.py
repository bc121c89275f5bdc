"""A published repair whose next runs fail is taken back: its parent's versions run again."""

from __future__ import annotations

from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from debugging.failure_classes import FailureClass
from debugging.groups.services import lock_group, reopen_after_repair
from debugging.models import DebugReport
from debugging.repair.models import Repair, RepairStatus
from debugging.repair.states import move
from deployments.publishing import take_back
from jobs.models import Job

GOOD_RUNS: Final = 3  # so many completed runs, and a later failure is no longer held against it
OUTSIDE: Final = frozenset(  # no edit of a workflow makes a run fail in these ways
    {
        FailureClass.ENVIRONMENT,
        FailureClass.CRASH,
        FailureClass.NETWORK_ERROR,
        FailureClass.NAVIGATION_TIMEOUT,
        FailureClass.BOT_WALL,
        FailureClass.LOGIN_REQUIRED,
        FailureClass.HTTP_ERROR,
    }
)


def taken_back_for(report: DebugReport) -> Repair | None:
    """The repair that the failed run used and that is taken back for it, or was for another such run."""
    made = Repair.objects.of(report.team).filter(
        deployment=report.job.version.deployment_id, workflow_name=report.job.workflow_name
    )
    repair: Repair | None = made.select_related("deployment", "team", "group").newest_first().first()
    if repair is None or repair.status == RepairStatus.TAKEN_BACK:
        return repair
    if repair.status != RepairStatus.PUBLISHED or report.failure_class in OUTSIDE or _has_stood(repair):
        return None
    sentence = f"Taken back by itself: run {report.job_id} of the repaired version failed. {report.tldr}"
    if not end_publication(repair, sentence=sentence):
        repair.refresh_from_db()  # another failure may have ended it at the same time
    return repair if repair.status == RepairStatus.TAKEN_BACK else None


def end_publication(repair: Repair, *, sentence: str, **fields: Any) -> bool:
    """False when the repaired version is not the current one any more."""
    with transaction.atomic():
        lock_group(repair.group)
        is_back = repair.deployment is not None and take_back(repair.deployment, reason=sentence)
        moved = is_back and move(
            repair.pk,
            to=RepairStatus.TAKEN_BACK,
            from_statuses=[RepairStatus.PUBLISHED],
            sentence=sentence,
            taken_back_at=timezone.now(),
            **fields,
        )
        if not moved:
            transaction.set_rollback(True)
            return False
        if repair.group is not None:
            reopen_after_repair(group=repair.group)
    repair.refresh_from_db()
    return True


def _has_stood(repair: Repair) -> bool:
    runs = Job.objects.of(repair.team).of_workflow(repair.workflow_name).ordinary().completed()
    good = runs.filter(version__deployment=repair.deployment_id, created_at__gte=repair.published_at)
    return bool(good.count() >= GOOD_RUNS)
