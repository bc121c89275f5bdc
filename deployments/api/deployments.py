"""/v1/deployments/*"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from rest_framework import serializers

from accounts import access
from accounts.access import Access
from api.endpoint import NoInput, endpoint
from api.errors import NotFound
from api.fields import IsoDateTime, NoNulCharField, TrueOrFalse, UuidField
from api.moments import iso
from deployments.models import Deployment, DeploymentStatus, Origin
from deployments.services import create_deployment

LISTED_MOST = 200
DESCRIPTION_MOST_CHARACTERS = 10_000


class NewDeployment(serializers.Serializer[Any]):
    source = serializers.CharField(  # type: ignore[assignment]  # DRF takes it for a field of its own
        trim_whitespace=False, min_length=1, help_text="Base64 of a gzip tar of the bundle's folder."
    )
    entry_point = NoNulCharField(
        required=False,
        allow_blank=True,
        help_text="The file that defines the workflows, relative to the bundle. Default: `workflows.py` if the bundle "
        "has one, else `index.ts`.",
    )
    description = NoNulCharField(required=False, allow_blank=True, max_length=DESCRIPTION_MOST_CHARACTERS)
    auto_repair = TrueOrFalse(required=False, default=False)


class CreatedDeployment(serializers.Serializer[Any]):
    deployment_id = serializers.UUIDField()
    status = serializers.ChoiceField(["building"])
    created_at = IsoDateTime()


class DeploymentRef(serializers.Serializer[Any]):
    id = UuidField()


class DeploymentView(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    description = serializers.CharField(allow_null=True)
    status = serializers.ChoiceField(DeploymentStatus.values)
    workflows = serializers.ListField(
        child=serializers.CharField(), allow_null=True, help_text="Names; null unless the deployment is ready."
    )
    build_error = serializers.CharField(allow_null=True, help_text="Why the build failed.")
    source_path = serializers.CharField(allow_null=True)
    bundle_path = serializers.CharField(allow_null=True, help_text="Always null: the uploaded bundle is what runs.")
    entry_point = serializers.CharField()
    built_at = IsoDateTime(allow_null=True)
    created_at = IsoDateTime()
    origin = serializers.ChoiceField(Origin.values, help_text="`repair`: made by the server to repair a failed run.")
    parent_deployment_id = serializers.UUIDField(allow_null=True, help_text="The version that a repair was made from.")
    held = serializers.BooleanField(help_text="True: no run uses it unless it is published or rolled back to.")


class DeploymentList(serializers.Serializer[Any]):
    deployments = DeploymentView(many=True)


def _room_for_a_bundle() -> int:
    limit: int = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    return limit


@endpoint(access.api_admin, request=NewDeployment, response=CreatedDeployment, max_body_bytes=_room_for_a_bundle)
def create(access: Access, data: dict[str, Any]) -> dict[str, Any]:
    """Upload a bundle of workflows and have it built.

    The build goes on after the answer: ask `deployments/sync` until the status is `ready` or `failed`. A Python
    bundle may hold a `requirements.txt`. Limits are 100 MiB packed and 500 MiB unpacked unless the server says
    otherwise; a larger one is refused with 413.
    """
    deployment = create_deployment(
        team=access.team,
        source=data["source"],
        entry_point=data.get("entry_point"),
        description=data.get("description", ""),
        auto_repair=data["auto_repair"],
        by=access.key,
    )
    return {
        "deployment_id": str(deployment.id),
        "status": DeploymentStatus.BUILDING.value,
        "created_at": iso(deployment.created_at),
    }


@endpoint(access.api_member, request=DeploymentRef, response=DeploymentView)
def sync(access: Access, data: dict[str, Any]) -> dict[str, Any]:
    """Tell how a deployment is doing."""
    deployment = Deployment.objects.of(access.team).with_names().filter(pk=data["id"]).first()
    if deployment is None:
        raise NotFound(f"There is no deployment {data['id']} in this team.")
    return _view(deployment)


@endpoint(access.api_member, request=NoInput, response=DeploymentList)
def list_newest(access: Access, data: dict[str, Any]) -> dict[str, Any]:
    """List the deployments of the team, newest first.

    The contract has no paging here: the newest 200 are listed. `deployments/sync` finds older ones by their id.
    """
    newest = Deployment.objects.of(access.team).with_names().newest_first()[:LISTED_MOST]
    return {"deployments": [_view(deployment) for deployment in newest]}


def _view(deployment: Deployment) -> dict[str, Any]:
    is_ready = deployment.status == DeploymentStatus.READY
    return {
        "id": str(deployment.id),
        "description": deployment.description or None,
        "status": deployment.status,
        "workflows": deployment.workflow_names if is_ready else None,
        "build_error": deployment.build_error or None,
        "source_path": deployment.source_path,
        "bundle_path": None,
        "entry_point": deployment.entry_point,
        "built_at": iso(deployment.built_at) if deployment.built_at else None,
        "created_at": iso(deployment.created_at),
        "origin": deployment.origin,
        "parent_deployment_id": str(deployment.parent_id) if deployment.parent_id else None,
        "held": deployment.held,
    }
