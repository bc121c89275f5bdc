"""Removes what is too old, and what deleted teams left.

May be killed at any point, run twice, and run side by side. Files go first and rows last: as long as there is a row,
the next time comes back to it.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from time import monotonic
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from recordings import files, finishing, keeping
from recordings.models import (
    Artifact,
    BrowserSession,
    LeftFolder,
    Recording,
    RecordingState,
    TimelineEvent,
)

logger = logging.getLogger(__name__)

BATCH = 50  # sessions a turn: with files in a bucket, removing those of one takes some tenths of a second
EVENTS_AT_ONCE = 5_000  # rows a transaction
DONE = object()


def remove_old(*, seconds: float) -> bool:
    """Takes turns, a batch each, until all is done or that time has passed. Whether all is done."""
    until = monotonic() + seconds
    works = [old_recordings(), finished_recordings(), old_sessions(), left_folders()]
    while works and monotonic() < until:
        works = [work for work in works if _turn(work)]
    return not works


def _turn(work: Iterator[None]) -> bool:
    """Whether there is more of it. Work that fails is over for this time, and does not hold up the others."""
    try:
        return next(work, DONE) is not DONE
    except Exception:
        logger.exception("Old things could not be removed; it is tried again later")
        return False


def old_recordings() -> Iterator[None]:
    """Those whose finishing never worked, too."""
    for teams, limit in keeping.recording_limits():
        of_teams = Recording.objects.filter(session__team__in=teams)
        yield from _expire(of_teams.filter(state=RecordingState.READY, finished_at__lt=limit))
        yield from _expire(of_teams.to_finish().filter(session__closed_at__lt=limit))


def _expire(old: QuerySet[Recording]) -> Iterator[None]:
    while batch := list(old.values_list("pk", flat=True)[:BATCH]):
        Recording.objects.filter(pk__in=batch).expire()
        finishing.tidy(Recording.objects.to_tidy().filter(pk__in=batch).select_related("session"))
        yield


def finished_recordings() -> Iterator[None]:
    """What somebody who was killed left of recordings that are finished or have expired."""
    last = 0
    while batch := list(
        Recording.objects.to_tidy().filter(pk__gt=last).select_related("session").order_by("pk")[:BATCH]
    ):
        finishing.tidy(batch)
        last = batch[-1].pk
        yield


def old_sessions() -> Iterator[None]:
    """Their artifacts and timelines."""
    for teams, limit in keeping.artifact_limits():
        old = BrowserSession.objects.with_artifacts().filter(team__in=teams, closed_at__lt=limit)
        kept: list[UUID] = []
        while batch := list(old.exclude(pk__in=kept).order_by("closed_at")[:BATCH]):
            cleared = [session.pk for session in batch if _clear_artifacts(session)]
            kept += [session.pk for session in batch if session.pk not in cleared]
            Artifact.objects.filter(session__in=cleared).delete()
            yield from _delete_events(cleared)
            BrowserSession.objects.with_artifacts().filter(pk__in=cleared).update(artifacts_expired_at=timezone.now())
            yield


def _clear_artifacts(session: BrowserSession) -> bool:
    of_session = {"team_id": session.team_id, "session_id": session.pk}
    try:
        files.clear_folder(files.artifacts_folder(**of_session))
        files.drop_if_empty(files.session_folder(**of_session))
    except Exception:
        logger.exception("The artifacts of %s could not be removed; they are tried again later", session)
        return False
    return True


def _delete_events(sessions: list[UUID]) -> Iterator[None]:
    events = TimelineEvent.objects.filter(session__in=sessions)
    while TimelineEvent.objects.filter(pk__in=events.values("pk")[:EVENTS_AT_ONCE]).delete()[0]:
        yield


def left_folders() -> Iterator[None]:
    """Of deleted teams."""
    for folder in LeftFolder.objects.order_by("pk")[:BATCH]:
        yield from files.clear_tree(folder.path)
        folder.delete()
