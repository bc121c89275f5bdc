"""How long a team's things are kept: as long as the team says, else as long as the server does."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import Team
from recordings.models import BrowserSession, Recording, RecordingState

Limit = tuple[QuerySet[Team], datetime]


def recording_kept_until(session: BrowserSession) -> datetime:
    """When the session's recording expires, or did; as if the session ended now while it goes on."""
    recording = Recording.objects.filter(session=session).first()
    if recording is not None and recording.state == RecordingState.EXPIRED:
        return recording.expired_at or timezone.now()
    ended = (recording.finished_at if recording else None) or session.closed_at or timezone.now()
    return ended + timedelta(days=session.team.recording_days or settings.RECORDING_DAYS)


def recording_limits() -> Iterator[Limit]:
    """Teams that keep recordings for the same time, and the moment before which theirs are too old: each team once."""
    return _limits("recording_days", settings.RECORDING_DAYS)


def artifact_limits() -> Iterator[Limit]:
    """The same for timelines and artifacts."""
    return _limits("artifact_days", settings.ARTIFACT_DAYS)


def _limits(field: str, usual: int) -> Iterator[Limit]:
    """A moment each, not an expression over two tables: so an index on the age can be used."""
    now = timezone.now()
    for days in {None, *Team.objects.values_list(field, flat=True).distinct()}:
        yield Team.objects.filter(**{field: days}), now - timedelta(days=days or usual)
