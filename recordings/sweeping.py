"""Repeats what was forgotten: by the broker, or by somebody who was killed."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

from django.utils import timezone

from recordings.models import BrowserSession, Recording

logger = logging.getLogger(__name__)

BATCH = 200
PATIENCE = timedelta(seconds=60)  # for a recording to be finished before somebody is asked again
PATIENCE_MOST = timedelta(hours=1)
SESSION_LONGEST = timedelta(days=1)  # far beyond any time limit: whoever held it is gone
TRIES_ODD = 5  # so many failures are worth an error in the log


def sweep() -> list[UUID]:
    """Sessions whose recording somebody should finish now."""
    close_abandoned()
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
