"""Failures that have one cause."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import ClassVar, Self

from django.db import models
from django.db.models import OuterRef, Subquery

from accounts.models import Team, User
from debugging.models.reports import DebugReport
from debugging.models.states import CLASS_CHOICES, GroupState, Occurrence


class FailureGroupQuerySet(models.QuerySet["FailureGroup"]):
    def of(self, team: Team) -> Self:
        return self.filter(team=team)

    def in_state(self, state: str | None) -> Self:
        """All of them when no state is asked for."""
        return self.filter(state=state) if state else self.all()

    def of_workflow(self, name: str | None) -> Self:
        """All of them when no name is given."""
        return self.filter(workflow_name=name) if name else self.all()

    def on_host(self, host: str | None) -> Self:
        """All of them when no host is given."""
        return self.filter(host=host) if host else self.all()

    def last_seen_first(self) -> Self:
        return self.order_by("-last_seen_at", "-id")

    def with_return(self, since: datetime) -> Self:
        """Adds `came_back_at`: when a failure last reopened it, if that was not before `since`."""
        back = DebugReport.objects.filter(group=OuterRef("pk"), occurrence=Occurrence.BACK, created_at__gte=since)
        return self.annotate(came_back_at=Subquery(back.order_by("-created_at").values("created_at")[:1]))


class FailureGroup(models.Model):
    """Failures of one workflow that have one cause, as far as their fingerprint tells. See groups/fingerprint.py."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="failure_groups")
    fingerprint = models.CharField(max_length=64, editable=False)
    workflow_name = models.CharField(max_length=200)
    failure_class = models.CharField(max_length=30, choices=CLASS_CHOICES)
    title = models.CharField(max_length=500, help_text="The summary of its newest diagnosis.")
    host = models.CharField(max_length=255, blank=True, help_text="Of the page it failed on.")
    step = models.CharField(max_length=500, blank=True, help_text="The failing call, numbers and quotes taken out.")
    state = models.CharField(max_length=10, choices=GroupState, default=GroupState.OPEN)
    ignored_until = models.DateTimeField(null=True, blank=True)
    ignored_occurrences = models.PositiveIntegerField(
        null=True, blank=True, help_text="Ignored until it has occurred so many times in all."
    )
    first_seen_at = models.DateTimeField()
    last_seen_at = models.DateTimeField()
    occurrences = models.PositiveIntegerField(default=0)
    resolved_at = models.DateTimeField(null=True, blank=True)
    state_changed_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    objects: ClassVar = FailureGroupQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["team", "fingerprint"], name="one_group_of_fingerprint")
        ]
        indexes: ClassVar = [
            models.Index(fields=["team", "state", "-last_seen_at"], name="group_newest"),
            models.Index(fields=["team", "host", "-last_seen_at"], name="group_of_host"),
        ]

    def __str__(self) -> str:
        return self.title or f"failures of {self.workflow_name}"
