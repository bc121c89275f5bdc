"""Steps and lines for a page that is read without scripts (`?plain=1`)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from logs.plain_text import plain
from logs.services import session_lines
from recordings.models import TimelineEvent
from replay.viewing import Viewing

SHOWN = 200  # steps, and lines
TEXT_MOST = 2_000
# Network and console would drown the rest.
KINDS = ("step", "navigation", "page_error", "dialog", "download", "popup")


@dataclass(frozen=True)
class Step:
    kind: str
    title: str
    clock: str  # '0:12.3'
    took: str
    outcome: str
    error: str
    place: str  # 'workflows.py:21'


@dataclass(frozen=True)
class Line:
    clock: str
    level: str
    source: str
    text: str


@dataclass(frozen=True)
class Plain:
    """The newest ones, oldest first."""

    steps: list[Step]
    lines: list[Line]


def plain_of(viewing: Viewing) -> Plain:
    return Plain(
        steps=_steps(viewing) if viewing.steps else [],
        lines=_lines(viewing) if viewing.logs else [],
    )


def _steps(viewing: Viewing) -> list[Step]:
    events = viewing.session.timeline.filter(kind__in=KINDS).order_by("-t_ms", "-id")
    return [_step(event) for event in events[:SHOWN]][::-1]


def _step(event: TimelineEvent) -> Step:
    data: dict[str, Any] = event.data
    end_ms, line = data.get("end_ms"), data.get("line")
    return Step(
        kind=event.kind,
        title=str(data.get("title") or data.get("url") or event.kind),
        clock=clock(event.t_ms),
        took=_took(end_ms - event.t_ms) if isinstance(end_ms, int) else "",
        outcome=str(data.get("outcome") or ""),
        error=str(data.get("error") or ""),
        place=f"{data.get('file')}:{line}" if data.get("file") and isinstance(line, int) else "",
    )


def _lines(viewing: Viewing) -> list[Line]:
    rows = session_lines(
        team=viewing.team,
        session_id=viewing.session.pk,
        between=viewing.open_between,
        limit=SHOWN,
        text_most=TEXT_MOST,
        newest=True,
    )
    return [Line(clock(t_ms), level, source, plain(text)) for _, t_ms, level, source, text in rows]


def clock(t_ms: int) -> str:
    minutes, rest = divmod(t_ms, 60_000)
    return f"{minutes}:{rest / 1000:04.1f}"


def _took(milliseconds: int) -> str:
    return f"{milliseconds} ms" if milliseconds < 1000 else f"{milliseconds / 1000:.1f} s"
