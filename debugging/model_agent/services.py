"""Lets a language model look further, where a team wants that: once for each new failure, and when one is back.

The report is complete before, with what the checks say. Nobody is told of it until the model has answered or has not
in time, so people get one mail, with the better diagnosis.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from debugging.diagnosis import Diagnosis
from debugging.evidence import Evidence
from debugging.handoff.prompt import handoff_prompt
from debugging.model_agent.asking import ask
from debugging.model_agent.budget import reserve, settle
from debugging.model_agent.configuration import ModelRefused, model_of
from debugging.model_agent.conversation import Asked
from debugging.models import DebugReport, FailureGroup, Occurrence, ReportStatus
from debugging.queue import ring
from debugging.telling import tell

logger = logging.getLogger(__name__)

PENDING: Final = "pending"  # the values of DebugReport.model_status
ASKING: Final = "asking"
USED: Final = "used"
FAILED: Final = "failed"
SKIPPED: Final = "skipped"
WAITING: Final = timedelta(seconds=60)  # for a worker to begin
RING_AGAIN: Final = timedelta(seconds=20)
AT_ONCE: Final = 2  # the workers that wait for models write reports, too
BATCH: Final = 200
NOT_USED: Final = "A language model was asked, but the checks' diagnosis stands."
WORTH_ASKING: Final = (Occurrence.NEW, Occurrence.BACK)


def wants_model(report: DebugReport) -> bool:
    """Whether a model is to be asked. Where the team has one and it is not, `model_note` says why; see `skip`."""
    return report.occurrence in WORTH_ASKING and _has_model(report)


def ask_model(report: DebugReport) -> None:
    """In the transaction that ends the report."""
    report.model_status, report.model_note, report.claimed_at = PENDING, "", timezone.now()
    report.save(update_fields=["model_status", "model_note", "claimed_at"])
    ring("look_further", report.pk)


def skip_model(report: DebugReport) -> None:
    """In the transaction that ends a report for which `wants_model` is false: nobody pays twice for one cause."""
    if report.occurrence in WORTH_ASKING or not _has_model(report):
        return
    seen = DebugReport.objects.of(report.team).filter(group=report.group).exclude(pk=report.pk)
    before = seen.filter(model_status=USED).newest_first().first() or seen.order_by("created_at", "pk").first()
    report.model_status = SKIPPED
    report.model_note = f"Seen before: see the report of run {before.job_id}." if before else "Seen before."
    report.save(update_fields=["model_status", "model_note"])


def ask_again(report: DebugReport) -> bool:
    """For somebody who asks for it. False when it is being asked, or there is nothing to ask about."""
    idle = DebugReport.objects.filter(pk=report.pk, status=ReportStatus.COMPLETED, evidence__isnull=False)
    with transaction.atomic():
        hit = idle.exclude(model_status__in=[PENDING, ASKING]).update(
            model_status=PENDING, model_note="", claimed_at=timezone.now()
        )
        ring("look_further", report.pk)
    return bool(hit)


def look_further(report_id: int) -> None:
    """Asks, unless somebody else does or did. While too many are being asked it waits for the next ring."""
    if DebugReport.objects.filter(model_status=ASKING).count() >= AT_ONCE:
        return
    waiting = DebugReport.objects.filter(pk=report_id, model_status=PENDING, claimed_at__gte=timezone.now() - WAITING)
    if not waiting.update(model_status=ASKING):
        return
    try:
        _look(report_id)
    finally:
        _ring_waiting(most=1)


def _look(report_id: int) -> None:
    report = DebugReport.objects.select_related("team", "job", "group").get(pk=report_id)
    try:
        asked, name = _asked(report)
    except ModelRefused as refusal:
        _end(report, SKIPPED, f"No model was asked. {refusal}")
        return
    except Exception as error:
        logger.exception("Report %s: the model could not be asked", report_id)
        _end(report, FAILED, f"The model could not be asked ({type(error).__name__}). The checks' diagnosis stands.")
        return
    if asked.answer is None:
        _end(report, FAILED, f"{NOT_USED} {asked.problem} {asked.bill(name)}")
        return
    _end(report, USED, asked.bill(name), **_better(report, asked.answer))


def give_up_waiting() -> None:
    """Rings again for reports that wait, and ends the waiting for an answer that does not come."""
    answering = timedelta(seconds=settings.MODEL_SECONDS) + WAITING
    for status, most, note in (
        (PENDING, WAITING, "No worker had time to ask the model. The checks' diagnosis stands."),
        (ASKING, answering, "The model did not answer in time. The checks' diagnosis stands."),
    ):
        late = DebugReport.objects.filter(model_status=status, claimed_at__lt=timezone.now() - most)
        for report in late.select_related("team", "job", "group")[:BATCH]:
            _end(report, FAILED, note, among=status)
    _ring_waiting(most=AT_ONCE, before=timezone.now() - RING_AGAIN)


def _ring_waiting(*, most: int, before: datetime | None = None) -> None:
    waiting = DebugReport.objects.filter(model_status=PENDING, claimed_at__lt=before or timezone.now())
    for report_id in waiting.order_by("claimed_at").values_list("pk", flat=True)[:most]:
        ring("look_further", report_id)


def _has_model(report: DebugReport) -> bool:
    try:
        return model_of(report) is not None
    except ModelRefused:
        return True  # `look_further` says why it is not asked


def _asked(report: DebugReport) -> tuple[Asked[Diagnosis], str]:
    """Outside of any transaction: it takes as long as the model does."""
    model = model_of(report)
    if model is None:
        raise ModelRefused("It was switched off meanwhile.")
    evidence, known = Evidence.model_validate(report.evidence), Diagnosis.model_validate(report.diagnosis)
    use = reserve(report, model)
    asked = ask(model, evidence, known)
    settle(use, asked)
    return asked, str(model)


def _better(report: DebugReport, diagnosis: Diagnosis) -> dict[str, Any]:
    from debugging.services import diagnosis_fields  # noqa: PLC0415 (it asks us)

    evidence = Evidence.model_validate(report.evidence)
    return {**diagnosis_fields(diagnosis), "handoff_prompt": handoff_prompt(evidence, diagnosis)}


def _end(report: DebugReport, status: str, note: str, *, among: str = ASKING, **fields: Any) -> None:
    """Whoever comes second changes nothing and tells nobody."""
    with transaction.atomic():
        mine = DebugReport.objects.filter(pk=report.pk, model_status=among)
        if mine.update(model_status=status, model_note=note.strip(), **fields):
            report.refresh_from_db()
            if status == USED and report.group_id is not None:
                FailureGroup.objects.filter(pk=report.group_id).update(title=report.tldr[:500])
            tell(report.pk)
