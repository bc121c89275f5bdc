"""What happened in the browser, as a list beside the recording."""

from __future__ import annotations

from dataclasses import dataclass

from recordings.models import BrowserSession, TimelineEvent

SHOWN = 500
# Network and console would drown the rest; they are in the logs.
KINDS = ("step", "navigation", "page_error", "dialog", "download", "popup")


@dataclass(frozen=True)
class Step:
    kind: str
    title: str
    seconds: str  # on the recording's clock, for the player: '12.345'
    clock: str  # for people: '0:12.3'
    took: str
    outcome: str
    error: str
    place: str  # 'workflows.py:21'


NO_STEP = Step(kind="", title="", seconds="0", clock="", took="", outcome="", error="", place="")


def steps_of(session: BrowserSession, *, newest: bool) -> tuple[list[Step], bool]:
    """The first ones in order, or the newest ones, and whether there are more."""
    events = session.timeline.filter(kind__in=KINDS)
    ordered = events.order_by("-t_ms", "-id") if newest else events.order_by("t_ms", "id")
    steps = [_step(event) for event in ordered[: SHOWN + 1]]
    kept = steps[:SHOWN]
    return kept[::-1] if newest else kept, len(steps) > SHOWN


def _step(event: TimelineEvent) -> Step:
    data = event.data
    end_ms, line = data.get("end_ms"), data.get("line")
    return Step(
        kind=event.kind,
        title=str(data.get("title") or data.get("url") or event.kind),
        seconds=f"{event.t_ms / 1000:.3f}",
        clock=_clock(event.t_ms),
        took=_took(end_ms - event.t_ms) if isinstance(end_ms, int) else "",
        outcome=str(data.get("outcome") or ""),
        error=str(data.get("error") or ""),
        place=f"{data.get('file')}:{line}" if data.get("file") and isinstance(line, int) else "",
    )


def _clock(t_ms: int) -> str:
    minutes, rest = divmod(t_ms, 60_000)
    return f"{minutes}:{rest / 1000:04.1f}"


def _took(milliseconds: int) -> str:
    return f"{milliseconds} ms" if milliseconds < 1000 else f"{milliseconds / 1000:.1f} s"
