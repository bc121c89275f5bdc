"""Browser sessions and what was recorded of them. Knows job ids, not jobs."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Func, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.models import Team


class SessionStatus(models.TextChoices):
    STARTING = "starting", "Starting"
    OPEN = "open", "Open"
    CLOSED = "closed", "Closed"


class BrowserSessionQuerySet(models.QuerySet["BrowserSession"]):
    def of(self, team: Team) -> Self:
        return self.filter(team=team)

    def open(self) -> Self:
        return self.exclude(status=SessionStatus.CLOSED)

    def with_artifacts(self) -> Self:
        """Closed, with a timeline and artifacts that have not been deleted for their age."""
        return self.filter(status=SessionStatus.CLOSED, artifacts_expired_at=None)


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
    artifacts_expired_at = models.DateTimeField(null=True, help_text="When its timeline and artifacts were deleted.")

    objects: ClassVar = BrowserSessionQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["created_at"], name="session_open", condition=~models.Q(status=SessionStatus.CLOSED)),
            models.Index(fields=["closed_at"], name="session_kept", condition=models.Q(artifacts_expired_at=None)),
        ]

    def __str__(self) -> str:
        return f"session {self.id}"

    def close(self) -> bool:
        """Closes it, unless it is closed: then False. From here on its recording is waiting to be finished."""
        closed = BrowserSession.objects.open().filter(pk=self.pk)
        if not closed.update(status=SessionStatus.CLOSED, closed_at=timezone.now()):
            return False
        going_on = Recording.objects.filter(session=self, state=RecordingState.RECORDING)
        going_on.update(state=RecordingState.FINISHING)
        return True


class RecordingState(models.TextChoices):
    RECORDING = "recording", "Recording"
    FINISHING = "finishing", "Finishing"
    READY = "ready", "Ready"
    EMPTY = "empty", "Nothing was recorded"
    EXPIRED = "expired", "Expired"


FINISHED = (RecordingState.READY, RecordingState.EMPTY, RecordingState.EXPIRED)
PLAYABLE = (RecordingState.RECORDING, RecordingState.FINISHING, RecordingState.READY)
UNFINISHED = (RecordingState.RECORDING, RecordingState.FINISHING)


class RecordingQuerySet(models.QuerySet["Recording"]):
    def of(self, team: Team) -> Self:
        return self.filter(session__team=team)

    def playable(self) -> Self:
        return self.filter(state__in=PLAYABLE)

    def to_finish(self) -> Self:
        """Nothing more will be added to these."""
        return self.filter(state__in=UNFINISHED, session__status=SessionStatus.CLOSED)

    def to_tidy(self) -> Self:
        """Finished, but something that is no longer needed is still in storage."""
        no_longer_kept = models.Q(state=RecordingState.EXPIRED) & ~models.Q(path="")
        # Fragments are few: only recordings that grow have some. So the list of theirs is short.
        in_pieces = models.Q(state__in=FINISHED, pk__in=Fragment.objects.values("recording"))
        return self.filter(no_longer_kept | in_pieces)

    def expire(self) -> int:
        """Ends those that can still be played, and tells how many it was. Their files are removed afterwards."""
        now = timezone.now()
        playable = self.filter(state__in=PLAYABLE)
        return playable.update(
            state=RecordingState.EXPIRED, expired_at=now, finished_at=Coalesce("finished_at", Value(now))
        )


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
    expired_at = models.DateTimeField(null=True, help_text="When its age ended it.")
    tries = models.PositiveSmallIntegerField(default=0, help_text="How often somebody began to finish it.")
    tried_at = models.DateTimeField(null=True)

    objects: ClassVar = RecordingQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["state", "finished_at"], name="recording_state"),
            models.Index(
                fields=["id"],
                name="recording_to_tidy",
                condition=models.Q(state=RecordingState.EXPIRED) & ~models.Q(path=""),
            ),
        ]

    def __str__(self) -> str:
        return f"recording of {self.session_id}"

    @property
    def is_playable(self) -> bool:
        return self.state in PLAYABLE

    def finish(self, state: RecordingState, **fields: Any) -> bool:
        """Ends it, unless somebody else did: then False."""
        # The row's own columns only: a condition on a joined row is not looked at again after waiting for a lock.
        unfinished = Recording.objects.filter(pk=self.pk, state__in=UNFINISHED)
        return bool(unfinished.update(state=state, finished_at=timezone.now(), **fields))


class Fragment(models.Model):
    """A closed piece of a growing recording. Number 0 holds the MP4 header."""

    recording = models.ForeignKey(Recording, on_delete=models.CASCADE, related_name="fragments")
    index = models.PositiveIntegerField()
    path = models.CharField(max_length=255)
    start_ms = models.PositiveIntegerField()
    duration_ms = models.PositiveIntegerField()
    bytes = models.PositiveIntegerField()
    key = models.BooleanField(default=True, help_text="It begins with a key frame: a player may start there.")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["recording", "index"], name="one_fragment_a_place")]
        ordering: ClassVar = ["index"]

    def __str__(self) -> str:
        return f"fragment {self.index}"


class TimelineEvent(models.Model):
    """Something that happened in a session, `t_ms` after `session.started_at`.

    `key` is the engine's id of it: a later report with the same key replaces the earlier one, so that
    an open step can be shown while it runs and be closed afterwards. `revision` grows with every report of a
    session: whoever remembers the last one they saw asks for what came after it.
    """

    session = models.ForeignKey(BrowserSession, on_delete=models.CASCADE, related_name="timeline")
    key = models.CharField(max_length=100)
    t_ms = models.PositiveIntegerField()
    kind = models.CharField(max_length=20)
    data = models.JSONField(default=dict)
    revision = models.BigIntegerField(
        db_default=Func(Value("recordings_timelineevent_revision"), function="nextval"), editable=False
    )

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["session", "key"], name="one_event_a_key")]
        indexes: ClassVar = [
            models.Index(fields=["session", "t_ms", "id"], name="timeline_order"),
            models.Index(fields=["session", "revision"], name="timeline_news"),
            models.Index(
                fields=["session", "t_ms", "id"],
                name="timeline_failed",
                condition=models.Q(kind="step", data__outcome="failed"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} at {self.t_ms} ms"


class Artifact(models.Model):
    """A file kept for a session: screenshot, screenshot_full, page_html, aria_snapshot, trace."""

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


class LeftFolder(models.Model):
    """A folder in storage whose owner was deleted. Noted in the same transaction, removed afterwards."""

    path = models.CharField(max_length=255, unique=True)
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.path
