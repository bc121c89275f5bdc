"""The pages' consoles and uncaught exceptions, on the timeline and as log lines."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from libretto.protocol import LogLevel, TimelineData, TimelineKind
from runtime.cdp import Connection
from runtime.clock import Clock
from runtime.recording.budget import Budget
from runtime.recording.console_text import console_level, console_text, exception_text, stack_text
from runtime.recording.hiding import safe_address
from runtime.recording.timeline import TITLE_MOST, Timeline

# Playwright's `set_content` tells itself by the page's console when the content is there.
PLAYWRIGHTS_OWN = "--playwright--set--content--"
SAYS_NOTHING = frozenset({"endGroup", "profileEnd"})
WITH_STACK = frozenset({"error", "assert", "trace", "warning"})

Console = Callable[[int, LogLevel, str], None]  # t_ms, level, text


class ConsoleEvents:
    """A page that floods its console is cut short, and the log says by how much."""

    def __init__(self, connection: Connection, clock: Clock, timeline: Timeline, on_console: Console) -> None:
        self._clock, self._timeline, self._on_console = clock, timeline, on_console
        self._budget = Budget(burst=500, per_second=50)
        connection.on("Runtime.consoleAPICalled", self._called)
        connection.on("Runtime.exceptionThrown", self._exception_thrown)
        connection.on("Log.entryAdded", self._log_added)

    def report_left_out(self) -> None:
        """Call it once at the end, too."""
        if count := self._budget.left_out():
            self._on_console(self._clock.now_ms(), "warn", f"{count} more console messages were left out")

    def _called(self, params: dict[str, Any], _: str | None) -> None:
        text, kind = console_text(params["args"]), params["type"]
        if text.startswith(PLAYWRIGHTS_OWN) or kind in SAYS_NOTHING:
            return
        stack = params.get("stackTrace")
        more = stack_text(stack) if kind in WITH_STACK and "\n    at " not in text else ""
        self._report(params["timestamp"], "console", console_level(kind), text, place=_place(params, stack), stack=more)

    def _exception_thrown(self, params: dict[str, Any], _: str | None) -> None:
        details = params["exceptionDetails"]
        place = _place(details, details.get("stackTrace"))
        self._report(params["timestamp"], "page_error", "error", exception_text(details), place=place)

    def _log_added(self, params: dict[str, Any], _: str | None) -> None:
        entry = params["entry"]
        if entry["level"] != "verbose" and entry["source"] != "worker":  # a worker has a session of its own
            text = safe_address(f"{entry['text']} {entry.get('url', '')}".strip())
            self._report(entry["timestamp"], "console", console_level(entry["level"]), text, place=_place(entry, None))

    def _report(
        self, wall_ms: float, kind: TimelineKind, level: LogLevel, text: str, *, place: TimelineData, stack: str = ""
    ) -> None:
        if not self._budget.take(time.monotonic()):
            return
        self.report_left_out()
        t_ms = min(self._clock.from_wall(wall_ms / 1000), self._clock.now_ms())
        title, _, more = text.partition("\n")
        data: TimelineData = {"title": title, "level": level, **place}
        if more or stack or kind == "page_error" or len(title) > TITLE_MOST:
            data["error"] = text + stack
        self._timeline.add(kind, data, t_ms=t_ms)
        self._on_console(t_ms, level, text)


def _place(known: dict[str, Any], stack: dict[str, Any] | None) -> TimelineData:
    """Of the call's first frame, else as `known` has it. DevTools counts from 0, people from 1."""
    frames = (stack or {}).get("callFrames", [])
    frame = frames[0] if frames else known
    place: TimelineData = {"url": frame.get("url", "")}
    if "lineNumber" in frame:
        place["line"] = frame["lineNumber"] + 1
    if "columnNumber" in frame:
        place["column"] = frame["columnNumber"] + 1
    return place
