"""The names that runs are asked for by, and what is run of each in one deployment."""

from __future__ import annotations

import uuid
from typing import ClassVar, Self

from django.db import models
from django.utils import timezone

from accounts.models import Team


class WorkflowQuerySet(models.QuerySet["Workflow"]):
    def of(self, team: Team) -> Self:
        return self.filter(team=team)

    def deployed(self) -> Self:
        """Those that can be run, their deployments loaded without the logs, which are long."""
        rows = self.filter(current__isnull=False).select_related("current__deployment")
        return rows.defer("current__deployment__build_log")


class Workflow(models.Model):
    """A name of a team. `current` is what a new run uses; deleting a workflow clears it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="workflows")
    name = models.CharField(max_length=200)
    current = models.ForeignKey("WorkflowVersion", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    updated_at = models.DateTimeField(default=timezone.now)
    deleted_at = models.DateTimeField(
        null=True, blank=True, editable=False, help_text="Only deployments made after this moment bring it back."
    )

    objects: ClassVar = WorkflowQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["team", "name"], name="one_workflow_a_name")]

    def __str__(self) -> str:
        return self.name


class WorkflowVersion(models.Model):
    """A workflow as one deployment holds it."""

    workflow = models.ForeignKey(Workflow, on_delete=models.CASCADE, related_name="versions")
    deployment = models.ForeignKey("deployments.Deployment", on_delete=models.CASCADE, related_name="workflow_versions")
    input_schema = models.JSONField(null=True)
    output_schema = models.JSONField(null=True)
    credential_names = models.JSONField(default=list)
    start_url = models.TextField(blank=True)
    viewport = models.JSONField(null=True)
    source_file = models.CharField(max_length=255)
    rerun = models.CharField(
        max_length=10, blank=True, default="", db_default="", help_text='"safe": running it again does no harm.'
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["workflow", "deployment"], name="one_version_a_deployment")
        ]

    def __str__(self) -> str:
        return f"{self.workflow_id} in {self.deployment_id}"
