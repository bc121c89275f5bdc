"""What is known about failed runs. Who is told of them is in debugging/mail/models.py."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta
from typing import ClassVar, Self

from django.db import models
from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import TruncDate
from django.utils import timezone

from accounts.models import Team, User
from debugging.confidence import in_words
from debugging.failure_classes import LABELS
from debugging.repair.models import RepairPolicy, RepairStatus
from jobs.models import Job

CLASS_CHOICES = [(value.value, label) for value, label in LABELS.items()]
SILENT_AFTER = timedelta(minutes=2)  # an investigation that has not ended by then was lost with its worker
TRIES_MOST = 3
HEARD_WITHIN = timedelta(seconds=30)  # a worker hears of a report; then somebody rings again


class GroupState(models.TextChoices):
    OPEN = "open", "Open"
    RESOLVED = "resolved", "Resolved"
    IGNORED = "ignored", "Ignored"


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


class ReportStatus(models.TextChoices):
    PENDING = "pending", "Waiting"
    RUNNING = "running", "Being looked at"
    COMPLETED = "completed", "Done"
    FAILED = "failed", "Could not be looked at"
    SKIPPED = "skipped", "Not looked at"


class Occurrence(models.TextChoices):
    """What a failure was to its group when it came."""

    NEW = "new", "New"
    AGAIN = "again", "Again"
    BACK = "back", "Back after it was resolved"
    IGNORED = "ignored", "Ignored"


class Feedback(models.TextChoices):
    RIGHT = "right", "Right"
    WRONG = "wrong", "Wrong"


class DebugReportQuerySet(models.QuerySet["DebugReport"]):
    def of(self, team: Team) -> Self:
        return self.filter(team=team)

    def newest_first(self) -> Self:
        return self.order_by("-created_at", "-id")

    def without_texts(self) -> Self:
        """Evidence and prompt are large, and lists show none of them."""
        return self.defer("evidence", "diagnosis", "handoff_prompt")

    def per_day(self, groups: Collection[uuid.UUID], since: datetime) -> Iterable[tuple[uuid.UUID, date, int]]:
        """How many failures each group had on each day (UTC) on which it had any."""
        these = self.filter(group__in=groups, created_at__gte=since).order_by()
        counted = these.values("group_id", day=TruncDate("created_at")).annotate(times=Count("pk"))
        return counted.values_list("group_id", "day", "times")

    def claimable(self) -> Self:
        """Waiting, or left by a worker that was lost."""
        left = Q(status=ReportStatus.RUNNING, claimed_at__lt=timezone.now() - SILENT_AFTER)
        return self.filter(Q(status=ReportStatus.PENDING) | left, tries__lt=TRIES_MOST)

    def unheard(self) -> Self:
        """Nobody writes these, though workers were told of them a while ago."""
        told = Q(status=ReportStatus.PENDING, created_at__gte=timezone.now() - HEARD_WITHIN)
        return self.claimable().exclude(told)

    def lost(self) -> Self:
        """Left by workers that were lost, again and again."""
        return self.filter(
            status=ReportStatus.RUNNING, claimed_at__lt=timezone.now() - SILENT_AFTER, tries__gte=TRIES_MOST
        )

    def claim(self, job_id: uuid.UUID) -> DebugReport | None:
        """The report, to be written by the caller alone; None when it is another's or done."""
        token = uuid.uuid4()
        hit = (
            self.claimable()
            .filter(job_id=job_id)
            .update(status=ReportStatus.RUNNING, claim=token, claimed_at=timezone.now(), tries=models.F("tries") + 1)
        )
        return self.select_related("team", "job").get(job_id=job_id, claim=token) if hit else None


class DebugReport(models.Model):
    """What a debug agent found out about one failed run. `evidence` and `diagnosis` are the values of
    debugging/evidence.py and debugging/diagnosis.py."""

    job = models.OneToOneField(Job, on_delete=models.CASCADE, related_name="debug_report")
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="debug_reports")
    group = models.ForeignKey(FailureGroup, on_delete=models.SET_NULL, null=True, related_name="reports")
    occurrence = models.CharField(max_length=10, choices=Occurrence, blank=True)
    status = models.CharField(max_length=10, choices=ReportStatus, default=ReportStatus.PENDING)
    mode = models.CharField(max_length=10, default="readonly", help_text="readonly or autofix")
    evidence = models.JSONField(null=True)
    diagnosis = models.JSONField(null=True)
    failure_class = models.CharField(max_length=30, choices=CLASS_CHOICES, blank=True)
    confidence = models.FloatField(null=True)
    tldr = models.TextField(blank=True)
    handoff_prompt = models.TextField(blank=True)
    model_status = models.CharField(
        max_length=10, blank=True, help_text="pending, asking, used, failed, skipped; '' when it is off"
    )
    model_note = models.TextField(blank=True, help_text="Why the model's answer was not used, or what it cost.")
    error = models.TextField(blank=True, help_text="Why there is no diagnosis.")
    feedback = models.CharField(max_length=5, choices=Feedback, blank=True)
    feedback_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    feedback_at = models.DateTimeField(null=True)
    claim = models.UUIDField(null=True, editable=False)
    claimed_at = models.DateTimeField(null=True, editable=False)
    tries = models.PositiveSmallIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    completed_at = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True, help_text="When it was decided who is told of it.")
    email_sent_at = models.DateTimeField(null=True, help_text="When the first mail about it was handed over.")
    repair = models.ForeignKey(
        "debugging.Repair", on_delete=models.SET_NULL, null=True, related_name="reports", help_text="Of its cause."
    )
    repair_note = models.TextField(blank=True, help_text="Why no repair was begun for it, or which one is linked.")

    objects: ClassVar = DebugReportQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["group", "-created_at"], name="report_of_group"),
            models.Index(fields=["team", "-created_at"], name="report_newest"),
            models.Index(
                fields=["created_at"],
                name="report_unfinished",
                condition=Q(status__in=[ReportStatus.PENDING, ReportStatus.RUNNING]),
            ),
            models.Index(
                fields=["completed_at"],
                name="report_untold",
                condition=Q(status=ReportStatus.COMPLETED, told_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"report on run {self.job_id}"

    @property
    def sure(self) -> str:
        """How sure its diagnosis is, for people; "" without one."""
        return "" if self.confidence is None else in_words(self.confidence)

    @property
    def ended_a_repair(self) -> bool:
        """Whether a repaired version was taken back because this run of it failed."""
        repair = self.repair
        return bool(
            repair
            and repair.status == RepairStatus.TAKEN_BACK
            and repair.deployment_id == self.job.version.deployment_id
            and str(self.job_id) in repair.sentence
        )

    def finish(self, status: ReportStatus, **fields: object) -> bool:
        """Ends it, for whoever holds its claim: False when somebody else took it meanwhile."""
        mine = DebugReport.objects.filter(pk=self.pk, claim=self.claim, status=ReportStatus.RUNNING)
        return bool(mine.update(status=status, completed_at=timezone.now(), claim=None, **fields))


class DebugSettings(models.Model):
    """What a team wants of the debug agent. A team without a row has the defaults."""

    team = models.OneToOneField(Team, on_delete=models.CASCADE, related_name="debug_settings")
    notification_email = models.EmailField(blank=True, help_text="Told of failures when no recipient is listed.")
    notifications_disabled = models.BooleanField(default=False, help_text="No mail about failed runs at all.")
    model_enabled = models.BooleanField(
        default=False, help_text="Let a language model look further. Evidence, masked, leaves this server."
    )
    model_name = models.CharField(max_length=200, blank=True, help_text="Empty: the server's (LIBRETTO_MODEL).")
    repair_policy = models.CharField(
        max_length=10,
        choices=RepairPolicy,
        default=RepairPolicy.PUBLISH,
        help_text="What becomes of a verified repair of a deployment that was made with --auto-repair.",
    )

    class Meta:
        verbose_name_plural = "debug settings"

    def __str__(self) -> str:
        return f"debug settings of {self.team}"


# Django looks for models here.
from debugging.mail import models as mail  # noqa: E402, F401
from debugging.model_agent import models as model_agent  # noqa: E402, F401
