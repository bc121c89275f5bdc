"""Versions of a folder of workflows."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Prefetch, Q
from django.utils import timezone
from django.utils.text import Truncator

from accounts.models import ApiKey, Team, User
from deployments.models.workflows import WorkflowVersion

TITLE_MOST_CHARACTERS = 120


class DeploymentStatus(models.TextChoices):
    BUILDING = "building", "Building"
    READY = "ready", "Ready"
    FAILED = "failed", "Failed"


class Origin(models.TextChoices):
    UPLOAD = "upload", "Uploaded"
    REPAIR = "repair", "Made by a repair"


class DeploymentQuerySet(models.QuerySet["Deployment"]):
    def of(self, team: Team) -> Self:
        return self.filter(team=team)

    def newest_first(self) -> Self:
        return self.order_by("-created_at", "-id")

    def building(self) -> Self:
        return self.filter(status=DeploymentStatus.BUILDING)

    def uploaded(self) -> Self:
        return self.filter(origin=Origin.UPLOAD)

    def silent(self) -> Self:
        """Builds that nobody has begun or continued for a while."""
        longest = timezone.now() - timedelta(seconds=settings.SILENCE_SECONDS)
        return self.building().filter(Q(heartbeat_at=None) | Q(heartbeat_at__lt=longest))

    def with_names(self) -> Self:
        """With the names of their workflows loaded, and without the logs, which are long."""
        names = WorkflowVersion.objects.select_related("workflow").only("deployment", "workflow__name")
        return self.defer("build_log").prefetch_related(Prefetch("workflow_versions", queryset=names))

    def with_makers(self) -> Self:
        """With whoever or whatever made them."""
        return self.select_related("created_by", "created_with", "parent").defer("parent__build_log")

    def newer_than(self, deployment: Deployment) -> Self:
        same_moment = Q(created_at=deployment.created_at, id__gt=deployment.id)
        return self.filter(Q(created_at__gt=deployment.created_at) | same_moment)

    def claim(self, deployment_id: uuid.UUID) -> Deployment | None:
        """The deployment, to be built by the caller alone; None if it is another's or done."""
        token = uuid.uuid4()
        free = self.building().filter(build_token=None) | self.silent()
        hit = free.filter(pk=deployment_id).update(
            build_token=token, heartbeat_at=timezone.now(), build_attempts=F("build_attempts") + 1
        )
        return self.select_related("team").get(pk=deployment_id, build_token=token) if hit else None


class Deployment(models.Model):
    """One uploaded version of a package. Immutable once ready or failed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="deployments")
    status = models.CharField(max_length=10, choices=DeploymentStatus, default=DeploymentStatus.BUILDING)
    description = models.TextField(blank=True)
    entry_point = models.CharField(max_length=255)
    auto_repair = models.BooleanField(default=False)
    origin = models.CharField(max_length=10, choices=Origin, default=Origin.UPLOAD, db_default=Origin.UPLOAD)
    parent = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, related_name="children", help_text="The version it was made from."
    )
    held = models.BooleanField(
        default=False, db_default=False, help_text="Not made current when its build ends: see `publish_held`."
    )
    created_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    created_with = models.ForeignKey(ApiKey, on_delete=models.SET_NULL, null=True, related_name="+")
    source_path = models.CharField(max_length=255, help_text="The bundle as uploaded, in the file storage.")
    source_digest = models.CharField(max_length=64, help_text="SHA-256 of the packed bundle, hex.")
    build_error = models.TextField(blank=True)
    build_log = models.TextField(blank=True)
    build_token = models.UUIDField(null=True, editable=False, help_text="Names the build that holds it.")
    build_attempts = models.PositiveSmallIntegerField(default=0, editable=False)
    heartbeat_at = models.DateTimeField(
        null=True, editable=False, help_text="When its build was last alive, or last asked for."
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    built_at = models.DateTimeField(null=True, editable=False)

    objects: ClassVar = DeploymentQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["team", "-created_at", "-id"], name="deployment_newest")]

    def __str__(self) -> str:
        return f"deployment {self.id}"

    @property
    def short_id(self) -> str:
        """Enough to tell a team's deployments apart."""
        return str(self.pk).partition("-")[0]

    @property
    def title(self) -> str:
        """For people: the first line of the description, else its short id."""
        line = self.description.strip().partition("\n")[0]
        return Truncator(line).chars(TITLE_MOST_CHARACTERS) if line else f"Version {self.short_id}"

    @property
    def maker(self) -> str:
        """The person, or the name of the API key, it came from; '' when that was not noted or they are gone."""
        if self.created_by:
            return self.created_by.email
        return self.created_with.name if self.created_with else ""

    @property
    def workflow_names(self) -> list[str]:
        return sorted(version.workflow.name for version in self.workflow_versions.all())

    def beat(self) -> bool:
        """Says that this build is alive. False if it is no longer this one's to build."""
        return bool(self._held().update(heartbeat_at=timezone.now()))

    def release(self) -> bool:
        """Takes the build from whoever holds it, if they are still silent, so that it can be claimed again."""
        return bool(self._silent().update(build_token=None, heartbeat_at=timezone.now()))

    def give_up(self, error: str) -> bool:
        return bool(self._silent().update(status=DeploymentStatus.FAILED, build_error=error, built_at=timezone.now()))

    def make_ready(self, *, log: str) -> bool:
        return self._end(DeploymentStatus.READY, build_log=log, build_error="")

    def fail(self, *, error: str, log: str) -> bool:
        return self._end(DeploymentStatus.FAILED, build_log=log, build_error=error)

    def _end(self, status: DeploymentStatus, **fields: str) -> bool:
        return bool(self._held().update(status=status, built_at=timezone.now(), **fields))

    def _held(self) -> DeploymentQuerySet:
        held: DeploymentQuerySet = Deployment.objects.building().filter(pk=self.pk, build_token=self.build_token)
        return held

    def _silent(self) -> DeploymentQuerySet:
        silent: DeploymentQuerySet = Deployment.objects.silent().filter(pk=self.pk, build_token=self.build_token)
        return silent
