"""Who is told of failed runs, and each mail as it was sent."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import Team


class DebugRecipientQuerySet(models.QuerySet["DebugRecipient"]):
    def of(self, team: Team) -> Self:
        return self.filter(team=team)

    def reachable(self) -> Self:
        return self.filter(active=True, bounced_at=None)


class DebugRecipient(models.Model):
    """Somebody who is told of a team's failed runs: of all its workflows, or of one."""

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="debug_recipients")
    workflow_name = models.CharField("workflow", max_length=200, blank=True, help_text="Empty: all workflows.")
    email = models.EmailField("email address")
    active = models.BooleanField(default=True)
    on_new = models.BooleanField("new failures", default=True, help_text="A mail for the first failure of a kind.")
    on_back = models.BooleanField("failures that are back", default=True, help_text="…after they were resolved.")
    daily_digest = models.BooleanField(default=True, help_text="Once a day, all else that failed.")
    bounced_at = models.DateTimeField(null=True, blank=True)
    bounce_reason = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects: ClassVar = DebugRecipientQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["team", "workflow_name", "email"], name="one_recipient_a_workflow")
        ]

    def __str__(self) -> str:
        return self.email


class MailKind(models.TextChoices):
    NEW = "new", "New failure"
    BACK = "back", "Failure is back"
    DIGEST = "digest", "Daily digest"
    TEST = "test", "Test mail"


class MailState(models.TextChoices):
    WAITING = "waiting", "Waiting"
    SENDING = "sending", "Being sent"
    SENT = "sent", "Sent"
    FAILED = "failed", "Given up"


class SentMail(models.Model):
    """One mail to one person, as it was sent: the delivery record. `dedupe_key` makes each mail one."""

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="sent_mails")
    report = models.ForeignKey(
        "debugging.DebugReport", on_delete=models.SET_NULL, null=True, blank=True, related_name="mails"
    )
    kind = models.CharField(max_length=10, choices=MailKind)
    to = models.EmailField()
    dedupe_key = models.CharField(max_length=200, unique=True, editable=False)
    subject = models.CharField(max_length=300)
    text = models.TextField()
    html = models.TextField()
    screenshot_id = models.PositiveBigIntegerField(null=True, editable=False, help_text="The artifact shown inline.")
    state = models.CharField(max_length=10, choices=MailState, default=MailState.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(default=timezone.now)
    claimed_at = models.DateTimeField(null=True)
    error = models.TextField(blank=True)
    message_id = models.CharField(max_length=300, blank=True, db_index=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    sent_at = models.DateTimeField(null=True)
    bounced_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["next_try_at"],
                name="mail_unsent",
                condition=Q(state__in=[MailState.WAITING, MailState.SENDING]),
            )
        ]

    def __str__(self) -> str:
        return f"{self.subject} → {self.to}"
