"""Uploaded packages of workflows, the workflows they hold, and the secrets these may ask for."""

from __future__ import annotations

import uuid
from typing import ClassVar, Self

from django.db import models
from django.utils import timezone

from accounts.models import Team


class DeploymentStatus(models.TextChoices):
    BUILDING = "building", "Building"
    READY = "ready", "Ready"
    FAILED = "failed", "Failed"


class DeploymentQuerySet(models.QuerySet["Deployment"]):
    def of(self, team: Team) -> Self:
        return self.filter(team=team)

    def newest_first(self) -> Self:
        return self.order_by("-created_at", "-id")

    def building(self) -> Self:
        return self.filter(status=DeploymentStatus.BUILDING)


class Deployment(models.Model):
    """One uploaded version of a package. Immutable once ready or failed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="deployments")
    status = models.CharField(max_length=10, choices=DeploymentStatus, default=DeploymentStatus.BUILDING)
    description = models.TextField(blank=True)
    entry_point = models.CharField(max_length=255)
    auto_repair = models.BooleanField(default=False)
    source_path = models.CharField(max_length=255, help_text="The bundle as uploaded, in the file storage.")
    source_digest = models.CharField(max_length=64, help_text="SHA-256 of the packed bundle, hex.")
    build_error = models.TextField(blank=True)
    build_log = models.TextField(blank=True)
    build_token = models.UUIDField(null=True, editable=False, help_text="Names the build that holds it.")
    heartbeat_at = models.DateTimeField(null=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    built_at = models.DateTimeField(null=True, editable=False)

    objects: ClassVar = DeploymentQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["team", "-created_at", "-id"], name="deployment_newest")]

    def __str__(self) -> str:
        return f"deployment {self.id}"


class WorkflowQuerySet(models.QuerySet["Workflow"]):
    def of(self, team: Team) -> Self:
        return self.filter(team=team)

    def deployed(self) -> Self:
        return self.filter(current__isnull=False).select_related("current__deployment")


class Workflow(models.Model):
    """A name of a team. `current` is what a new run uses; deleting a workflow clears it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="workflows")
    name = models.CharField(max_length=200)
    current = models.ForeignKey("WorkflowVersion", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    updated_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar = WorkflowQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["team", "name"], name="one_workflow_a_name")]

    def __str__(self) -> str:
        return self.name


class WorkflowVersion(models.Model):
    """A workflow as one deployment holds it."""

    workflow = models.ForeignKey(Workflow, on_delete=models.CASCADE, related_name="versions")
    deployment = models.ForeignKey(Deployment, on_delete=models.CASCADE, related_name="workflow_versions")
    input_schema = models.JSONField(null=True)
    output_schema = models.JSONField(null=True)
    credential_names = models.JSONField(default=list)
    start_url = models.TextField(blank=True)
    viewport = models.JSONField(null=True)
    source_file = models.CharField(max_length=255)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["workflow", "deployment"], name="one_version_a_deployment")
        ]

    def __str__(self) -> str:
        return f"{self.workflow_id} in {self.deployment_id}"


class CredentialQuerySet(models.QuerySet["Credential"]):
    def of(self, team: Team) -> Self:
        return self.filter(team=team)


class Credential(models.Model):
    """A named secret of a team. `encrypted` is a Fernet token; see `deployments/encryption.py`."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="credentials")
    name = models.CharField(max_length=200)
    encrypted = models.BinaryField(editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    updated_at = models.DateTimeField(default=timezone.now, editable=False)

    objects: ClassVar = CredentialQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["team", "name"], name="one_credential_a_name")]

    def __str__(self) -> str:
        return self.name
