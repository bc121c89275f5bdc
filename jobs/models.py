"""Runs of workflows and what happened to them."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import Team
from deployments.models import WorkflowVersion
from libretto.protocol import JobState

STATE_CHOICES = [(state.value, state.value.replace("_", " ").capitalize()) for state in JobState]
UNFINISHED = [JobState.QUEUED, JobState.STARTING_BROWSER, JobState.RUNNING]
HEADLINE_MOST = 160


class Purpose(models.TextChoices):
    VERIFICATION = "verification", "Verification"  # of a repair: the failed run once more, by the repaired version


class JobQuerySet(models.QuerySet["Job"]):
    def of(self, team: Team) -> Self:
        return self.filter(team=team)

    def newest_first(self) -> Self:
        return self.order_by("-created_at", "-id")

    def oldest_first(self) -> Self:
        return self.order_by("created_at", "id")

    def before(self, created_at: datetime, job_id: uuid.UUID) -> Self:
        """Older than that place. The first condition is the one an index can use."""
        return self.filter(created_at__lte=created_at).filter(Q(created_at__lt=created_at) | Q(pk__lt=job_id))

    def after(self, created_at: datetime, job_id: uuid.UUID) -> Self:
        """Newer than that place."""
        return self.filter(created_at__gte=created_at).filter(Q(created_at__gt=created_at) | Q(pk__gt=job_id))

    def in_state(self, state: str | None) -> Self:
        """All of them when no state is asked for."""
        return self.filter(state=state) if state else self.all()

    def ordinary(self) -> Self:
        """Those that somebody asked for: what a workflow's history and rates are made of."""
        return self.filter(purpose="")

    def completed(self) -> Self:
        return self.filter(state=JobState.COMPLETED)

    def of_workflow(self, name: str | None) -> Self:
        """All of them when no name is given."""
        return self.filter(workflow_name=name) if name else self.all()

    def needing_credential(self, name: str) -> Self:
        return self.active().filter(version__credential_names__contains=[name])

    def active(self) -> Self:
        """Says which states, as the index `job_active` does: for "not final" PostgreSQL would read the whole table."""
        return self.filter(state__in=UNFINISHED)


class Job(models.Model):
    """One run of a workflow. `state` changes only through `jobs.states.move`."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="jobs")
    version = models.ForeignKey(WorkflowVersion, on_delete=models.PROTECT, related_name="jobs")
    workflow_name = models.CharField(max_length=200)
    state = models.CharField(max_length=20, choices=STATE_CHOICES, default=JobState.QUEUED)
    purpose = models.CharField(max_length=20, choices=Purpose, blank=True, default="", db_default="")
    verification_of = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, related_name="verifications", help_text="The run it repeats."
    )
    params = models.JSONField(default=dict)
    nonce = models.CharField(max_length=200, null=True, blank=True)  # noqa: DJ001 (unset is not "")
    timeout_seconds = models.PositiveIntegerField()
    headless = models.BooleanField(null=True)
    start_url = models.TextField(blank=True)
    viewport = models.JSONField(null=True)
    options = models.JSONField(default=dict, help_text="Accepted and kept; not yet acted upon.")
    session_id = models.UUIDField(null=True, help_text="The browser session of the latest attempt.")
    attempt = models.PositiveIntegerField(default=0)
    claim = models.UUIDField(null=True, help_text="Names the worker's run of this job; changes at each attempt.")
    heartbeat_at = models.DateTimeField(null=True)
    code_started_at = models.DateTimeField(null=True, help_text="From here on it must not be run again.")
    cancel_requested_at = models.DateTimeField(null=True)
    result = models.JSONField(null=True)
    error = models.TextField(blank=True)
    error_code = models.CharField(max_length=40, blank=True)
    error_type = models.CharField(max_length=200, blank=True)
    stack = models.TextField(blank=True)
    mapped_stack = models.TextField(blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    enqueued_at = models.DateTimeField(null=True)
    started_at = models.DateTimeField(null=True)
    completed_at = models.DateTimeField(null=True)

    objects: ClassVar = JobQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["team", "workflow_name", "nonce"],
                name="one_job_a_nonce",
                condition=Q(nonce__isnull=False),
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["team", "-created_at", "-id"], name="job_newest"),
            models.Index(fields=["team", "state", "-created_at", "-id"], name="job_newest_in_state"),
            models.Index(fields=["team", "workflow_name", "-created_at", "-id"], name="job_newest_of_workflow"),
            models.Index(
                fields=["heartbeat_at"],
                name="job_active",
                condition=Q(state__in=UNFINISHED),
            ),
            models.Index(fields=["completed_at"], name="job_failed", condition=Q(state=JobState.FAILED.value)),
        ]

    def __str__(self) -> str:
        return f"run {self.id}"

    @property
    def error_headline(self) -> str:
        """The first line of the error, short enough for a list."""
        return self.error.strip().partition("\n")[0][:HEADLINE_MOST]

    @property
    def is_final(self) -> bool:
        return JobState(self.state).is_final


class JobEvent(models.Model):
    """A state change, with its reason. Never edited."""

    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="events")
    old = models.CharField(max_length=20, choices=STATE_CHOICES, blank=True)
    new = models.CharField(max_length=20, choices=STATE_CHOICES)
    reason = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return f"{self.old or 'new'} → {self.new}"
