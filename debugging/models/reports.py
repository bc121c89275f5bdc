"""What a debug agent found out about a failed run."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta
from typing import ClassVar, Self

from django.db import models
from django.db.models import Count, Q
from django.db.models.functions import TruncDate
from django.utils import timezone

from accounts.models import Team, User
from debugging.confidence import in_words
from debugging.models.states import CLASS_CHOICES, Feedback, Occurrence, ReportStatus
from debugging.repair.models import RepairStatus
from jobs.models import Job

SILENT_AFTER = timedelta(minutes=2)  # an investigation that has not ended by then was lost with its worker
TRIES_MOST = 3
HEARD_WITHIN = timedelta(seconds=30)  # a worker hears of a report; then somebody rings again
MODEL_IS_ASKED = ("pending", "asking")  # which ends by itself


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
    group = models.ForeignKey("debugging.FailureGroup", on_delete=models.SET_NULL, null=True, related_name="reports")
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
            models.Index(fields=["claimed_at"], name="report_at_model", condition=Q(model_status__in=MODEL_IS_ASKED)),
            models.Index(fields=["created_at"], name="report_to_forget", condition=Q(evidence__isnull=False)),
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
