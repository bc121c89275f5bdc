"""Who is told of failed runs, and each mail as it was sent."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import ClassVar, Final, Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from accounts.models import Team

HOUR: Final = timedelta(hours=1)
SILENT_AFTER: Final = timedelta(minutes=10)  # far longer than a worker may take to hand a mail over


class DebugRecipientQuerySet(models.QuerySet["DebugRecipient"]):
    def of(self, team: Team) -> Self:
        return self.filter(team=team)

    def listed(self) -> Self:
        """Put there by somebody."""
        return self.filter(listed=True)

    def with_address(self, email: str) -> Self:
        return self.filter(email__iexact=email)


class DebugRecipient(models.Model):
    """Somebody who is told of a team's failed runs: of all its workflows, or of one."""

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="debug_recipients")
    workflow_name = models.CharField("workflow", max_length=200, blank=True, help_text="Empty: all workflows.")
    email = models.EmailField("email address")
    active = models.BooleanField(default=True)
    on_new = models.BooleanField("new failures", default=True, help_text="A mail for the first failure of a kind.")
    on_back = models.BooleanField("failures that are back", default=True, help_text="…after they were resolved.")
    daily_digest = models.BooleanField(default=True, help_text="Once a day, all else that failed.")
    listed = models.BooleanField(
        default=True, help_text="Off: on nobody's list, and known only because it bounced or wants no mails."
    )
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

    @property
    def is_reachable(self) -> bool:
        return self.active and self.bounced_at is None

    @property
    def is_refused(self) -> bool:
        """Nothing more goes to this address, whatever list it is on."""
        return self.bounced_at is not None or not (self.listed or self.active)

    def wants(self, kind: MailKind) -> bool:
        wishes = {MailKind.NEW: self.on_new, MailKind.BACK: self.on_back, MailKind.DIGEST: self.daily_digest}
        return wishes.get(kind, True)


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
    UNKNOWN = "unknown", "Not known whether it was sent"


class SentMailQuerySet(models.QuerySet["SentMail"]):
    def of(self, team: Team) -> Self:
        return self.filter(team=team)

    def due(self) -> Self:
        return self.filter(state=MailState.WAITING, next_try_at__lte=timezone.now())

    def silent(self) -> Self:
        """Left by workers that were lost."""
        return self.filter(state=MailState.SENDING, claimed_at__lt=timezone.now() - SILENT_AFTER)

    def in_the_hour_before(self, moment: datetime, *, to: str, kinds: Iterable[MailKind]) -> Self:
        """What counts against LIBRETTO_MAILS_PER_HOUR."""
        return self.filter(to=to, kind__in=kinds, created_at__gt=moment - HOUR, created_at__lte=moment)

    def claim(self, mail_id: int) -> SentMail | None:
        """The mail, to be sent by the caller alone; None when it is another's, or not due."""
        begun = {"claimed_at": timezone.now(), "tries": F("tries") + 1, "message_id": ""}
        hit = self.due().filter(pk=mail_id).update(state=MailState.SENDING, **begun)
        return self.select_related("team", "report__group", "report__job__team").get(pk=mail_id) if hit else None


class SentMail(models.Model):
    """One mail to one person, as it was sent: the delivery record. `dedupe_key` makes each mail one.

    While it is being sent, `message_id` is empty until the moment in which it is handed over: so it is known of a mail
    whose worker was lost whether it may have gone out. `claimed_at` names the claim.
    """

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

    objects: ClassVar = SentMailQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["next_try_at"],
                name="mail_unsent",
                condition=Q(state__in=[MailState.WAITING, MailState.SENDING]),
            ),
            models.Index(fields=["to", "-created_at"], name="mail_to"),
            models.Index(fields=["team", "-created_at"], name="mail_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.subject} → {self.to}"

    def move(self, state: MailState, **fields: object) -> bool:
        """For whoever holds its claim: False when somebody else has it now."""
        mine = SentMail.objects.filter(pk=self.pk, claimed_at=self.claimed_at)
        return bool(mine.exclude(state=MailState.SENT).update(state=state, **fields))

    def send_again(self) -> bool:
        """By hand. False while it is waiting or being sent."""
        ended = SentMail.objects.filter(pk=self.pk, state__in=[MailState.SENT, MailState.FAILED, MailState.UNKNOWN])
        return bool(ended.update(state=MailState.WAITING, tries=0, next_try_at=timezone.now(), error=""))
