"""From the edited version to a verdict: it is built, run once with the params of the failed run, and judged.

`go_on` looks how far it is and does the next step. It is rung when the build has ended and when the run has, and by the
sweep; it may run at any time, and side by side.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from debugging.queue import ring
from debugging.repair.carrying_over import carry_over, successor_of, why_not
from debugging.repair.case import proposal_of, rounds_of
from debugging.repair.checking.rerun import judge
from debugging.repair.models import Repair, RepairStatus
from debugging.repair.proposal import Check, Round
from debugging.repair.proving import stored
from debugging.repair.publishing import settle_verified
from debugging.repair.states import move
from debugging.repair.words import not_checked
from deployments.models import DeploymentStatus, WorkflowVersion
from jobs.models import Job
from jobs.services import cancel_job
from jobs.verification import create_verification_job
from libretto.protocol import JobState

BUILD_MOST: Final = timedelta(minutes=20)
QUEUE_MOST: Final = timedelta(minutes=15)  # beside the seconds that the run itself may take
ROUNDS_MOST: Final = 4


def go_on(repair_id: UUID) -> None:
    repair = Repair.objects.whole().filter(pk=repair_id, status=RepairStatus.VERIFYING).first()
    if repair is None:
        return
    job = repair.verification_job
    if job is None:
        _after_build(repair)
    elif job.is_final:
        _judge(repair, job)
    elif job.created_at < timezone.now() - QUEUE_MOST - timedelta(seconds=job.timeout_seconds):
        _suggest(repair, "The run that was to verify it did not end in time.")
        cancel_job(team=repair.team, job_id=job.pk, where="by the repair that it was to verify")


def _after_build(repair: Repair) -> None:
    deployment = repair.deployment
    if deployment is None:
        _suggest(repair, "The edited version was deleted before it was verified.")
    elif deployment.status == DeploymentStatus.FAILED:
        _suggest(repair, f"The edited version could not be built: {deployment.build_error}")
    elif deployment.status == DeploymentStatus.READY:
        versions = deployment.workflow_versions.select_related("workflow")
        _run(repair, versions.filter(workflow__name=repair.workflow_name).first())
    elif deployment.created_at < timezone.now() - BUILD_MOST:
        _suggest(repair, "The edited version was not built in time.")


def _run(repair: Repair, version: WorkflowVersion | None) -> None:
    """One run, however often this is called: the row is locked."""
    if version is None:
        _suggest(repair, f"The edited version has no workflow {repair.workflow_name}.")
        return
    onto = successor_of(repair)
    if onto is not None and not why_not(repair, onto) and carry_over(repair, onto, before=RepairStatus.VERIFYING):
        return
    with transaction.atomic():
        rows = Repair.objects.filter(pk=repair.pk, status=RepairStatus.VERIFYING, verification_job=None)
        if rows.select_for_update(of=("self",)).first() is None:
            return
        job = create_verification_job(version=version, of=repair.report.job)
        rows.update(verification_job=job)


def _judge(repair: Repair, job: Job) -> None:
    if job.state == JobState.CANCELLED:
        verdict = Check(name="rerun", outcome="not done", sentence="The run that was to verify it was cancelled.")
    else:
        verdict = judge(job, repair)
    checks = [*(Check.model_validate(check) for check in repair.checks if check["name"] != "rerun"), verdict]
    if verdict.outcome == "passed":
        proposal = proposal_of(repair)
        last = [Round(proposal=proposal, checks=tuple(checks))] if proposal else []
        untried = not_checked([*rounds_of(repair), *last], ran=True)
        settle_verified(repair, checks=stored(checks), not_checked=untried, verified_at=timezone.now())
    elif not _next_round(repair, job, checks):
        _suggest(repair, verdict.sentence, checks=stored(checks))


def _next_round(repair: Repair, job: Job, checks: list[Check]) -> bool:
    """Where the run failed at another call than the one that was edited, that one may have changed, too."""
    proposal = proposal_of(repair)
    rounds = rounds_of(repair)
    if job.state != JobState.FAILED or proposal is None or len(rounds) + 1 >= ROUNDS_MOST:
        return False
    done = Round(proposal=proposal, checks=tuple(checks), job_id=str(job.pk))
    with transaction.atomic():
        moved = move(
            repair.pk,
            to=RepairStatus.PENDING,
            from_statuses=[RepairStatus.VERIFYING],
            earlier=[*repair.earlier, done.model_dump(mode="json")],
            proposal=None,
            checks=[],
            tries=0,
        )
        if moved:
            ring("repair", repair.pk)
    return True


def _suggest(repair: Repair, sentence: str, **fields: Any) -> None:
    move(repair.pk, to=RepairStatus.SUGGESTED, from_statuses=[RepairStatus.VERIFYING], sentence=sentence, **fields)
