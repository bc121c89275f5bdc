"""Browser sessions and what was recorded of them. Knows job ids, not jobs."""

from __future__ import annotations

import uuid
from typing import ClassVar, Self

from django.db import models
from django.utils import timezone

from accounts.models import Team


class SessionStatus(models.TextChoices):
    STARTING = "starting", "Starting"
    OPEN = "open", "Open"
    CLOSED = "closed", "Closed"


class BrowserSessionQuerySet(models.QuerySet["BrowserSession"]):
    def of(self, team: Team) -> Self:
        return self.filter(team=team)


class BrowserSession(models.Model):
    """One Chromium, from launch to close. `started_at` is zero on the clock of its events."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="browser_sessions")
    job_id = models.UUIDField(null=True, db_index=True)
    status = models.CharField(max_length=10, choices=SessionStatus, default=SessionStatus.STARTING)
    browser_version = models.CharField(max_length=100, blank=True)
    viewport_width = models.PositiveIntegerField(null=True)
    viewport_height = models.PositiveIntegerField(null=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    started_at = models.DateTimeField(null=True, help_text="Zero of the session's clock.")
    browser_started_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    objects: ClassVar = BrowserSessionQuerySet.as_manager()

    def __str__(self) -> str:
        return f"session {self.id}"


class RecordingState(models.TextChoices):
    RECORDING = "recording", "Recording"
    FINISHING = "finishing", "Finishing"
    READY = "ready", "Ready"
    EMPTY = "empty", "Nothing was recorded"
    EXPIRED = "expired", "Expired"


class Recording(models.Model):
    """The video of a session: fragments while it grows, one seekable MP4 (`path`) afterwards."""

    session = models.OneToOneField(BrowserSession, on_delete=models.CASCADE, related_name="recording")
    state = models.CharField(max_length=10, choices=RecordingState, default=RecordingState.RECORDING)
    path = models.CharField(max_length=255, blank=True)
    duration_ms = models.PositiveIntegerField(null=True)
    bytes = models.PositiveBigIntegerField(null=True)
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    finished_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"recording of {self.session_id}"


class Fragment(models.Model):
    """A closed piece of a growing recording. Number 0 holds the MP4 header."""

    recording = models.ForeignKey(Recording, on_delete=models.CASCADE, related_name="fragments")
    index = models.PositiveIntegerField()
    path = models.CharField(max_length=255)
    start_ms = models.PositiveIntegerField()
    duration_ms = models.PositiveIntegerField()
    bytes = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["recording", "index"], name="one_fragment_a_place")]
        ordering: ClassVar = ["index"]

    def __str__(self) -> str:
        return f"fragment {self.index}"


class TimelineEvent(models.Model):
    """Something that happened in a session, `t_ms` after `session.started_at`.

    `key` is the engine's id of it: a later report with the same key replaces the earlier one, so that
    an open step can be shown while it runs and be closed afterwards.
    """

    session = models.ForeignKey(BrowserSession, on_delete=models.CASCADE, related_name="timeline")
    key = models.CharField(max_length=100)
    t_ms = models.PositiveIntegerField()
    kind = models.CharField(max_length=20)
    data = models.JSONField(default=dict)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["session", "key"], name="one_event_a_key")]
        indexes: ClassVar = [models.Index(fields=["session", "t_ms", "id"], name="timeline_order")]

    def __str__(self) -> str:
        return f"{self.kind} at {self.t_ms} ms"


class Artifact(models.Model):
    """A file kept for a session: screenshot, page_html, aria_snapshot, trace."""

    session = models.ForeignKey(BrowserSession, on_delete=models.CASCADE, related_name="artifacts")
    kind = models.CharField(max_length=20)
    path = models.CharField(max_length=255)
    content_type = models.CharField(max_length=100)
    bytes = models.PositiveBigIntegerField()
    t_ms = models.PositiveIntegerField()
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["session", "kind"], name="one_artifact_a_kind")]

    def __str__(self) -> str:
        return self.kind
