"""Decides which version of a workflow runs. Every change leaves a DeploymentEvent."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from uuid import UUID

from django.db import transaction
from django.db.models import prefetch_related_objects
from django.http import HttpRequest
from django.utils import timezone

from accounts import audit
from accounts.models import ApiKey, Team, User
from api.errors import Conflict
from deployments.history import Change, DeploymentEvent
from deployments.models import (
    Deployment,
    DeploymentQuerySet,
    DeploymentStatus,
    Workflow,
    WorkflowQuerySet,
    WorkflowVersion,
)
from deployments.signals import deployment_built
from libretto.protocol import WorkflowInfo


def publish(*, deployment: Deployment, workflows: Sequence[WorkflowInfo], log: str) -> bool:
    """Ready, with its workflows, in one transaction. False if the build is no longer the caller's.

    Of each name, the newest ready deployment becomes current: newest by its creation, not by when its build
    ended. A deployment older than the deletion of a name does not bring it back; one that is held waits.
    """
    with transaction.atomic():
        if not deployment.make_ready(log=log):
            return False
        names = sorted(info["name"] for info in workflows)
        _make_rows(deployment, names)
        by_name = {row.name: row for row in _locked(Workflow.objects.of(deployment.team).filter(name__in=names))}
        versions = [_version(by_name[info["name"]], deployment, info) for info in workflows]
        if not deployment.held:
            make_current(
                [version for version in versions if _is_newest(version)],
                Change.PUBLISHED,
                by=deployment.created_by or deployment.created_with,
            )
        tell_built(deployment, DeploymentStatus.READY)
    return True


def publish_held(deployment: Deployment, *, by: User | None = None, reason: str = "") -> bool:
    """Makes a held deployment run wherever its parent does. False, and nothing changed, when what runs has been
    changed since it was made (a newer deployment, a roll back), or when it is not ready."""
    with transaction.atomic():
        versions = _versions(deployment)
        left = DeploymentEvent.objects.filter(before=deployment.parent_id, at__gte=deployment.created_at)
        taken = [version for version in versions if _runs(version.workflow, deployment.parent_id)]
        if not taken or left.filter(workflow__in=[version.workflow_id for version in versions]).exists():
            return False
        if not _ready(deployment, held=True).update(held=False):
            return False
        make_current(taken, Change.PUBLISHED, by=by, reason=reason)
    deployment.held = False
    return True


def take_back(deployment: Deployment, *, reason: str) -> bool:
    """Workflows that run this version run its parent's again. False when there are none."""
    with transaction.atomic():
        names = {version.workflow_id for version in _versions(deployment) if _runs(version.workflow, deployment.pk)}
        parent = deployment.parent
        earlier = [version for version in _versions(parent) if version.workflow_id in names] if parent else []
        if not earlier:
            return False
        Deployment.objects.filter(pk=deployment.pk).update(held=True)
        make_current(earlier, Change.TAKEN_BACK, reason=reason)
    deployment.held = True
    return True


def roll_back(*, team: Team, deployment: Deployment, by: User, request: HttpRequest | None = None) -> list[str]:
    """Makes the workflows of a ready deployment run this version of them. Returns the names of those that ran another
    one; deleted workflows stay deleted. Raises Conflict when it is not ready."""
    with transaction.atomic():
        if not _ready(deployment).filter(team=team).update(held=False):
            raise Conflict("Only a deployment that is ready can run. This one is not.", reason="not_ready")
        versions = [
            version
            for version in _versions(deployment)
            if version.workflow.deleted_at is None and not _runs(version.workflow, deployment.pk)
        ]
        names = sorted(version.workflow.name for version in versions)
        if names:
            make_current(versions, Change.ROLLED_BACK, by=by)
            about = ("deployment", deployment.pk)
            audit.record(
                team=team,
                action="deployment.rolled_back",
                subject=about,
                by=by,
                request=request,
                data={"workflows": names},
            )
    return names


def make_current(
    versions: Sequence[WorkflowVersion], change: Change, *, by: User | ApiKey | None = None, reason: str = ""
) -> None:
    """Of one deployment; their workflows must be locked."""
    if not versions:
        return
    workflows = [version.workflow for version in versions]
    DeploymentEvent.objects.note(change, workflows=workflows, deployment=versions[0].deployment, by=by, reason=reason)
    now = timezone.now()
    for version in versions:
        Workflow.objects.filter(pk=version.workflow_id).update(current=version, updated_at=now, deleted_at=None)


def tell_built(deployment: Deployment, status: DeploymentStatus) -> None:
    send = partial(deployment_built.send_robust, sender=Deployment, deployment_id=deployment.pk, status=status)
    transaction.on_commit(send)


def _ready(deployment: Deployment, **fields: bool) -> DeploymentQuerySet:
    ready: DeploymentQuerySet = Deployment.objects.filter(pk=deployment.pk, status=DeploymentStatus.READY, **fields)
    return ready


def _make_rows(deployment: Deployment, names: Sequence[str]) -> None:
    rows = [Workflow(team=deployment.team, name=name) for name in names]
    Workflow.objects.bulk_create(rows, ignore_conflicts=True)


def _version(workflow: Workflow, deployment: Deployment, info: WorkflowInfo) -> WorkflowVersion:
    return WorkflowVersion.objects.create(
        workflow=workflow,
        deployment=deployment,
        input_schema=info["input_schema"],
        output_schema=info["output_schema"],
        credential_names=info["credential_names"],
        start_url=info["start_url"] or "",
        viewport=info["viewport"],
        source_file=info["source_file"],
        rerun=info["rerun"],
    )


def _is_newest(version: WorkflowVersion) -> bool:
    """Repairs do not count: one of an older version must not keep out what a person deployed meanwhile."""
    workflow, deployment = version.workflow, version.deployment
    if workflow.deleted_at is not None and deployment.created_at <= workflow.deleted_at:
        return False
    newer = Deployment.objects.of(deployment.team).uploaded().newer_than(deployment)
    return not newer.filter(status=DeploymentStatus.READY, workflow_versions__workflow=workflow).exists()


def _versions(deployment: Deployment) -> list[WorkflowVersion]:
    """With their workflows, which are locked."""
    versions = {version.workflow_id: version for version in deployment.workflow_versions.all()}
    for workflow in _locked(Workflow.objects.filter(pk__in=versions)):
        versions[workflow.pk].workflow = workflow
    return list(versions.values())


def _locked(workflows: WorkflowQuerySet) -> list[Workflow]:
    """Locked in the order of their names: two changes wait for each other, in the same order.

    What they run is read after that: a join in the same query could still show what ran before the wait.
    """
    rows = list(workflows.order_by("name").select_for_update())
    prefetch_related_objects(rows, "current")
    return rows


def _runs(workflow: Workflow, deployment_id: UUID | None) -> bool:
    return workflow.current is not None and workflow.current.deployment_id == deployment_id
