"""What is remembered of good runs, and the repairs that were tried."""

from __future__ import annotations

import uuid
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import Team, User
from deployments.models import Deployment
from jobs.models import Job


class ElementFingerprintQuerySet(models.QuerySet["ElementFingerprint"]):
    def of(self, team: Team) -> Self:
        return self.filter(team=team)


class ElementFingerprint(models.Model):
    """The element that a call of a workflow acted on when it last went well, and the page it was on.

    A call site is a place in the source ('workflows.py:21') together with how often the run had made that call
    before (`pass_number`, from 0: a loop makes one call many times; only the first few are kept).
    """

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="element_fingerprints")
    workflow_name = models.CharField(max_length=200)
    call = models.CharField(max_length=100, help_text="locator.click")
    locator = models.TextField(help_text="As the workflow wrote it, with its frames.")
    site = models.CharField(max_length=300, help_text="workflows.py:21")
    pass_number = models.PositiveIntegerField(default=0)
    element = models.JSONField(help_text="In the form of debugging/relocation/elements.py, with role, name and label.")
    page_url = models.TextField(blank=True)
    page_html = models.TextField(
        blank=True, help_text="Pruned like the page of an evidence; '' when unchanged pages share it."
    )
    page_digest = models.CharField(max_length=64, blank=True)
    job_id = models.UUIDField(help_text="The run it was last seen in.")
    deployment_id = models.UUIDField()
    times_seen = models.PositiveIntegerField(default=1)
    first_seen_at = models.DateTimeField(default=timezone.now)
    last_seen_at = models.DateTimeField(default=timezone.now)
    drifted_at = models.DateTimeField(null=True, help_text="When it last looked otherwise than before.")

    objects: ClassVar = ElementFingerprintQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["team", "workflow_name", "site", "call", "pass_number"], name="one_fingerprint_a_call"
            )
        ]

    def __str__(self) -> str:
        return f"{self.call} at {self.site}"


class RepairStatus(models.TextChoices):
    PENDING = "pending", "Waiting"
    RUNNING = "running", "Being worked on"  # proposing, checking, building
    VERIFYING = "verifying", "Being verified"  # a run of the edited workflow is under way
    WAITING = "waiting", "Verified, waits for approval"
    PUBLISHED = "published", "Repaired and verified"
    SUGGESTED = "suggested", "Suggested, not verified"
    REFUSED = "refused", "No repair"
    REJECTED = "rejected", "Rejected"
    TAKEN_BACK = "taken_back", "Taken back"


UNFINISHED = (RepairStatus.PENDING, RepairStatus.RUNNING, RepairStatus.VERIFYING)


class RepairQuerySet(models.QuerySet["Repair"]):
    def of(self, team: Team) -> Self:
        return self.filter(team=team)

    def newest_first(self) -> Self:
        return self.order_by("-created_at", "-id")

    def unfinished(self) -> Self:
        return self.filter(status__in=UNFINISHED)


class Repair(models.Model):
    """One try to repair a workflow after a failure. The values are those of debugging/repair/proposal.py."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="repairs")
    report = models.ForeignKey("debugging.DebugReport", on_delete=models.CASCADE, related_name="repairs")
    group = models.ForeignKey("debugging.FailureGroup", on_delete=models.SET_NULL, null=True, related_name="repairs")
    workflow_name = models.CharField(max_length=200)
    parent = models.ForeignKey(
        Deployment, on_delete=models.CASCADE, related_name="repairs", help_text="The one whose run failed."
    )
    status = models.CharField(max_length=10, choices=RepairStatus, default=RepairStatus.PENDING)
    sentence = models.TextField(blank=True, help_text="What became of it, in one or two plain sentences.")
    proposal = models.JSONField(null=True)
    located = models.JSONField(null=True, help_text="Candidates of a refusal; a proposal has its own.")
    diff = models.TextField(blank=True)
    checks = models.JSONField(default=list, help_text="A list of Check.")
    not_checked = models.JSONField(default=list, help_text="Sentences.")
    deployment = models.ForeignKey(
        Deployment, on_delete=models.SET_NULL, null=True, related_name="made_by_repairs", help_text="With the edit."
    )
    verification_job = models.ForeignKey(Job, on_delete=models.SET_NULL, null=True, related_name="verifies")
    decided_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    claim = models.UUIDField(null=True, editable=False)
    claimed_at = models.DateTimeField(null=True, editable=False)
    tries = models.PositiveSmallIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    finished_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)

    objects: ClassVar = RepairQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["group", "parent"],
                name="one_repair_at_a_time",
                condition=Q(status__in=UNFINISHED),
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["team", "-created_at"], name="repair_newest"),
            models.Index(fields=["group", "-created_at"], name="repair_of_group"),
        ]

    def __str__(self) -> str:
        return f"repair of {self.workflow_name} ({self.status})"


class RepairPolicy(models.TextChoices):
    PUBLISH = "publish", "Publish verified repairs"
    APPROVE = "approve", "Ask a person first"
    SUGGEST = "suggest", "Only suggest"
