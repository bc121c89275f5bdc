"""The story of a report: opened when a run fails, written by the debug agent, told to those who should know."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from accounts.models import Team
from api.errors import NotFound
from debugging.agent.diagnosing import diagnose
from debugging.diagnosis import Diagnosis
from debugging.evidence import Evidence
from debugging.gathering.services import gather
from debugging.groups.services import note_occurrence
from debugging.handoff.prompt import handoff_prompt
from debugging.mail.services import sweep as send_due_mails
from debugging.model_agent.services import ask_model, give_up_waiting, skip_model, wants_model
from debugging.models import TRIES_MOST, DebugReport, ReportStatus
from debugging.queue import ring
from debugging.repair.opening import open_repair
from debugging.repair.sweeping import sweep as sweep_repairs
from debugging.telling import sweep as tell_late
from debugging.telling import tell
from jobs.models import Job
from libretto.protocol import JobState

logger = logging.getLogger(__name__)

SWEPT_BACK: Final = timedelta(days=2)  # failed runs without a report that are older stay without one
BATCH: Final = 200
NO_DIAGNOSIS: Final = "The debug agent could not look at this run ({}). The worker's log has the details."


def open_report(job_id: UUID) -> None:
    """Safe to repeat. A run that did not fail gets none, nor does one that tried out a repair."""
    failed = Job.objects.ordinary().filter(pk=job_id, state=JobState.FAILED)
    job = failed.select_related("version__deployment").first()
    if job is None:
        return
    mode = "autofix" if job.version.deployment.auto_repair else "readonly"
    with transaction.atomic():
        DebugReport.objects.get_or_create(job=job, defaults={"team_id": job.team_id, "mode": mode})
        ring("investigate", job_id)


def investigate(job_id: UUID) -> None:
    """Writes the report, unless somebody else does or did."""
    report = DebugReport.objects.claim(job_id)
    if report is None:
        return
    job = Job.objects.of(report.team).select_related("team", "version").get(pk=job_id)
    try:
        evidence = gather(job)
        diagnosis = diagnose(evidence)
    except Exception as error:
        logger.exception("Run %s could not be diagnosed", job_id)
        _give_up(report, error)
        return
    _complete(report, evidence, diagnosis)


def _complete(report: DebugReport, evidence: Evidence, diagnosis: Diagnosis) -> None:
    prompt = handoff_prompt(evidence, diagnosis)
    at = report.job.completed_at or timezone.now()
    with transaction.atomic():
        group, occurrence = note_occurrence(team=report.team, evidence=evidence, diagnosis=diagnosis, at=at)
        is_mine = report.finish(
            ReportStatus.COMPLETED,
            group=group,
            occurrence=occurrence,
            evidence=evidence.model_dump(mode="json"),
            handoff_prompt=prompt,
            error="",
            **diagnosis_fields(diagnosis),
        )
        if not is_mine:  # somebody took it for lost, and has counted it
            transaction.set_rollback(True)
            return
        report.refresh_from_db()
        if wants_model(report):
            ask_model(report)
        else:
            skip_model(report)
        open_repair(report)
        tell(report.pk)


def diagnosis_fields(diagnosis: Diagnosis) -> dict[str, object]:
    """What a report's columns say of its diagnosis."""
    return {
        "diagnosis": diagnosis.model_dump(mode="json"),
        "failure_class": diagnosis.failure_class,
        "confidence": diagnosis.confidence,
        "tldr": diagnosis.summary,
    }


def _give_up(report: DebugReport, error: Exception) -> None:
    """For now; the sweep tries again, a few times."""
    if report.tries >= TRIES_MOST:
        report.finish(ReportStatus.FAILED, error=NO_DIAGNOSIS.format(type(error).__name__))
        return
    DebugReport.objects.filter(pk=report.pk, claim=report.claim).update(status=ReportStatus.PENDING, claim=None)


def sweep() -> None:
    """Opens reports that were forgotten, and rings again for those that nobody writes."""
    since = timezone.now() - SWEPT_BACK
    forgotten = Job.objects.ordinary().filter(state=JobState.FAILED, completed_at__gte=since, debug_report=None)
    for job_id in forgotten.order_by("completed_at").values_list("pk", flat=True)[:BATCH]:
        open_report(job_id)
    for job_id in DebugReport.objects.unheard().order_by("created_at").values_list("job_id", flat=True)[:BATCH]:
        ring("investigate", job_id)
    give_up_waiting()
    sweep_repairs()
    tell_late()
    send_due_mails()
    lost = DebugReport.objects.lost()
    lost.update(status=ReportStatus.FAILED, error=NO_DIAGNOSIS.format("its worker was lost"), claim=None)


def report_of(*, team: Team, job_id: UUID) -> tuple[Job, DebugReport | None]:
    """Of a failed run of the team; None: nobody has looked at it yet. Raises NotFound, with a sentence."""
    job = Job.objects.of(team).select_related("version__deployment", "team").filter(pk=job_id).first()
    if job is None:
        raise NotFound("There is no such run in this team.")
    if job.purpose:
        raise NotFound(f"This run tried out a repair of run {job.verification_of_id}, whose report tells of it.")
    if job.state != JobState.FAILED:
        raise NotFound(f"This run has not failed: it is {job.state.replace('_', ' ')}. Only failed runs have a report.")
    return job, DebugReport.objects.of(team).select_related("group", "repair").filter(job=job).first()
