"""From the built version to the verdict, and what becomes of a verified repair; whoever dies on the way."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from accounts.models import Team
from debugging import queue
from debugging.groups.services import resolve
from debugging.models import DebugReport, DebugSettings, FailureGroup, GroupState
from debugging.repair import verifying
from debugging.repair.models import Repair, RepairPolicy, RepairStatus
from debugging.repair.proposal import Check, Round
from debugging.repair.sweeping import ring_for_deployment, ring_for_run, sweep
from debugging.repair.verifying import ROUNDS_MOST, go_on
from deployments.models import Deployment, DeploymentStatus, Workflow, WorkflowVersion
from jobs import queue as jobs_queue
from jobs.models import Job
from libretto.protocol import JobState
from tests.debugging.repair.rows import (
    RERUN_FAILED,
    RERUN_PASSED,
    add_version,
    auto_version,
    child_of,
    current_of,
    make_proposal,
    make_repair,
)
from tests.factories import make_team, make_user
from tests.jobs.making import make_version

pytestmark = pytest.mark.django_db
Rung = list[tuple[str, list[str]]]


@pytest.fixture(autouse=True)
def rung(monkeypatch: pytest.MonkeyPatch) -> Rung:
    heard: Rung = []
    monkeypatch.setattr(queue, "_send", lambda task, ids: heard.append((task, ids)))
    monkeypatch.setattr(jobs_queue, "_send", lambda job_id: None)
    return heard


@pytest.fixture
def team() -> Team:
    return make_team()


@pytest.fixture
def version(team: Team) -> WorkflowVersion:
    return auto_version(team)


@pytest.fixture
def repair(team: Team, version: WorkflowVersion) -> Repair:
    """Its edited version is being built."""
    deployment = child_of(version, status=DeploymentStatus.BUILDING)
    return make_repair(
        team, version, status=RepairStatus.VERIFYING, deployment=deployment, sentence=make_proposal().sentence
    )


def built(repair: Repair, version: WorkflowVersion) -> Repair:
    assert repair.deployment is not None
    Deployment.objects.filter(made_by_repairs=repair).update(status=DeploymentStatus.READY)
    add_version(repair.deployment, version)
    go_on(repair.pk)
    return now(repair)


def ended(repair: Repair, state: JobState = JobState.COMPLETED) -> Repair:
    Job.objects.filter(verifies=repair).update(state=state, completed_at=timezone.now())
    go_on(repair.pk)
    return now(repair)


def now(repair: Repair) -> Repair:
    return Repair.objects.whole().get(pk=repair.pk)


def verdict(monkeypatch: pytest.MonkeyPatch, check: Check) -> None:
    monkeypatch.setattr(verifying, "judge", lambda job, repair: check)


def verified(repair: Repair, version: WorkflowVersion, monkeypatch: pytest.MonkeyPatch) -> Repair:
    verdict(monkeypatch, RERUN_PASSED)
    return ended(built(repair, version))


def test_while_it_is_built_nothing_happens(repair: Repair) -> None:
    go_on(repair.pk)
    assert (now(repair).status, now(repair).verification_job) == (RepairStatus.VERIFYING, None)


def test_the_built_version_is_run_once_with_the_params_of_the_failed_run(
    repair: Repair, version: WorkflowVersion
) -> None:
    Job.objects.filter(pk=repair.report.job_id).update(params={"order": "PO-1"}, timeout_seconds=77)
    job = built(repair, version).verification_job
    assert job is not None
    assert (job.purpose, job.params, job.timeout_seconds) == ("verification", {"order": "PO-1"}, 77)
    assert job.version.deployment_id == repair.deployment_id
    go_on(repair.pk)
    assert Job.objects.filter(purpose="verification").count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_eight_workers_one_runs_it(repair: Repair, version: WorkflowVersion) -> None:
    assert repair.deployment is not None
    Deployment.objects.filter(made_by_repairs=repair).update(status=DeploymentStatus.READY)
    add_version(repair.deployment, version)

    def work(_: int) -> None:
        go_on(repair.pk)
        connection.close()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(work, range(8)))
    assert Job.objects.filter(purpose="verification").count() == 1


def test_a_build_that_fails_says_why(repair: Repair) -> None:
    Deployment.objects.filter(made_by_repairs=repair).update(
        status=DeploymentStatus.FAILED, build_error="SyntaxError: workflows.py"
    )
    go_on(repair.pk)
    assert now(repair).status == RepairStatus.SUGGESTED
    assert "could not be built: SyntaxError" in now(repair).sentence


def test_a_build_that_never_ends_is_not_waited_for(repair: Repair) -> None:
    Deployment.objects.filter(made_by_repairs=repair).update(created_at=timezone.now() - timedelta(hours=1))
    go_on(repair.pk)
    assert (now(repair).status, now(repair).sentence) == (
        RepairStatus.SUGGESTED,
        "The edited version was not built in time.",
    )


def test_a_version_without_the_workflow_is_a_suggestion(repair: Repair) -> None:
    Deployment.objects.filter(made_by_repairs=repair).update(status=DeploymentStatus.READY)
    go_on(repair.pk)
    assert now(repair).status == RepairStatus.SUGGESTED
    assert "no workflow pay" in now(repair).sentence


def test_a_deleted_version_is_a_suggestion(repair: Repair) -> None:
    Deployment.objects.filter(made_by_repairs=repair).delete()
    go_on(repair.pk)
    assert now(repair).status == RepairStatus.SUGGESTED


def test_a_run_that_never_ends_is_cancelled(repair: Repair, version: WorkflowVersion) -> None:
    job = built(repair, version).verification_job
    assert job is not None
    go_on(repair.pk)
    assert now(repair).status == RepairStatus.VERIFYING
    Job.objects.filter(pk=job.pk).update(created_at=timezone.now() - timedelta(hours=2))
    go_on(repair.pk)
    assert now(repair).status == RepairStatus.SUGGESTED
    assert "did not end in time" in now(repair).sentence
    assert Job.objects.get(pk=job.pk).state == JobState.CANCELLED


def test_a_cancelled_run_proves_nothing(repair: Repair, version: WorkflowVersion) -> None:
    done = ended(built(repair, version), JobState.CANCELLED)
    assert (done.status, done.verified_at) == (RepairStatus.SUGGESTED, None)
    assert done.checks[-1]["outcome"] == "not done"


def test_a_verified_repair_becomes_current(
    repair: Repair, version: WorkflowVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = verified(repair, version, monkeypatch)
    assert (done.status, current_of(version)) == (RepairStatus.PUBLISHED, repair.deployment_id)
    assert done.verified_at is not None
    assert done.published_at is not None
    assert [check["name"] for check in done.checks] == ["page", "rerun"]
    assert "Other params than those of the failed run were not tried." in done.not_checked
    group = FailureGroup.objects.get(repairs=repair)
    assert (group.state, group.state_changed_by) == (GroupState.RESOLVED, None)


@pytest.mark.django_db(transaction=True)
def test_eight_workers_publish_it_once(
    repair: Repair, version: WorkflowVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    verdict(monkeypatch, RERUN_PASSED)
    job = built(repair, version).verification_job
    assert job is not None
    Job.objects.filter(pk=job.pk).update(state=JobState.COMPLETED)

    def work(_: int) -> None:
        go_on(repair.pk)
        connection.close()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(work, range(8)))
    assert now(repair).status == RepairStatus.PUBLISHED
    assert repair.deployment is not None
    assert repair.deployment.events.count() == 1


def test_a_newer_version_is_not_overwritten(
    repair: Repair, team: Team, version: WorkflowVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    verdict(monkeypatch, RERUN_PASSED)
    going = built(repair, version)
    newer = make_version(team, version.workflow.name)
    done = ended(going)
    assert (done.status, current_of(version)) == (RepairStatus.SUGGESTED, newer.deployment_id)
    assert "not overwritten" in done.sentence
    assert done.verified_at is not None


def test_what_was_not_checked_is_said_of_all_edits(
    repair: Repair, version: WorkflowVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    undone = Check(name="backtest", outcome="not done", sentence="No page of a good run is kept.")
    first = Round(proposal=make_proposal(other_uses=("workflows.py:7",)), checks=(undone,))
    Repair.objects.update(earlier=[first.model_dump(mode="json")])
    done = verified(repair, version, monkeypatch)
    assert undone.sentence in done.not_checked
    assert any("workflows.py:7 and workflows.py:40" in sentence for sentence in done.not_checked)


def test_where_a_person_must_approve_it_waits(
    repair: Repair, team: Team, version: WorkflowVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    DebugSettings.objects.create(team=team, repair_policy=RepairPolicy.APPROVE)
    done = verified(repair, version, monkeypatch)
    assert (done.status, current_of(version)) == (RepairStatus.WAITING, version.deployment_id)
    assert FailureGroup.objects.get().state == GroupState.OPEN


def test_suggestions_only_may_be_chosen_meanwhile(
    repair: Repair, team: Team, version: WorkflowVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    DebugSettings.objects.create(team=team, repair_policy=RepairPolicy.SUGGEST)
    done = verified(repair, version, monkeypatch)
    assert (done.status, current_of(version)) == (RepairStatus.SUGGESTED, version.deployment_id)


def test_a_run_with_another_result_is_a_suggestion(
    repair: Repair, version: WorkflowVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    verdict(monkeypatch, RERUN_FAILED)
    done = ended(built(repair, version))
    assert (done.status, done.sentence) == (RepairStatus.SUGGESTED, RERUN_FAILED.sentence)
    assert current_of(version) == version.deployment_id


def test_where_it_fails_elsewhere_the_next_element_is_looked_for(
    repair: Repair, version: WorkflowVersion, monkeypatch: pytest.MonkeyPatch, rung: Rung
) -> None:
    verdict(monkeypatch, RERUN_FAILED)
    going = built(repair, version)
    done = ended(going, JobState.FAILED)
    assert (done.status, done.tries, done.proposal) == (RepairStatus.PENDING, 0, None)
    assert done.earlier[0]["job_id"] == str(going.verification_job_id)
    assert done.earlier[0]["proposal"]["sentence"] == make_proposal().sentence


def test_but_not_for_ever(repair: Repair, version: WorkflowVersion, monkeypatch: pytest.MonkeyPatch) -> None:
    verdict(monkeypatch, RERUN_FAILED)
    Repair.objects.update(earlier=[{}] * (ROUNDS_MOST - 1))
    monkeypatch.setattr(verifying, "rounds_of", lambda repair: repair.earlier)
    assert ended(built(repair, version), JobState.FAILED).status == RepairStatus.SUGGESTED


@pytest.mark.django_db(transaction=True)
def test_it_is_rung_for_when_build_and_run_have_ended_and_by_the_sweep(
    repair: Repair, version: WorkflowVersion, rung: Rung
) -> None:
    job = built(repair, version).verification_job
    assert job is not None
    rung.clear()
    ring_for_deployment(repair.deployment_id)  # type: ignore[arg-type]
    ring_for_run(job.pk)
    ring_for_run(repair.report.job_id)
    sweep()
    assert rung == [("debugging.tasks.verify_repair", [str(repair.pk)])] * 3


def test_whoever_judged_too_late_changes_nothing(
    repair: Repair, version: WorkflowVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slowly(job: Job, repair: Repair) -> Check:
        Repair.objects.update(status=RepairStatus.SUGGESTED, sentence="Ended meanwhile.")
        return RERUN_PASSED

    monkeypatch.setattr(verifying, "judge", slowly)
    done = ended(built(repair, version))
    assert (done.status, done.sentence) == (RepairStatus.SUGGESTED, "Ended meanwhile.")
    assert current_of(version) == version.deployment_id


def test_a_group_that_a_person_has_decided_on_is_left_alone(
    repair: Repair, team: Team, version: WorkflowVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    person: Any = make_user(team)
    assert repair.group is not None
    assert resolve(group=repair.group, user=person)
    verified(repair, version, monkeypatch)
    assert FailureGroup.objects.get(repairs=repair).state_changed_by == person


def test_reports_are_told_once_it_is_settled(
    repair: Repair, version: WorkflowVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert DebugReport.objects.get().told_at is None
    verified(repair, version, monkeypatch)
    assert DebugReport.objects.get().told_at is not None
    assert Workflow.objects.get(pk=version.workflow_id).current is not None
