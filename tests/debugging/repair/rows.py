"""Repairs in the database, with as little as each must have; and what finds and proves edits, told what to say."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.utils import timezone

from accounts.models import Team
from debugging.gathering.services import gather
from debugging.models import DebugReport
from debugging.repair.models import Repair, RepairStatus
from debugging.repair.proposal import Candidate, Check, FileChange, Located, Proposal
from deployments.models import Deployment, DeploymentStatus, Origin, Workflow, WorkflowVersion
from jobs.models import Job
from libretto.protocol import JobState
from tests.debugging.page_rows import make_diagnosis, make_group, make_report
from tests.debugging.rows import failed_job
from tests.jobs.making import make_version

OLD = 'def pay(ctx):\n    page = ctx.page\n    page.get_by_role("button", name="Pay").click()\n'
NEW = OLD.replace('name="Pay"', 'name="Pay now"')
PAGE_PASSED = Check(name="page", outcome="passed", sentence="On the page as it failed it finds one visible button.")
RERUN_PASSED = Check(name="rerun", outcome="passed", sentence="It ran to its end, with a result like those before.")
RERUN_FAILED = Check(name="rerun", outcome="failed", sentence="The run of the edited version failed.")


def make_proposal(old: str = OLD, new: str = NEW, **fields: Any) -> Proposal:
    known: dict[str, Any] = {
        "kind": "locator",
        "changes": (FileChange(file="workflows.py", old=old, new=new),),
        "line": 3,
        "sentence": 'The button "Pay" is called "Pay now" by now.',
        "was_wrong": 'No button "Pay" is on the page.',
        "old_locator": 'get_by_role("button", name="Pay")',
        "new_locator": 'get_by_role("button", name="Pay now")',
        "located": make_located(),
        "other_uses": ("workflows.py:40",),
    }
    return Proposal(**known | fields)


def make_located() -> Located:
    return Located(
        candidates=(
            Candidate(element='button "Pay now"', xpath="/html/body/button", score=0.91, why={"text": 0.4}, taken=True),
            Candidate(element='link "Payments"', xpath="/html/body/a", score=0.22, why={"place": 0.1}),
        ),
        margin=0.69,
        proof="text",
        was='button "Pay"',
    )


def auto_version(team: Team, name: str = "pay", **fields: Any) -> WorkflowVersion:
    """Current, of a deployment that was made with --auto-repair."""
    version = make_version(team, name)
    Deployment.objects.filter(pk=version.deployment_id).update(auto_repair=True, **fields)
    return WorkflowVersion.objects.select_related("deployment", "workflow").get(pk=version.pk)


def child_of(parent: WorkflowVersion, *, status: str = DeploymentStatus.READY, held: bool = True) -> Deployment:
    """As a repair makes it."""
    deployment = Deployment.objects.create(
        team_id=parent.deployment.team_id,
        status=status,
        entry_point="workflows.py",
        source_path="bundles/none",
        source_digest="0" * 64,
        auto_repair=True,
        origin=Origin.REPAIR,
        parent=parent.deployment,
        held=held,
        description=uuid4().hex,
    )
    if status == DeploymentStatus.READY:
        add_version(deployment, parent)
    return deployment


def add_version(deployment: Deployment, parent: WorkflowVersion) -> WorkflowVersion:
    return WorkflowVersion.objects.create(workflow=parent.workflow, deployment=deployment, source_file="workflows.py")


def reported(version: WorkflowVersion, **fields: Any) -> DebugReport:
    """A failed run of it, looked at."""
    job = failed_job(version.deployment.team, version=version)
    evidence = gather(job).model_dump(mode="json")
    return make_report(job, make_diagnosis(), evidence=evidence, **{"group": make_group(job.team), **fields})


def make_repair(team: Team, version: WorkflowVersion | None = None, **fields: Any) -> Repair:
    """With an edit. Suggested, unless another status is given."""
    version = version or auto_version(team)
    report = fields.pop("report", None) or reported(version)
    proposal = make_proposal()
    known: dict[str, Any] = {
        "status": RepairStatus.SUGGESTED,
        "sentence": "Not re-run: it had already submitted a form.",
        "proposal": proposal.model_dump(mode="json"),
        "diff": proposal.diff,
        "checks": [PAGE_PASSED.model_dump(mode="json")],
        "not_checked": ["The edited workflow was not run to its end."],
    }
    if fields.get("status") in (RepairStatus.WAITING, RepairStatus.VERIFYING, RepairStatus.PUBLISHED):
        known["deployment"] = child_of(version)
    made: Repair = Repair.objects.create(
        team=team,
        report=report,
        group=report.group,
        workflow_name=version.workflow.name,
        parent=version.deployment,
        **known | fields,
    )
    DebugReport.objects.filter(pk=report.pk).update(repair=made)
    return Repair.objects.whole().get(pk=made.pk)


def published_repair(team: Team, version: WorkflowVersion | None = None) -> Repair:
    """Its deployment is the current one."""
    version = version or auto_version(team)
    deployment = child_of(version, held=False)
    current = deployment.workflow_versions.get()
    Workflow.objects.filter(pk=version.workflow_id).update(current=current)
    now = timezone.now()
    return make_repair(
        team, version, status=RepairStatus.PUBLISHED, deployment=deployment, published_at=now, verified_at=now
    )


def run_of(deployment: Deployment, state: JobState = JobState.COMPLETED) -> Job:
    """An ordinary run of its one workflow, by now over."""
    version = deployment.workflow_versions.select_related("workflow").get()
    if state == JobState.FAILED:
        return failed_job(deployment.team, version=version)
    now = timezone.now()
    made: Job = Job.objects.create(
        team=deployment.team,
        version=version,
        workflow_name=version.workflow.name,
        timeout_seconds=60,
        state=state,
        started_at=now,
        completed_at=now,
    )
    return made


def current_of(version: WorkflowVersion) -> Any:
    return Workflow.objects.get(pk=version.workflow_id).current.deployment_id  # type: ignore[union-attr]
