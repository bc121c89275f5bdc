"""What the passing of time does: repeats what was forgotten, removes what is too old."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from recordings import files, finishing
from recordings.models import Artifact, BrowserSession, Recording, RecordingState

logger = logging.getLogger(__name__)

BATCH = 200
PATIENCE = timedelta(seconds=60)  # for a recording to be finished before somebody is asked again
PATIENCE_MOST = timedelta(hours=1)
SESSION_LONGEST = timedelta(days=1)  # far beyond any time limit: whoever held it is gone
TRIES_ODD = 5  # so many failures are worth an error in the log


def sweep() -> list[UUID]:
    """Sessions whose recording somebody should finish now. Does the rest itself, a batch at a time."""
    close_abandoned()
    expire_recordings()
    tidy_recordings()
    delete_artifacts()
    return list(overdue())


def close_abandoned() -> None:
    abandoned = BrowserSession.objects.open().filter(created_at__lt=timezone.now() - SESSION_LONGEST)
    for session in abandoned[:BATCH]:
        logger.warning("%s was never closed; closing it", session)
        session.close()


def overdue() -> Iterator[UUID]:
    """Closed for a while and not finished. After each failed try it waits twice as long, up to an hour."""
    now = timezone.now()
    late = Recording.objects.to_finish().filter(session__closed_at__lt=now - PATIENCE)
    for recording in late.order_by("session__closed_at")[:BATCH]:
        pause = min(PATIENCE * 2 ** min(recording.tries, 10), PATIENCE_MOST)
        if recording.tried_at is None or recording.tried_at < now - pause:
            if recording.tries >= TRIES_ODD:
                logger.error("%s could not be finished in %s tries", recording, recording.tries)
            yield recording.session_id


def expire_recordings() -> None:
    oldest_kept = timezone.now() - timedelta(days=settings.RECORDING_DAYS)
    old = Recording.objects.filter(state=RecordingState.READY, finished_at__lt=oldest_kept)
    batch = list(old.order_by("finished_at").values_list("pk", flat=True)[:BATCH])
    Recording.objects.filter(pk__in=batch, state=RecordingState.READY).update(state=RecordingState.EXPIRED)


def tidy_recordings() -> None:
    for recording in Recording.objects.to_tidy().select_related("session")[:BATCH]:
        finishing.tidy(recording)


def delete_artifacts() -> None:
    oldest_kept = timezone.now() - timedelta(days=settings.ARTIFACT_DAYS)
    for artifact in Artifact.objects.filter(created_at__lt=oldest_kept).order_by("created_at")[:BATCH]:
        files.remove([artifact.path])
        artifact.delete()
