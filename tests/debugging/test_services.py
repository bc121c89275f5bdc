"""A report: opened when a run fails, written once, whoever dies on the way."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.utils import timezone

from debugging import queue, services
from debugging.agent.diagnosing import diagnose
from debugging.diagnosis import Diagnosis
from debugging.evidence import Evidence
from debugging.models import TRIES_MOST, DebugReport, FailureGroup, Occurrence, ReportStatus
from debugging.services import investigate, open_report, sweep
from jobs.models import Job
from jobs.states import move
from libretto.protocol import JobState
from tests.debugging.rows import failed_job, pay_step, recorded_session
from tests.factories import make_team
from tests.jobs.making import make_job, make_version

RINGS: list[tuple[str, list[str]]] = []


@pytest.fixture(autouse=True)
def rings(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, list[str]]]:
    RINGS.clear()
    monkeypatch.setattr(queue, "_send", lambda task, ids: RINGS.append((task, ids)))
    return RINGS


def failed(**fields: Any) -> Job:
    job = failed_job(**fields)
    recorded_session(job, pay_step(outcome="failed"))
    return job


def rung_for(job: Job) -> int:
    return RINGS.count(("debugging.tasks.investigate", [str(job.pk)]))


@pytest.mark.django_db(transaction=True)
def test_a_run_that_fails_gets_a_report_and_one_that_is_cancelled_none() -> None:
    for state, reports in ((JobState.FAILED, 1), (JobState.CANCELLED, 0), (JobState.COMPLETED, 0)):
        job = make_job(state=JobState.RUNNING)
        move(job.pk, to=state, reason="Because.", from_states=[JobState.RUNNING])
        assert DebugReport.objects.filter(job=job, status=ReportStatus.PENDING).count() == reports
        assert rung_for(job) == reports


@pytest.mark.django_db
def test_a_report_is_written_with_all_that_others_read() -> None:
    job = failed()
    open_report(job.pk)
    investigate(job.pk)
    report = DebugReport.objects.get(job=job)
    assert report.status == ReportStatus.COMPLETED
    assert report.completed_at is not None
    assert report.evidence is not None
    assert report.evidence["run"]["job_id"] == str(job.pk)
    assert report.diagnosis is not None
    assert report.diagnosis["summary"] == report.tldr != ""
    assert report.failure_class == report.diagnosis["failure_class"]
    assert report.handoff_prompt.startswith("#")
    assert report.group is not None
    assert (report.group.occurrences, report.occurrence) == (1, Occurrence.NEW)


@pytest.mark.django_db
def test_done_twice_it_counts_once() -> None:
    job = failed()
    for _ in range(2):
        open_report(job.pk)
        investigate(job.pk)
    assert FailureGroup.objects.get().occurrences == 1


@pytest.mark.django_db(transaction=True)
def test_of_several_at_once_one_writes() -> None:
    team = make_team()
    version = make_version(team, "pay")
    jobs = [failed(team=team, version=version) for _ in range(4)]
    for job in jobs:
        open_report(job.pk)

    def work(job: Job) -> None:
        investigate(job.pk)
        connection.close()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(work, jobs * 3))
    group = FailureGroup.objects.get()
    assert group.occurrences == 4
    told = sorted(DebugReport.objects.values_list("occurrence", flat=True))
    assert told == ["again", "again", "again", "new"]


@pytest.mark.django_db
def test_what_a_lost_worker_left_is_written_by_another() -> None:
    job = failed()
    open_report(job.pk)
    assert DebugReport.objects.claim(job.pk) is not None
    sweep()
    assert DebugReport.objects.get(job=job).status == ReportStatus.RUNNING
    DebugReport.objects.filter(job=job).update(claimed_at=timezone.now() - timedelta(hours=1))
    investigate(job.pk)
    assert DebugReport.objects.get(job=job).status == ReportStatus.COMPLETED


@pytest.mark.django_db
def test_whoever_was_taken_for_lost_writes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    job = failed()
    open_report(job.pk)

    def taken_away(evidence: Evidence) -> Diagnosis:
        DebugReport.objects.filter(job=job).update(claim=uuid4())
        return diagnose(evidence)

    monkeypatch.setattr(services, "diagnose", taken_away)
    investigate(job.pk)
    assert DebugReport.objects.get(job=job).status == ReportStatus.RUNNING
    assert not FailureGroup.objects.exists()


@pytest.mark.django_db
def test_a_mistake_of_ours_is_tried_again_then_told(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    job = failed()
    open_report(job.pk)
    monkeypatch.setattr(services, "diagnose", lambda evidence: 1 / 0)
    for number in range(1, TRIES_MOST + 1):
        investigate(job.pk)
        report = DebugReport.objects.get(job=job)
        assert report.status == (ReportStatus.FAILED if number == TRIES_MOST else ReportStatus.PENDING)
    assert "ZeroDivisionError" in report.error
    assert "could not be diagnosed" in caplog.text


@pytest.mark.django_db(transaction=True)
def test_the_sweep_opens_what_was_forgotten_and_rings_again() -> None:
    job, old = failed(), failed(completed_at=timezone.now() - timedelta(days=9))
    sweep()
    assert DebugReport.objects.get().job_id == job.pk
    assert rung_for(job) >= 1
    assert rung_for(old) == 0
    RINGS.clear()
    sweep()
    assert rung_for(job) == 0  # workers were told a moment ago
    DebugReport.objects.update(created_at=timezone.now() - timedelta(minutes=1))
    sweep()
    assert rung_for(job) == 1


@pytest.mark.django_db
def test_a_report_lost_too_often_says_so() -> None:
    job = failed()
    open_report(job.pk)
    DebugReport.objects.update(
        status=ReportStatus.RUNNING, tries=TRIES_MOST, claimed_at=timezone.now() - timedelta(hours=1)
    )
    sweep()
    report = DebugReport.objects.get()
    assert report.status == ReportStatus.FAILED
    assert "worker was lost" in report.error
