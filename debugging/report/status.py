"""How far the debug agent has got with a failed run, and the sentence that says so."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.utils import timezone

from debugging.models import MODEL_IS_ASKED, DebugReport, ReportStatus
from debugging.services import SWEPT_BACK
from jobs.models import Job

PENDING: Final = "The debug agent looks at this run in a moment."
RUNNING: Final = "The debug agent is looking at this run."
AGAIN: Final = "The debug agent did not get through with this run. It tries again within a minute."
NO_REPORT: Final = "There is no report on this run: the debug agent looks at runs that failed within the last two days."
SKIPPED: Final = "The debug agent did not look at this run."
UNREADABLE: Final = "The report on this run was written by another version of this server, and cannot be shown."
OF_MODELS: Final = {
    "pending": "A language model is to look further.",
    "asking": "A language model is looking further.",
    "used": "A language model looked further.",
    "failed": "The language model's answer was not used: this is what the server's own checks found.",
    "skipped": "No language model was asked.",
}


def status_of(job: Job, report: DebugReport | None) -> ReportStatus:
    """`report` is None until the debug agent knows of the run: for old ones it never will."""
    if report is not None:
        return ReportStatus(report.status)
    ended: datetime = job.completed_at or job.created_at
    return ReportStatus.SKIPPED if ended < timezone.now() - SWEPT_BACK else ReportStatus.PENDING


def is_unfinished(job: Job, report: DebugReport | None) -> bool:
    """Whether it will say more soon."""
    waits = status_of(job, report) in (ReportStatus.PENDING, ReportStatus.RUNNING)
    if waits or report is None:
        return waits
    return report.model_status in MODEL_IS_ASKED or bool(report.repair and report.repair.is_unfinished)


def note_of(status: ReportStatus, report: DebugReport | None) -> str:
    """Why there is no diagnosis, or none yet."""
    match status:
        case ReportStatus.PENDING:
            return AGAIN if report and report.tries else PENDING
        case ReportStatus.RUNNING:
            return RUNNING
        case ReportStatus.COMPLETED:
            return UNREADABLE
        case ReportStatus.SKIPPED if report is None:
            return NO_REPORT
    return (report.error if report else "") or SKIPPED


def model_sentence(report: DebugReport) -> str:
    """What a language model did about it; "" where none was to be asked. Its note says why there is no answer."""
    said, note = OF_MODELS.get(report.model_status, ""), report.model_note
    if report.model_status in ("failed", "skipped") and note:
        return note
    return f"{said} {note}".strip() if said else ""
