"""Makes the workflows of a built deployment the ones that run."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from deployments.models import Deployment, DeploymentStatus, Workflow, WorkflowVersion
from libretto.protocol import WorkflowInfo


def publish(*, deployment: Deployment, workflows: Sequence[WorkflowInfo], log: str) -> bool:
    """Ready, with its workflows, in one transaction. False if the build is no longer the caller's.

    Of each name, the newest ready deployment becomes current: newest by its creation, not by when its build
    ended. A deployment older than the deletion of a name does not bring it back.
    """
    with transaction.atomic():
        if not deployment.make_ready(log=log):
            return False
        names = sorted(info["name"] for info in workflows)
        _make_rows(deployment, names)
        # Locked in the order of their names: two publishing deployments wait for each other, in the same order.
        rows = Workflow.objects.of(deployment.team).filter(name__in=names).order_by("name").select_for_update()
        by_name = {row.name: row for row in rows}
        for info in workflows:
            version = _version(by_name[info["name"]], deployment, info)
            if _is_newest(version):
                Workflow.objects.filter(pk=version.workflow_id).update(
                    current=version, updated_at=timezone.now(), deleted_at=None
                )
    return True


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
    )


def _is_newest(version: WorkflowVersion) -> bool:
    workflow, deployment = version.workflow, version.deployment
    if workflow.deleted_at is not None and deployment.created_at <= workflow.deleted_at:
        return False
    newer = Deployment.objects.of(deployment.team).newer_than(deployment).filter(status=DeploymentStatus.READY)
    return not newer.filter(workflow_versions__workflow=workflow).exists()
