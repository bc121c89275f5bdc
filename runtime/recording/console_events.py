"""The pages' consoles and uncaught exceptions, on the timeline and as log lines."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from libretto.protocol import LogLevel, TimelineData, TimelineKind
from runtime.cdp import Connection
from runtime.clock import Clock
from runtime.recording.budget import Budget
from runtime.recording.console_text import console_level, console_text, exception_text
from runtime.recording.timeline import Timeline

# Playwright's `set_content` tells itself by the page's console when the content is there.
PLAYWRIGHTS_OWN = "--playwright--set--content--"

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
        text = console_text(params["args"])
        if text.startswith(PLAYWRIGHTS_OWN):
            return
        frames = params.get("stackTrace", {}).get("callFrames", [])
        self._report(params["timestamp"], "console", console_level(params["type"]), text, frames[0] if frames else {})

    def _exception_thrown(self, params: dict[str, Any], _: str | None) -> None:
        details = params["exceptionDetails"]
        self._report(params["timestamp"], "page_error", "error", exception_text(details), details)

    def _log_added(self, params: dict[str, Any], _: str | None) -> None:
        entry = params["entry"]
        if entry["level"] != "verbose":
            text = f"{entry['text']} {entry.get('url', '')}".strip()
            self._report(entry["timestamp"], "console", console_level(entry["level"]), text, entry)

    def _report(self, wall_ms: float, kind: TimelineKind, level: LogLevel, text: str, place: dict[str, Any]) -> None:
        """`place` may have url and lineNumber (from 0)."""
        if not self._budget.take(time.monotonic()):
            return
        self.report_left_out()
        t_ms = min(self._clock.from_wall(wall_ms / 1000), self._clock.now_ms())
        title, _, more = text.partition("\n")
        data: TimelineData = {"title": title, "level": level, "url": place.get("url", "")}
        if more or kind == "page_error":
            data["error"] = text
        if "lineNumber" in place:
            data["line"] = place["lineNumber"] + 1
        self._timeline.add(kind, data, t_ms=t_ms)
        self._on_console(t_ms, level, text)
