"""Runs that try out a repair."""

from __future__ import annotations

from uuid import UUID

import pytest
from pytest_django import DjangoCaptureOnCommitCallbacks

from accounts.models import Team
from debugging.gathering.services import gather
from jobs.models import Job, JobEvent, Purpose
from jobs.verification import create_verification_job
from libretto.protocol import JobState
from tests.factories import Api, make_key, make_team, make_user, signed_in
from tests.jobs.making import make_job, make_version


@pytest.fixture
def team(db: None) -> Team:
    return make_team()


def test_it_asks_what_the_failed_run_asked(team: Team) -> None:
    failed = make_job(
        team,
        params={"order": 7},
        nonce="once",
        start_url="https://example.com/",
        viewport={"width": 800, "height": 600},
        options={"skip_callbacks": True},
        timeout_seconds=77,
        headless=True,
        state=JobState.FAILED,
    )
    version = make_version(team)
    made = Job.objects.get(pk=create_verification_job(version=version, of=failed).pk)
    assert (made.version, made.team, made.workflow_name, made.state) == (version, team, "search", JobState.QUEUED)
    for field in ("params", "start_url", "viewport", "options", "timeout_seconds", "headless"):
        assert getattr(made, field) == getattr(failed, field)
    assert (made.nonce, made.purpose, made.verification_of) == (None, Purpose.VERIFICATION, failed)
    event = JobEvent.objects.get(job=made)
    assert event.reason == f"Created to verify a repair, with the params of run {failed.pk}."
    assert made.enqueued_at is not None


def test_it_is_announced_to_the_workers(
    team: Team, announced: list[UUID], django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        made = create_verification_job(version=make_version(team), of=make_job(team))
    assert announced == [made.pk]


def test_it_repeats_no_other_workflow(team: Team) -> None:
    with pytest.raises(ValueError, match="not a version of the workflow"):
        create_verification_job(version=make_version(team, "other"), of=make_job(team))


def test_lists_the_page_and_the_api_mark_it(team: Team) -> None:
    failed = make_job(team, state=JobState.FAILED)
    made = create_verification_job(version=make_version(team), of=failed)
    browser, api = signed_in(make_user(team)), Api(make_key(team))
    pill = '<span class="pill pill-verification">Verification</span>'
    assert browser.get("/runs").content.decode().count(pill) == 1
    page = browser.get(f"/runs/{made.pk}").content.decode()
    assert pill in page
    assert f'<dt>Repeats</dt><dd class="mono"><a href="/runs/{failed.pk}">' in page
    assert pill not in browser.get(f"/runs/{failed.pk}").content.decode()
    listed = {entry["job_id"]: entry for entry in api.post("jobs/list")[1]["jobs"]}
    got = api.post("jobs/get", {"id": made.pk})[1]
    for answer in (got, listed[str(made.pk)]):
        assert (answer["purpose"], answer["verification_of"]) == ("verification", str(failed.pk))
    assert "purpose" not in listed[str(failed.pk)]


def test_it_is_no_part_of_the_history(team: Team) -> None:
    before = make_job(team, state=JobState.COMPLETED)
    create_verification_job(version=make_version(team), of=before)
    failed = make_job(team, state=JobState.FAILED)
    assert [run.job_id for run in gather(failed).history] == [before.pk]
    assert set(Job.objects.of(team).ordinary()) == {before, failed}
