"""Whether people say that a diagnosis was right."""

from __future__ import annotations

from typing import Final

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from accounts import audit
from accounts.models import User
from debugging.models import DebugReport, Feedback, ReportStatus

REPORT: Final = "debug_report"  # the kind of subject in the audit trail


@transaction.atomic
def rate(*, report: DebugReport, user: User, request: HttpRequest, answer: Feedback) -> bool:
    """The last answer counts. False when it is the one that stands, or when there is no diagnosis to rate."""
    others = DebugReport.objects.filter(pk=report.pk, status=ReportStatus.COMPLETED).exclude(feedback=answer)
    if not others.update(feedback=answer, feedback_by=user, feedback_at=timezone.now()):
        return False
    said = {"job_id": str(report.job_id), "answer": answer.value, "failure_class": report.failure_class}
    audit.record(
        team=report.team, action="report.rated", subject=(REPORT, report.pk), by=user, request=request, data=said
    )
    return True
