"""The sweep: what was forgotten is set right, what is alive is left alone."""

from __future__ import annotations

import os
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.utils import timezone
from pytest_django.fixtures import Settings

from jobs import leftovers, sweeping
from jobs.models import Job
from jobs.sweeping import sweep
from libretto.protocol import ErrorCode, JobState
from recordings import services as recordings
from recordings.models import BrowserSession, SessionStatus
from tests.jobs.making import make_job

pytestmark = pytest.mark.django_db(transaction=True)

LONG_AGO = timedelta(minutes=10)


@pytest.fixture(autouse=True)
def _database_up_for_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sweeping, "database_started_at", lambda: datetime(2020, 1, 1, tzinfo=UTC))


def held(state: JobState, *, silent: bool = True, **fields: Any) -> Job:
    """A job that a worker took, and its open session."""
    now = timezone.now()
    beaten_at = now - LONG_AGO if silent else now
    job = make_job(state=state, claim=uuid4(), attempt=1, heartbeat_at=beaten_at, **fields)
    if state == JobState.RUNNING:
        job.code_started_at = beaten_at
    job.session_id = recordings.open_session(team_id=job.team_id, job_id=job.id).id
    job.save()
    return job


def after_sweep(job: Job) -> Job:
    sweep()
    job.refresh_from_db()
    return job


def session_of(job: Job) -> str:
    assert job.session_id is not None
    return str(BrowserSession.objects.get(pk=job.session_id).status)


def test_a_silent_run_whose_workflow_had_begun_fails(to_finish: list[UUID]) -> None:
    job = after_sweep(held(JobState.RUNNING))

    assert (job.state, job.error_code, job.claim) == (JobState.FAILED, ErrorCode.WORKER_LOST, None)
    assert "Run it again" in job.error
    assert session_of(job) == SessionStatus.CLOSED
    assert to_finish == [job.session_id]


def test_a_silent_run_whose_workflow_had_not_begun_waits_again(announced: list[UUID]) -> None:
    job = after_sweep(held(JobState.STARTING_BROWSER))

    assert (job.state, job.claim, job.started_at) == (JobState.QUEUED, None, None)
    assert announced == [job.id]
    assert session_of(job) == SessionStatus.CLOSED


def test_a_run_that_never_gets_as_far_as_its_workflow_fails_in_the_end(announced: list[UUID]) -> None:
    job = held(JobState.STARTING_BROWSER)
    Job.objects.filter(pk=job.pk).update(attempt=3)

    after_sweep(job)

    assert (job.state, job.error_code, announced) == (JobState.FAILED, ErrorCode.WORKER_LOST, [])


@pytest.mark.parametrize("state", [JobState.STARTING_BROWSER, JobState.RUNNING])
def test_a_silent_run_that_was_to_be_cancelled_is_cancelled(state: JobState) -> None:
    job = after_sweep(held(state, cancel_requested_at=timezone.now()))

    assert (job.state, job.error) == (JobState.CANCELLED, "")


@pytest.mark.parametrize("state", [JobState.STARTING_BROWSER, JobState.RUNNING])
def test_a_living_run_is_left_alone(state: JobState) -> None:
    job = after_sweep(held(state, silent=False))

    assert job.state == state
    assert session_of(job) != SessionStatus.CLOSED


def test_nobody_counts_as_silent_while_the_database_was_down(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sweeping, "database_started_at", timezone.now)

    assert after_sweep(held(JobState.RUNNING)).state == JobState.RUNNING


def test_a_run_that_gave_a_sign_of_life_at_the_last_moment_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    job = held(JobState.RUNNING)
    ending_of = sweeping._ending_of

    def and_meanwhile(seen: Job) -> Any:
        Job.objects.filter(pk=job.pk).update(heartbeat_at=timezone.now())
        return ending_of(seen)

    monkeypatch.setattr(sweeping, "_ending_of", and_meanwhile)

    assert after_sweep(job).state == JobState.RUNNING
    assert session_of(job) != SessionStatus.CLOSED


def test_two_sweeps_side_by_side_end_a_run_once(announced: list[UUID]) -> None:
    jobs = [held(JobState.STARTING_BROWSER) for _ in range(5)]

    def work(_: int) -> None:
        try:
            sweep()
        finally:
            connection.close()

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(work, range(3)))

    assert sorted(announced) == sorted(job.id for job in jobs)
    assert all(job.events.count() == 1 for job in jobs)


def waiting_job(*, since: timedelta, announced: timedelta, **fields: Any) -> Job:
    now = timezone.now()
    return make_job(heartbeat_at=now - since, enqueued_at=now - announced, **fields)


def seconds(count: int) -> timedelta:
    return timedelta(seconds=count)


@pytest.mark.parametrize(
    ("since", "last_announced", "again"),
    [(10, 10, False), (40, 40, True), (100, 40, False), (100, 60, True), (3600, 600, False), (3600, 1900, True)],
)
def test_a_forgotten_job_is_announced_again_ever_more_rarely(
    since: int, last_announced: int, again: bool, announced: list[UUID]
) -> None:
    job = waiting_job(since=seconds(since), announced=seconds(last_announced))

    sweep()
    sweep()

    assert announced == ([job.id] if again else [])


def test_a_waiting_run_that_was_to_be_cancelled_is_cancelled(announced: list[UUID]) -> None:
    job = waiting_job(since=LONG_AGO, announced=LONG_AGO, cancel_requested_at=timezone.now())

    assert after_sweep(job).state == JobState.CANCELLED
    assert announced == []


def test_a_session_that_no_run_uses_is_closed_after_a_while() -> None:
    job = held(JobState.RUNNING, silent=False)
    earlier = recordings.open_session(team_id=job.team_id, job_id=job.id)
    young = recordings.open_session(team_id=job.team_id, job_id=job.id)
    others = recordings.open_session(team_id=job.team_id, job_id=None)
    BrowserSession.objects.exclude(pk=young.pk).update(created_at=timezone.now() - LONG_AGO)

    sweep()

    assert [session.id for session in BrowserSession.objects.filter(status=SessionStatus.CLOSED)] == [earlier.id]
    assert BrowserSession.objects.open().count() == len([job, young, others])


def test_folders_of_runs_that_are_gone_are_removed(settings: Settings) -> None:
    running = held(JobState.RUNNING, silent=False)
    runs: Path = settings.HOME.folder("runs")
    names = [str(running.session_id), str(uuid4()), str(uuid4()), "notes"]
    two_hours_ago = time.time() - 7200
    for name in names:
        (runs / name).mkdir()
    for name in [names[0], names[1], names[3]]:
        os.utime(runs / name, (two_hours_ago, two_hours_ago))
    try:
        leftovers.remove_folders()

        assert {folder.name for folder in runs.iterdir()} == {names[0], names[2], names[3]}
    finally:
        for folder in runs.iterdir():
            folder.rmdir()
