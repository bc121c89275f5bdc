"""One run as it was recorded: what evidence is assembled from. From the database, or straight from the engine."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from debugging.evidence import Failure, Kept, Line, Run, SourceExcerpt, Step
from replay.failing_step import SeenStep


class Event(NamedTuple):
    """Of the timeline. `data` is a TimelineData of libretto/protocol.py."""

    key: str
    t_ms: int
    kind: str
    data: dict[str, Any]


def no_page(step_key: str) -> str:
    return ""


@dataclass(frozen=True, kw_only=True)
class RecordedRun:
    """`events` oldest first; those of the kind "source" may be among them. `failure` is None for a run that completed.

    `page_before` gives the HTML of the page before a step, "" when it is not kept.
    """

    run: Run
    failure: Failure | None = None
    events: Sequence[Event] = ()
    lines: Sequence[Line] = ()
    html: str = ""
    aria: str = ""
    kept: Sequence[Kept] = ()
    page_before: Callable[[str], str] = field(default=no_page)
    missing: Sequence[str] = ()


def step_of(event: Event, *, group: str = "", url: str = "", with_log: bool = True) -> Step:
    data = event.data
    return Step(
        key=event.key,
        title=_text(data, "title"),
        t_ms=event.t_ms,
        end_ms=_number(data, "end_ms"),
        outcome=_text(data, "outcome") or "open",
        api=_text(data, "api"),
        selector=_text(data, "selector"),
        file=_text(data, "file"),
        line=_number(data, "line"),
        error=_text(data, "error"),
        call_log=tuple(str(note) for note in data.get("call_log") or ()) if with_log else (),
        group=group,
        url=url,
        snapshots=tuple(str(moment) for moment in data.get("snapshots") or ()),
    )


def seen_step(event: Event) -> SeenStep:
    data = event.data
    return SeenStep(event.key, event.t_ms, data.get("end_ms"), data.get("file"), data.get("line"), data.get("error"))


def source_of(event: Event) -> SourceExcerpt | None:
    data = event.data
    file, line, first, text = (data.get(name) for name in ("file", "line", "first_line", "text"))
    if not (isinstance(file, str) and isinstance(line, int) and isinstance(first, int) and isinstance(text, str)):
        return None
    return SourceExcerpt(file=file, line=line, first_line=first, text=text)


def _text(data: dict[str, Any], name: str) -> str:
    value = data.get(name)
    return value if isinstance(value, str) else ""


def _number(data: dict[str, Any], name: str) -> int | None:
    value = data.get(name)
    return value if isinstance(value, int) and not isinstance(value, bool) else None
