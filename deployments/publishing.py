"""Decides which version of a workflow runs. Every change leaves a DeploymentEvent."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from django.db import transaction
from django.http import HttpRequest

from accounts import audit
from accounts.models import Team, User
from api.errors import Conflict
from deployments.current import locked, locked_versions, make_current, runs
from deployments.history import Change, DeploymentEvent
from deployments.models import (
    Deployment,
    DeploymentQuerySet,
    DeploymentStatus,
    Workflow,
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
        by_name = {row.name: row for row in locked(Workflow.objects.of(deployment.team).filter(name__in=names))}
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
        versions = locked_versions(deployment)
        left = DeploymentEvent.objects.filter(before=deployment.parent_id, at__gte=deployment.created_at)
        taken = [version for version in versions if runs(version.workflow, deployment.parent_id)]
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
        running = [version for version in locked_versions(deployment) if runs(version.workflow, deployment.pk)]
        earlier = _versions_in(deployment.parent, [version.workflow for version in running])
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
        others = [version for version in locked_versions(deployment) if not runs(version.workflow, deployment.pk)]
        if not _ready(deployment).filter(team=team).update(held=False):
            raise Conflict("Only a deployment that is ready can run. This one is not.", reason="not_ready")
        versions = [version for version in others if version.workflow.deleted_at is None]
        names = sorted(version.workflow.name for version in versions)
        if names:
            make_current(versions, Change.ROLLED_BACK, by=by)
            audit.record(
                team=team,
                action="deployment.rolled_back",
                subject=("deployment", deployment.pk),
                by=by,
                request=request,
                data={"workflows": names},
            )
    return names


def tell_built(deployment: Deployment, status: DeploymentStatus) -> None:
    send = partial(deployment_built.send_robust, sender=Deployment, deployment_id=deployment.pk, status=status)
    transaction.on_commit(send)


def _versions_in(deployment: Deployment | None, workflows: Sequence[Workflow]) -> list[WorkflowVersion]:
    if deployment is None:
        return []
    by_id = {workflow.pk: workflow for workflow in workflows}
    versions = list(deployment.workflow_versions.filter(workflow__in=by_id))
    for version in versions:
        version.workflow = by_id[version.workflow_id]
    return versions


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
