"""/v1/jobs/debugReport"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from pydantic import ValidationError

from accounts import access
from accounts.access import Access
from api.endpoint import endpoint
from api.moments import iso
from debugging.diagnosis import Diagnosis, Pointer
from debugging.evidence import Step
from debugging.gathering.secret_params import masked_params
from debugging.handoff.more_links import HandoffLinks
from debugging.handoff.run_links import KINDS, prompt_with_links, run_links
from debugging.models import DebugReport, FailureGroup, ReportStatus
from debugging.repair.models import Repair, RepairStatus
from debugging.repair.told import whole_of
from debugging.repair.words import headline_of
from debugging.report.chips import Places, chip_of
from debugging.report.status import note_of, status_of
from debugging.report_fields import DebugReportView
from debugging.services import report_of
from jobs.api import JobRef
from jobs.models import Job

FOUND_NOTHING = (ReportStatus.FAILED, ReportStatus.SKIPPED)


@endpoint(access.api_member, request=JobRef, response=DebugReportView)
def debug_report(access: Access, data: dict[str, Any]) -> dict[str, Any]:
    """Tell why a run failed.

    From the moment it failed: `debug_agent_status` is `pending`, then `running`, then `completed`, which takes seconds.
    A run that did not fail has no report (404).
    """
    job, report = report_of(team=access.team, job_id=data["id"])
    links, status, diagnosis = run_links(job), status_of(job, report), _diagnosis(report)
    return {
        "job_id": str(job.pk),
        "debug_agent_status": status,
        "debug_agent_mode": _mode(job, report),
        "error": note_of(status, report) if status in FOUND_NOTHING else None,
        **_found(report, links),
        "screenshot_url": links.screenshot or None,
        "dom_snapshot_url": links.page_html or None,
        **_autofix(job, report),
        "job_error": job.error or None,
        "job_mapped_stack": job.mapped_stack or None,
        "job_params": masked_params(job.params, job.version.input_schema),
        "job_workflow": job.workflow_name,
        "recording_url": links.recording or None,
        "logs_url": links.log,
        "run_url": f"{settings.PUBLIC_URL}/runs/{job.pk}",
        "diagnosis": _told(diagnosis) if diagnosis else None,
        "evidence": _evidence(diagnosis, job, report, links) if diagnosis and report else [],
    }


def _mode(job: Job, report: DebugReport | None) -> str:
    if report is not None:
        return str(report.mode)
    return "autofix" if job.version.deployment.auto_repair else "readonly"


def _found(report: DebugReport | None, links: HandoffLinks) -> dict[str, Any]:
    return {
        "tldr": report.tldr or None if report else None,
        "handoff_prompt": prompt_with_links(report, links) or None if report else None,
        "email_sent_at": iso(report.email_sent_at) if report and report.email_sent_at else None,
        "failure_class": report.failure_class or None if report else None,
        "confidence": report.confidence if report else None,
        "group": _group(report.group) if report and report.group else None,
    }


def _autofix(job: Job, report: DebugReport | None) -> dict[str, Any]:
    if report is None or report.repair_id is None:
        return {
            "autofix_summary": report.repair_note or None if report else None,
            "autofix_deployment_id": None,
            "repair": None,
        }
    repair = Repair.objects.of(job.team).whole().get(pk=report.repair_id)
    published = repair.status == RepairStatus.PUBLISHED
    return {
        "autofix_summary": f"{headline_of(repair)} {report.repair_note}".strip(),
        "autofix_deployment_id": str(repair.deployment_id) if published and repair.deployment_id else None,
        "repair": whole_of(repair),
    }


def _group(group: FailureGroup) -> dict[str, Any]:
    return {
        "id": str(group.pk),
        "first_seen": iso(group.first_seen_at),
        "occurrences": group.occurrences,
        "state": group.state,
    }


def _diagnosis(report: DebugReport | None) -> Diagnosis | None:
    try:
        return Diagnosis.model_validate(report.diagnosis) if report and report.diagnosis else None
    except ValidationError:  # of a version of this server that wrote it otherwise
        return None


def _told(diagnosis: Diagnosis) -> dict[str, Any]:
    return {
        "why": [claim.text for claim in diagnosis.why],
        "changed": [claim.text for claim in diagnosis.changed],
        "advice": diagnosis.advice,
        "suggestion": diagnosis.suggestion,
        "missing": list(diagnosis.missing),
    }


def _evidence(diagnosis: Diagnosis, job: Job, report: DebugReport, links: HandoffLinks) -> list[dict[str, Any]]:
    """Each place once, those of the reasons first."""
    files = {kind: str(getattr(links, kind)) for kind in KINDS}
    places = Places(job_id=job.pk, failing_step=_failing_step(report), files=files)
    pointers = [pointer for claim in (*diagnosis.why, *diagnosis.changed) for pointer in claim.pointers]
    return [_pointer(pointer, places) for pointer in dict.fromkeys(pointers)]


def _failing_step(report: DebugReport) -> Step | None:
    stored = report.evidence.get("failing_step") if report.evidence else None
    try:
        return Step.model_validate(stored) if stored else None
    except ValidationError:
        return None


def _pointer(pointer: Pointer, places: Places) -> dict[str, Any]:
    href = chip_of(pointer, places).href
    url = f"{settings.PUBLIC_URL}{href}" if href.startswith("/") else href or None
    return {"kind": pointer.kind, "label": pointer.label, "url": url, "t_ms": pointer.t_ms}
