"""Reports and failure groups for pages, with as little as each must have."""

from __future__ import annotations

from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any

from django.utils import timezone

from accounts.models import Team
from debugging.diagnosis import Claim, Diagnosis, Pointer
from debugging.evidence import Evidence
from debugging.failure_classes import FailureClass
from debugging.gathering.services import gather
from debugging.models import DebugReport, FailureGroup, Occurrence, ReportStatus
from debugging.services import diagnosis_fields
from jobs.models import Job
from recordings import services as recordings
from recordings.finishing import finish_recording
from tests.debugging.rows import completed_job, failed_job, pay_step, recorded_session
from tests.jobs.making import make_version
from tests.recordings.making import add_fragments
from tests.replay.kept_pages import keep_trace, trace_with_pages

STEP = "call@1"  # which the trace of tests/replay/kept_pages.py keeps
_number = count(1)


def make_group(team: Team, **fields: Any) -> FailureGroup:
    now = timezone.now()
    known: dict[str, Any] = {
        "workflow_name": "pay",
        "failure_class": FailureClass.ELEMENT_NOT_FOUND,
        "host": "portal.example",
    }
    known |= {"title": "pay could not click Pay", "fingerprint": f"{next(_number)}", "occurrences": 1}
    group: FailureGroup = FailureGroup.objects.create(
        **{"team": team, **known, "first_seen_at": now, "last_seen_at": now, **fields}
    )
    return group


def make_report(job: Job, diagnosis: Diagnosis | None = None, **fields: Any) -> DebugReport:
    """Completed when there is a diagnosis, else pending."""
    known: dict[str, Any] = {"status": ReportStatus.PENDING}
    if diagnosis is not None:
        known = {"status": ReportStatus.COMPLETED, "completed_at": timezone.now(), **diagnosis_fields(diagnosis)}
    report: DebugReport = DebugReport.objects.create(**{"job": job, "team": job.team, **known, **fields})
    return report


def make_diagnosis(**fields: Any) -> Diagnosis:
    known: dict[str, Any] = {
        "failure_class": FailureClass.ELEMENT_NOT_FOUND,
        "summary": 'pay could not click the button "Pay" (workflows.py:21): no such button is on the page.',
        "why": (
            Claim(
                text='The page has a button "Pay now" where "Pay" was.',
                pointers=(Pointer(kind="step", ref=STEP, label="Click Pay", t_ms=1500),),
            ),
        ),
        "advice": 'Look for the button "Pay now".',
        "confidence": 0.93,
    }
    return Diagnosis(**known | fields)


def failures_of(group: FailureGroup, *days_ago: float) -> list[DebugReport]:
    """A failed run with a report for each, so long ago."""
    version = make_version(group.team, group.workflow_name)
    made = []
    for ago in days_ago:
        at = timezone.now() - timedelta(days=ago)
        job = failed_job(group.team, version=version, created_at=at, completed_at=at)
        made.append(make_report(job, make_diagnosis(), group=group, occurrence=Occurrence.AGAIN, created_at=at))
    return made


def diagnosed_run(team: Team, folder: Path, diagnosis: Diagnosis | None = None, **fields: Any) -> DebugReport:
    """Of a run with a video of two seconds, and a good run before it; both keep the page around their step."""
    version = make_version(team, "pay")
    good, failed = completed_job(team, version), failed_job(team, version=version)
    for job, outcome in ((good, "ok"), (failed, "failed")):
        event = pay_step(1500, id=STEP, outcome=outcome, snapshots=["before", "after"])
        keep_run(job, folder / str(job.pk), event)
    evidence: Evidence = gather(failed)
    group = fields.pop("group", None) or make_group(team)
    known: dict[str, Any] = {"group": group, "occurrence": Occurrence.NEW, "evidence": evidence.model_dump(mode="json")}
    known |= {"handoff_prompt": "# Fix the workflow `pay`\n"}
    return make_report(failed, diagnosis or make_diagnosis(), **known | fields)


def keep_run(job: Job, folder: Path, *events: tuple[int, str, dict[str, Any]]) -> None:
    """Its recording, timeline and trace."""
    folder.mkdir(parents=True)
    session = recorded_session(job, *events)
    job.save()
    add_fragments(session, folder)
    keep_trace(session, trace_with_pages(folder / "trace.zip"))
    recordings.close_session(session_id=session.pk)
    finish_recording(session_id=session.pk)
