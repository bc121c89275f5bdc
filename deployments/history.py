"""What was changed about which version runs: the history of deployments and workflows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import ApiKey, Team, User

if TYPE_CHECKING:
    from deployments.models import Deployment, Workflow

REASON_MOST_CHARACTERS = 1000


class Change(models.TextChoices):
    PUBLISHED = "published", "Published"
    ROLLED_BACK = "rolled_back", "Rolled back"
    TAKEN_BACK = "taken_back", "Taken back"
    DELETED = "deleted", "Deleted"


class DeploymentEventQuerySet(models.QuerySet["DeploymentEvent"]):
    def of(self, team: Team) -> Self:
        return self.filter(workflow__team=team)

    def about(self, deployment: Deployment) -> Self:
        """Where it became current, and where it stopped being so."""
        return self.filter(Q(deployment=deployment) | Q(before=deployment))

    def note(
        self,
        change: Change,
        *,
        workflows: Iterable[Workflow],
        deployment: Deployment | None,
        by: User | ApiKey | None = None,
        reason: str = "",
    ) -> Sequence[DeploymentEvent]:
        """One row for each workflow, all of one moment. The workflows are as they were before the change."""
        now = timezone.now()
        rows = [
            DeploymentEvent(
                change=change,
                workflow=workflow,
                deployment=deployment,
                before_id=workflow.current.deployment_id if workflow.current else None,
                user=by if isinstance(by, User) else None,
                key=by if isinstance(by, ApiKey) else None,
                reason=reason[:REASON_MOST_CHARACTERS],
                at=now,
            )
            for workflow in workflows
        ]
        return self.bulk_create(rows)


class DeploymentEvent(models.Model):
    """From then on, runs of the workflow use `deployment`; none, if the workflow was deleted. Never changed."""

    change = models.CharField(max_length=12, choices=Change)
    workflow = models.ForeignKey("deployments.Workflow", on_delete=models.CASCADE, related_name="events")
    deployment = models.ForeignKey(
        "deployments.Deployment", on_delete=models.CASCADE, null=True, related_name="events", help_text="Runs since."
    )
    before = models.ForeignKey(
        "deployments.Deployment", on_delete=models.SET_NULL, null=True, related_name="+", help_text="Ran until then."
    )
    user = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    key = models.ForeignKey(ApiKey, on_delete=models.SET_NULL, null=True, related_name="+")
    reason = models.CharField(max_length=REASON_MOST_CHARACTERS, blank=True)
    at = models.DateTimeField(default=timezone.now)

    objects: ClassVar = DeploymentEventQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-at", "-id"]
        indexes: ClassVar = [models.Index(fields=["workflow", "-at"], name="event_of_workflow")]

    def __str__(self) -> str:
        return f"{self.change} at {self.at:%Y-%m-%d %H:%M:%S}"
