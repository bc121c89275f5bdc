"""/v1/workflows/*"""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from accounts import access
from accounts.access import Access
from api.endpoint import NoInput, endpoint
from api.fields import IsoDateTime, NoNulCharField
from api.moments import iso
from deployments import workflows
from deployments.models import Deployment, DeploymentStatus, Workflow, WorkflowVersion

BUILDS_LISTED_MOST = 200


class WorkflowRef(serializers.Serializer[Any]):
    workflow = NoNulCharField(help_text="Its name.")


class DeployedWorkflow(serializers.Serializer[Any]):
    name = serializers.CharField()
    deployment_id = serializers.UUIDField()
    deployment_status = serializers.ChoiceField(DeploymentStatus.values)
    created_at = IsoDateTime()
    updated_at = IsoDateTime()


class BuildInProgress(serializers.Serializer[Any]):
    build_id = serializers.UUIDField(help_text="The deployment's id.")
    status = serializers.ChoiceField(["building"])
    workflow_name = serializers.CharField(allow_null=True, help_text="Null: not known before the build is done.")
    summary = serializers.CharField(allow_null=True, help_text="The deployment's description.")
    error = serializers.CharField(allow_null=True)
    created_at = IsoDateTime()
    updated_at = IsoDateTime()


class WorkflowList(serializers.Serializer[Any]):
    deployed_workflows = DeployedWorkflow(many=True)
    in_progress_builds = BuildInProgress(many=True)


class WorkflowView(serializers.Serializer[Any]):
    workflow = serializers.CharField()
    deployment_id = serializers.UUIDField()
    deployment_status = serializers.ChoiceField(DeploymentStatus.values)
    deployment_created_at = IsoDateTime()
    deployment_built_at = IsoDateTime(allow_null=True)
    created_at = IsoDateTime()
    updated_at = IsoDateTime()
    input_schema = serializers.JSONField(allow_null=True, help_text="JSON Schema 2020-12.")
    output_schema = serializers.JSONField(allow_null=True, help_text="JSON Schema 2020-12.")
    rerun = serializers.ChoiceField(
        ["safe"], allow_null=True, help_text="`safe`: declared to do no harm when it is run again with the same params."
    )
    sharing_enabled = serializers.BooleanField()
    publication = serializers.JSONField(allow_null=True)


class DeletedWorkflow(serializers.Serializer[Any]):
    success = serializers.BooleanField()
    message = serializers.CharField()


@endpoint(access.api_member, request=NoInput, response=WorkflowList)
def list_all(access: Access, data: dict[str, Any]) -> dict[str, Any]:
    """List the deployed workflows of the team by name, and the deployments being built."""
    deployed = Workflow.objects.of(access.team).deployed().order_by("name")
    building = Deployment.objects.of(access.team).building().newest_first()[:BUILDS_LISTED_MOST]
    return {
        "deployed_workflows": [_deployed(workflow) for workflow in deployed],
        "in_progress_builds": [_in_progress(deployment) for deployment in building],
    }


@endpoint(access.api_member, request=WorkflowRef, response=WorkflowView)
def get(access: Access, data: dict[str, Any]) -> dict[str, Any]:
    """Describe a deployed workflow: its current deployment, and what it takes and returns."""
    return _view(workflows.current_version(team=access.team, name=data["workflow"]))


@endpoint(access.api_admin, request=WorkflowRef, response=DeletedWorkflow)
def delete(access: Access, data: dict[str, Any]) -> dict[str, Any]:
    """Take a workflow away: it cannot be run any more. Its past runs stay; a later deployment brings it back."""
    workflows.delete(team=access.team, name=data["workflow"], by=access.key)
    return {"success": True, "message": f"The workflow {data['workflow'].strip()} was deleted."}


def _deployed(workflow: Workflow) -> dict[str, Any]:
    assert workflow.current is not None  # noqa: S101  # `deployed()` asks for it
    return {
        "name": workflow.name,
        "deployment_id": str(workflow.current.deployment_id),
        "deployment_status": workflow.current.deployment.status,
        "created_at": iso(workflow.created_at),
        "updated_at": iso(workflow.updated_at),
    }


def _in_progress(deployment: Deployment) -> dict[str, Any]:
    return {
        "build_id": str(deployment.id),
        "status": deployment.status,
        "workflow_name": None,
        "summary": deployment.description or None,
        "error": None,
        "created_at": iso(deployment.created_at),
        "updated_at": iso(deployment.heartbeat_at or deployment.created_at),
    }


def _view(version: WorkflowVersion) -> dict[str, Any]:
    workflow, deployment = version.workflow, version.deployment
    return {
        "workflow": workflow.name,
        "deployment_id": str(deployment.id),
        "deployment_status": deployment.status,
        "deployment_created_at": iso(deployment.created_at),
        "deployment_built_at": iso(deployment.built_at) if deployment.built_at else None,
        "created_at": iso(workflow.created_at),
        "updated_at": iso(workflow.updated_at),
        "input_schema": version.input_schema,
        "output_schema": version.output_schema,
        "rerun": version.rerun or None,
        "sharing_enabled": False,
        "publication": None,
    }
