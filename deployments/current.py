"""Changing which version of a workflow runs. Whoever does locks the workflows first."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db.models import prefetch_related_objects
from django.utils import timezone

from accounts.models import ApiKey, User
from deployments.history import Change, DeploymentEvent
from deployments.models import Deployment, Workflow, WorkflowQuerySet, WorkflowVersion


def locked(workflows: WorkflowQuerySet) -> list[Workflow]:
    """Locked in the order of their names: two changes wait for each other, in the same order.

    What they run is read after that: had the query waited for a change, a join in it would find no row.
    """
    rows = list(workflows.order_by("name").select_for_update())
    prefetch_related_objects(rows, "current")
    return rows


def locked_versions(deployment: Deployment) -> list[WorkflowVersion]:
    """Of all its workflows, which are locked. Each version has its workflow loaded."""
    versions = {version.workflow_id: version for version in deployment.workflow_versions.all()}
    for workflow in locked(Workflow.objects.filter(pk__in=versions)):
        versions[workflow.pk].workflow = workflow
    return list(versions.values())


def runs(workflow: Workflow, deployment_id: UUID | None) -> bool:
    return workflow.current is not None and workflow.current.deployment_id == deployment_id


def make_current(
    versions: Sequence[WorkflowVersion], change: Change, *, by: User | ApiKey | None = None, reason: str = ""
) -> None:
    """Of one deployment, their workflows locked. Leaves a DeploymentEvent for each."""
    if not versions:
        return
    workflows = [version.workflow for version in versions]
    DeploymentEvent.objects.note(change, workflows=workflows, deployment=versions[0].deployment, by=by, reason=reason)
    now = timezone.now()
    for version in versions:
        Workflow.objects.filter(pk=version.workflow_id).update(current=version, updated_at=now, deleted_at=None)
