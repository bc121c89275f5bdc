"""The recording as the page's player is told of it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.db.models import Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from recordings.models import UNFINISHED, Fragment, Recording, RecordingState
from replay.viewing import Viewing

Piece = tuple[int, int, int, int, int, int]


@dataclass(frozen=True)
class Video:
    """`note` says why there is nothing to play, else it is empty. Pieces: (index, start_ms, duration_ms, the offset of
    its first byte in `url`, bytes, whether a key frame begins it), only while it grows."""

    state: str  # none, growing, ready, empty or expired
    note: str = ""
    url: str | None = None
    duration_ms: int = 0
    bytes: int = 0
    width: int | None = None
    height: int | None = None
    pieces: list[Piece] = field(default_factory=list)
    next_piece: int = 0

    def to_json(self) -> dict[str, Any]:
        names = ("state", "note", "url", "duration_ms", "width", "height", "pieces")
        return {name: getattr(self, name) for name in names}


def video_of(viewing: Viewing, *, first_piece: int = 0) -> Video:
    """With the pieces from `first_piece` on. One query when there are some, else none."""
    recording, closed = viewing.recording, viewing.session.closed_at is not None
    if recording is None:
        return no_video(ended=closed)
    known = Video(
        "growing",
        url=viewing.video_path,
        width=recording.width or viewing.session.viewport_width,
        height=recording.height or viewing.session.viewport_height,
        next_piece=first_piece,
    )
    if recording.state == RecordingState.EXPIRED:
        note = f"The recording expired on {_day(expired_at(recording))}."
        return replace(known, state="expired", url=None, note=note)
    if recording.state == RecordingState.EMPTY:
        return replace(known, state="empty", url=None, note="The browser ended before it showed a picture.")
    if recording.state in UNFINISHED:
        return _growing(known, viewing, recording)
    return replace(known, state="ready", duration_ms=recording.duration_ms or 0, bytes=recording.bytes or 0)


def no_video(*, ended: bool) -> Video:
    return Video("none", "No browser was started." if ended else "The browser has not been started yet.")


def _growing(known: Video, viewing: Viewing, recording: Recording) -> Video:
    first, (count, end_ms) = known.next_piece, viewing.pieces
    if not count:
        return replace(known, url=None, note="The recording begins.")
    known = replace(known, duration_ms=end_ms, next_piece=max(first, count))
    return replace(known, pieces=_pieces(recording, first)) if count > first else known


def _pieces(recording: Recording, first: int) -> list[Piece]:
    fragments = Fragment.objects.filter(recording=recording)
    before = fragments.filter(index__lt=first).values("recording").annotate(sum=Sum("bytes")).values("sum")
    read = fragments.filter(index__gte=first).annotate(skipped=Coalesce(Subquery(before), 0)).order_by("index")
    offset, pieces = None, []
    for skipped, index, start_ms, duration_ms, size, key in read.values_list(
        "skipped", "index", "start_ms", "duration_ms", "bytes", "key"
    ):
        offset = skipped if offset is None else offset
        pieces.append((index, start_ms, duration_ms, offset, size, int(key)))
        offset += size
    return pieces


def expired_at(recording: Recording) -> datetime:
    return recording.expired_at or recording.finished_at or timezone.now()


def _day(moment: datetime) -> str:
    return f"{moment.day} {moment:%B %Y}"
