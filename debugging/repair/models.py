"""The repairs that were tried. What is remembered of good runs is in debugging/repair/memory/models.py."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import Team, User
from deployments.models import Deployment
from jobs.models import Job


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


SILENT_AFTER = timedelta(minutes=2)  # a repair whose worker has not beaten for so long was lost with it
TRIES_MOST = 3
HEARD_WITHIN = timedelta(seconds=30)
MAIL_WAITS = timedelta(minutes=3)  # for a repair; then it says that it goes on
UNFINISHED = (RepairStatus.PENDING, RepairStatus.RUNNING, RepairStatus.VERIFYING)


class ProposedBy(models.TextChoices):
    DETERMINISTIC = "deterministic", "The server's checks"
    MODEL = "model", "A language model"  # one of its edits, at least


class RepairQuerySet(models.QuerySet["Repair"]):
    def of(self, team: Team) -> Self:
        return self.filter(team=team)

    def newest_first(self) -> Self:
        return self.order_by("-created_at", "-id")

    def unfinished(self) -> Self:
        return self.filter(status__in=UNFINISHED)

    def in_status(self, status: str | None) -> Self:
        """All of them when no status is asked for."""
        return self.filter(status=status) if status else self.all()

    def of_workflow(self, name: str | None) -> Self:
        """All of them when no name is given."""
        return self.filter(workflow_name=name) if name else self.all()

    def without_texts(self) -> Self:
        """Proposal, candidates and diff are large, and lists show none of them."""
        return self.defer("proposal", "earlier", "located", "diff", "checks", "not_checked")

    def of_pages(self) -> Self:
        """Those that are over and still hold what elements of pages were called. Edit and outcome are beside that."""
        over = self.exclude(status__in=UNFINISHED)
        return over.filter(Q(proposal__isnull=False) | Q(located__isnull=False) | ~Q(earlier=[]))

    def claimable(self) -> Self:
        """Waiting, or left by a worker that was lost."""
        left = Q(status=RepairStatus.RUNNING, claimed_at__lt=timezone.now() - SILENT_AFTER)
        return self.filter(Q(status=RepairStatus.PENDING) | left, tries__lt=TRIES_MOST)

    def unheard(self) -> Self:
        """Nobody works on these, though workers were told of them a while ago."""
        told = Q(status=RepairStatus.PENDING, created_at__gte=timezone.now() - HEARD_WITHIN)
        return self.claimable().exclude(told)

    def lost(self) -> Self:
        """Left by workers that were lost, again and again."""
        return self.filter(
            status=RepairStatus.RUNNING, claimed_at__lt=timezone.now() - SILENT_AFTER, tries__gte=TRIES_MOST
        )

    def claim(self, repair_id: uuid.UUID) -> Repair | None:
        """The repair, to be worked on by the caller alone; None when it is another's or past that."""
        token = uuid.uuid4()
        hit = (
            self.claimable()
            .filter(pk=repair_id)
            .update(status=RepairStatus.RUNNING, claim=token, claimed_at=timezone.now(), tries=models.F("tries") + 1)
        )
        return self.whole().get(pk=repair_id, claim=token) if hit else None

    def whole(self) -> Self:
        return self.select_related(
            "team", "group", "parent", "report__job__version", "deployment", "verification_job__version"
        )


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
    earlier = models.JSONField(
        default=list, help_text="Edits before the last one: a list of Round. A run may meet several changed elements."
    )
    located = models.JSONField(null=True, help_text="Candidates of a refusal; a proposal has its own.")
    diff = models.TextField(blank=True)
    checks = models.JSONField(default=list, help_text="A list of Check.")
    not_checked = models.JSONField(default=list, help_text="Sentences.")
    proposed_by = models.CharField(max_length=13, choices=ProposedBy, default=ProposedBy.DETERMINISTIC)
    model_note = models.TextField(blank=True, help_text="What a language model did for it, and what that cost.")
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
    verified_at = models.DateTimeField(null=True, help_text="When all proofs were given.")
    published_at = models.DateTimeField(null=True)
    taken_back_at = models.DateTimeField(null=True)

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

    @property
    def is_unfinished(self) -> bool:
        return self.status in UNFINISHED

    def beat(self) -> bool:
        """For whoever holds its claim. False when somebody took it for lost."""
        mine = Repair.objects.filter(pk=self.pk, claim=self.claim, status=RepairStatus.RUNNING)
        return bool(mine.update(claimed_at=timezone.now()))


class RepairPolicy(models.TextChoices):
    PUBLISH = "publish", "Publish verified repairs"
    APPROVE = "approve", "Ask a person first"
    SUGGEST = "suggest", "Only suggest"
