"""What has become known of a session since somebody last asked. Both the live page and the replay read it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import TextField
from django.db.models.fields.json import KT
from django.db.models.functions import Cast, Left

from logs.services import session_lines
from replay.failure import failure_of
from replay.progress import has_ended, length_ms
from replay.video import Video, video_of
from replay.viewing import Viewing

EVENTS_MOST = LINES_MOST = 4_000  # of one answer
TITLE_MOST = 300
TEXT_MOST = 500
CUT = "…"
UNSEEN_KINDS = ("source",)  # text of the workflow's files, for the details of steps
TEXTS = ("end_ms", "outcome", "level", "parent", "status", "file", "line")  # of an event's data
TITLES = ("title", "url")


@dataclass(frozen=True, slots=True)
class Cursor:
    """The last revision, the last line and the first piece of video not seen yet."""

    timeline: int = 0
    logs: int = 0
    pieces: int = 0


class _Row(NamedTuple):
    revision: int
    key: str
    kind: str
    t_ms: int
    end_ms: str | None
    outcome: str | None
    level: str | None
    parent: str | None
    status: str | None
    file: str | None
    line: str | None
    title: str | None
    url: str | None


def feed_of(viewing: Viewing, cursor: Cursor) -> dict[str, Any]:
    """One answer; docs/architecture.md describes it. Two queries, or three when there is new video."""
    events, timeline = _events(viewing, cursor.timeline)
    lines, logs = _lines(viewing, cursor.logs)
    video = video_of(viewing, first_piece=cursor.pieces)
    return {
        **_header(viewing, video),
        "events": events,
        "lines": lines,
        "next": {"timeline": timeline, "logs": logs, "pieces": video.next_piece},
        "more": len(events) == EVENTS_MOST or len(lines) == LINES_MOST,
    }


def _header(viewing: Viewing, video: Video) -> dict[str, Any]:
    session, job_state = viewing.session, viewing.job_state
    return {
        "ended": has_ended(viewing),
        "state": job_state or session.status,
        "state_label": job_state.replace("_", " ").capitalize() if job_state else session.get_status_display(),
        "length_ms": length_ms(viewing),
        **failure_of(viewing),
        "video": video.to_json(),
    }


def _events(viewing: Viewing, after: int) -> tuple[list[list[Any]], int]:
    """What is new or has changed, and the revision to ask from next."""
    if not viewing.steps:
        return [], after
    news = viewing.session.timeline.filter(revision__gt=after).exclude(kind__in=UNSEEN_KINDS).order_by("revision")
    texts: dict[str, Any] = {name: KT(f"data__{name}") for name in TEXTS}
    titles = {name: Left(Cast(KT(f"data__{name}"), TextField()), TITLE_MOST + 1) for name in TITLES}
    named = {f"of_{name}": text for name, text in (texts | titles).items()}
    found = news.annotate(**named).values_list("revision", "key", "kind", "t_ms", *named)
    rows = [_Row(*row) for row in found[:EVENTS_MOST]]
    return [_event(row) for row in rows], rows[-1].revision if rows else after


def _event(row: _Row) -> list[Any]:
    place = f"{row.file}:{row.line}" if row.file and row.line else ""
    title = shortened(row.title or row.url or row.kind, TITLE_MOST)
    return [
        row.key,
        row.kind,
        row.t_ms,
        _number(row.end_ms),
        row.outcome or "",
        row.level or "",
        title,
        row.parent,
        _number(row.status),
        place,
    ]


def _lines(viewing: Viewing, after: int) -> tuple[list[list[Any]], int]:
    if not viewing.logs:
        return [], after
    rows = session_lines(
        team=viewing.team,
        session_id=viewing.session.pk,
        between=viewing.open_between,
        after=after,
        limit=LINES_MOST,
        text_most=TEXT_MOST + 1,
    )
    lines = [[*row[:4], shortened(row[4], TEXT_MOST)] for row in rows]
    return lines, rows[-1][0] if rows else after


def shortened(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + CUT


def _number(text: str | None) -> int | None:
    """What the engine says is a number. It comes from the trace, which workflow code can write to."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 16 else None
