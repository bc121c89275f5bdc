"""Timeline events: each with an id of its own, cut to a bearable size, and reported again when it changes or ends."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, get_args

from libretto.protocol import TimelineData, TimelineKind
from runtime.clock import Clock
from runtime.masking import Masker
from runtime.recording.budget import Budget
from runtime.recording.hiding import safe_address

PageEvent = Callable[[int, TimelineKind, TimelineData], None]  # t_ms, kind, data

TITLE_MOST = 300  # characters
ERROR_MOST = 10_000
URL_MOST = 2_000
INLINE = ("data:", "blob:")  # the content itself, or a number
INLINE_MOST = 100
LEFT_OUT_SECONDS = 5.0  # between two reports of how many were left out
IN_WORDS: dict[str, str] = {
    "navigation": "navigations",
    "console": "console messages",
    "page_error": "errors of pages",
    "network": "requests",
    "dialog": "dialogs",
    "download": "downloads",
    "popup": "popups",
    "page": "changes of page",
}


@dataclass(frozen=True)
class Entry:
    """One event, for reporting it again."""

    t_ms: int
    kind: TimelineKind
    data: TimelineData  # as it was reported last


class Timeline:
    """A page that floods it with events of a kind gets them left out, and one event says how many."""

    def __init__(self, clock: Clock, on_event: PageEvent, masker: Masker) -> None:
        self._clock, self._on_event, self._masker = clock, on_event, masker
        self._count = 0
        self._budgets = {kind: _budget(kind) for kind in get_args(TimelineKind)}
        self._left_out: dict[TimelineKind, _LeftOut] = {}
        self._open: dict[str, Entry] = {}

    def add(
        self, kind: TimelineKind, data: TimelineData, *, t_ms: int | None = None, open_as: str = ""
    ) -> Entry | None:
        """None when it was left out. `open_as` names it for `end` and `change`, when it lasts."""
        moment = self._clock.now_ms() if t_ms is None else t_ms
        if not self._budgets[kind].take(time.monotonic()):
            self._leave_out(kind, moment)
            return None
        self._count += 1
        entry = Entry(moment, kind, self._cut({**data, "id": f"{kind}-{self._count}"}))
        if open_as:
            entry.data["outcome"] = "open"
            self._open[open_as] = entry
        self._tell(entry)
        return entry

    def again(self, entry: Entry, changes: TimelineData) -> None:
        """Reports it once more, under the same id and `t_ms`."""
        entry.data.update(self._cut(changes))
        self._tell(entry)

    def change(self, open_as: str, changes: TimelineData) -> None:
        """As `again`, if it is open."""
        if entry := self._open.get(open_as):
            self.again(entry, changes)

    def end(
        self,
        open_as: str,
        *,
        outcome: Literal["ok", "failed"] = "ok",
        remark: str = "",
        changes: TimelineData | None = None,
    ) -> None:
        """Reports its end, if it is open, with `remark` added to its title."""
        if entry := self._open.pop(open_as, None):
            ended: TimelineData = {"outcome": outcome, "end_ms": self._clock.now_ms(), **(changes or {})}
            if remark:
                ended["title"] = f"{entry.data['title']}{remark}"
            self.again(entry, ended)

    def is_open(self, open_as: str) -> bool:
        return open_as in self._open

    def report_left_out(self) -> None:
        """To be called once at the end."""
        for left_out in self._left_out.values():
            self._tell(left_out.entry)

    def address(self, url: str, most: int = URL_MOST) -> str:
        """To be shown."""
        return self.cut(safe_address(url), min(most, INLINE_MOST) if url.startswith(INLINE) else most)

    def cut(self, text: str, most: int) -> str:
        """The beginning of a longer text, without half a credential at its end, which nobody could mask later."""
        if len(text) <= most:
            return text
        return f"{self._masker.text(text[: most + self._masker.longest], most=most - 1)}…"

    def _leave_out(self, kind: TimelineKind, t_ms: int) -> None:
        left_out = self._left_out.get(kind)
        if left_out is None:
            left_out = self._left_out[kind] = _LeftOut(Entry(t_ms, kind, {"id": f"{kind}-left-out", "level": "warn"}))
        left_out.count += 1
        left_out.entry.data["title"] = f"{left_out.count:,} more {IN_WORDS.get(kind, 'events')} were left out"
        left_out.entry.data["end_ms"] = t_ms
        if time.monotonic() >= left_out.due:
            left_out.due = time.monotonic() + LEFT_OUT_SECONDS
            self._tell(left_out.entry)

    def _tell(self, entry: Entry) -> None:
        self._on_event(entry.t_ms, entry.kind, entry.data.copy())

    def _cut(self, data: TimelineData) -> TimelineData:
        if "title" in data:
            data["title"] = self.cut(safe_address(data["title"]), TITLE_MOST)
        if "error" in data:
            data["error"] = self.cut(safe_address(data["error"]), ERROR_MOST)
        if "url" in data:
            data["url"] = self.address(data["url"])
        return data


@dataclass
class _LeftOut:
    entry: Entry
    count: int = 0
    due: float = 0.0


def _budget(kind: TimelineKind) -> Budget:
    match kind:
        case "network":
            return Budget(burst=3_000, per_second=100)
        case "console" | "page_error":
            return Budget(burst=500, per_second=50)
    return Budget(burst=500, per_second=20)
