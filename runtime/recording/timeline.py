"""Timeline events: each with an id of its own, cut to a bearable size, and reported again when it ends."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Literal, get_args

from libretto.protocol import TimelineData, TimelineKind
from runtime.clock import Clock
from runtime.recording.budget import Budget

PageEvent = Callable[[int, TimelineKind, TimelineData], None]  # t_ms, kind, data

TITLE_MOST = 300  # characters
ERROR_MOST = 10_000
URL_MOST = 2_000  # a data: URL may have megabytes


class Timeline:
    """A page that floods it with events of a kind gets them left out."""

    def __init__(self, clock: Clock, on_event: PageEvent) -> None:
        self._clock, self._on_event = clock, on_event
        self._count = 0
        self._budgets = {kind: Budget(burst=500, per_second=20) for kind in get_args(TimelineKind)}
        self._open: dict[str, tuple[int, TimelineKind, TimelineData]] = {}

    def add(self, kind: TimelineKind, data: TimelineData, *, t_ms: int | None = None, open_as: str = "") -> None:
        """`open_as` names it for `end`, when it lasts."""
        if not self._budgets[kind].take(time.monotonic()):
            return
        self._count += 1
        event = (self._clock.now_ms() if t_ms is None else t_ms, kind, _cut({**data, "id": f"{kind}-{self._count}"}))
        if open_as:
            event[2]["outcome"] = "open"
            self._open[open_as] = event
        self._on_event(*event)

    def end(self, open_as: str, *, outcome: Literal["ok", "failed"] = "ok", remark: str = "") -> None:
        """Reports it again, under the same id and `t_ms`, `remark` added to its title, if it is open."""
        event = self._open.pop(open_as, None)
        if event is None:
            return
        t_ms, kind, data = event
        title = f"{data['title']}{remark}"
        self._on_event(t_ms, kind, {**data, "title": title, "outcome": outcome, "end_ms": self._clock.now_ms()})


def shortened(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"


def _cut(data: TimelineData) -> TimelineData:
    if "title" in data:
        data["title"] = shortened(data["title"], TITLE_MOST)
    if "error" in data:
        data["error"] = shortened(data["error"], ERROR_MOST)
    if "url" in data:
        data["url"] = shortened(data["url"], URL_MOST)
    return data
