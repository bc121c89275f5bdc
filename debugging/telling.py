"""When people are told of a failed run: once, and not while something more is to come soon: a model's answer, or what
becomes of a repair."""

from __future__ import annotations

from typing import Final

from django.db import transaction
from django.utils import timezone

from debugging.mail.services import announce_failure
from debugging.models import MODEL_IS_ASKED, DebugReport, ReportStatus
from debugging.repair.models import MAIL_WAITS

BATCH: Final = 200


def tell(report_id: int) -> bool:
    """Whether this call was the one that told. Safe to repeat; call it when something was settled, in the same
    transaction. Should two settle at once and both see the other's as unsettled, the sweep tells."""
    report = DebugReport.objects.select_related("team", "group", "repair").get(pk=report_id)
    if not _is_settled(report):
        return False
    with transaction.atomic():
        if not DebugReport.objects.filter(pk=report_id, told_at=None).update(told_at=timezone.now()):
            return False
        announce_failure(report)
    return True


def sweep() -> None:
    untold = DebugReport.objects.filter(status=ReportStatus.COMPLETED, told_at=None)
    for report_id in untold.order_by("completed_at").values_list("pk", flat=True)[:BATCH]:
        tell(report_id)


def _is_settled(report: DebugReport) -> bool:
    if report.status != ReportStatus.COMPLETED or report.model_status in MODEL_IS_ASKED:
        return False
    if report.repair is None or not report.repair.is_unfinished:
        return True
    return bool(report.completed_at and report.completed_at < timezone.now() - MAIL_WAITS)
