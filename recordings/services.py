"""What happens to a browser session and its recording, as the worker reports it.

All of it may be repeated: the worker repeats whatever it cannot tell has been stored.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

from libretto.protocol import Viewport
from recordings import files, timeline
from recordings.models import (
    UNFINISHED,
    Artifact,
    BrowserSession,
    Fragment,
    Recording,
    SessionStatus,
    TimelineEvent,
)
from recordings.tasks import finish_recording
from runtime.storable import storable_text

logger = logging.getLogger(__name__)

INTEGER_MOST = 2**31 - 1  # of PostgreSQL's integer
# What is kept of each kind, and as what it is shown. The first is for a file that claims to be something else.
ARTIFACT_TYPES: Mapping[str, Mapping[str, str]] = {
    "screenshot": {"image/png": ".png", "image/jpeg": ".jpg"},
    "screenshot_full": {"image/png": ".png"},
    "page_html": {"text/html": ".html"},
    "aria_snapshot": {"text/plain": ".txt"},
    "trace": {"application/zip": ".zip"},
}


def open_session(*, team_id: UUID, job_id: UUID | None, session_id: UUID | None = None) -> BrowserSession:
    """Repeatable when the caller chooses the `session_id`."""
    session, _ = BrowserSession.objects.get_or_create(
        pk=session_id or uuid4(), defaults={"team_id": team_id, "job_id": job_id}
    )
    return session


def session_started(*, session_id: UUID, wall_time_ms: int) -> None:
    """`wall_time_ms`, since 1970, is zero on the session's clock."""
    started_at = datetime.fromtimestamp(wall_time_ms / 1000, UTC)
    BrowserSession.objects.filter(pk=session_id).update(started_at=started_at)


def browser_started(*, session_id: UUID, version: str, viewport: Viewport) -> None:
    """From here on there is a recording, empty though it may be."""
    with transaction.atomic():
        session = BrowserSession.objects.filter(pk=session_id)
        session.update(
            browser_version=storable_text(version)[:100],
            viewport_width=viewport["width"],
            viewport_height=viewport["height"],
        )
        session.filter(browser_started_at=None).update(browser_started_at=timezone.now())
        session.filter(status=SessionStatus.STARTING).update(status=SessionStatus.OPEN)
        Recording.objects.get_or_create(session_id=session_id)


def add_fragment(
    *, session_id: UUID, index: int, file: Path, start_ms: int, duration_ms: int, key: bool = True
) -> None:
    """Copies the file to storage, then says so in a row. A fragment that is there already stays as it is.

    `key`: it begins with a key frame.
    """
    recording = Recording.objects.select_related("session").get(session_id=session_id)
    if recording.state not in UNFINISHED:
        logger.warning("Fragment %s of %s came after its end and is not kept", index, recording)
        return
    if recording.fragments.filter(index=index).exists():
        return
    name = files.fragment_name(team_id=recording.session.team_id, session_id=session_id, index=index)
    path, size = files.store(name, file)
    kept, created = Fragment.objects.get_or_create(
        recording=recording,
        index=index,
        defaults={
            "path": path,
            "bytes": size,
            "start_ms": _milliseconds(start_ms),
            "duration_ms": _milliseconds(duration_ms),
            "key": key,
        },
    )
    if not created and kept.path != path:
        files.remove([path])


def add_events(*, session_id: UUID, events: Sequence[tuple[int, str, Mapping[str, Any]]]) -> None:
    """(t_ms, kind, data) each. A later one with the same `data["id"]` replaces the earlier one."""
    by_key: dict[str, TimelineEvent] = {}
    for t_ms, kind, data in events:
        key = timeline.key_of(t_ms=t_ms, kind=kind, data=data)
        by_key[key] = TimelineEvent(
            session_id=session_id,
            key=key,
            t_ms=_milliseconds(t_ms),
            kind=storable_text(kind)[:20],
            data=timeline.bounded(data),
        )
    TimelineEvent.objects.bulk_create(
        by_key.values(),
        update_conflicts=True,
        unique_fields=["session", "key"],
        update_fields=["t_ms", "kind", "data", "revision"],  # of the revision: a new one
    )


def add_artifact(*, session_id: UUID, kind: str, file: Path, content_type: str, t_ms: int) -> Artifact:
    """Keeps one file of each kind a session: the latest. Raises ValueError for a kind we do not know."""
    if kind not in ARTIFACT_TYPES:
        raise ValueError(f"{kind!r} is no kind of artifact. Use one of: {', '.join(ARTIFACT_TYPES)}.")
    types = ARTIFACT_TYPES[kind]
    content_type = content_type if content_type in types else next(iter(types))
    session = BrowserSession.objects.get(pk=session_id)
    earlier = session.artifacts.filter(kind=kind).first()
    name = files.artifact_name(team_id=session.team_id, session_id=session.id, kind=kind, suffix=types[content_type])
    path, size = files.store(name, file)
    artifact, _ = Artifact.objects.update_or_create(
        session=session,
        kind=kind,
        defaults={"path": path, "content_type": content_type, "bytes": size, "t_ms": _milliseconds(t_ms)},
    )
    if earlier is not None and earlier.path != path:
        files.remove([earlier.path])
    return artifact


def close_session(*, session_id: UUID) -> None:
    """After commit somebody is asked to finish the recording. A broker that does not answer fails nothing:
    the sweep asks again."""
    with transaction.atomic():
        if BrowserSession(pk=session_id).close():
            # Not functools.partial: Django asks a robust function that fails for its name.
            transaction.on_commit(lambda: finish_recording.delay(str(session_id)), robust=True)


def _milliseconds(value: int) -> int:
    return max(0, min(value, INTEGER_MOST))
