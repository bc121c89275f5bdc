"""What people read about a run while it goes on: the executor's story, the workflow's output, the page's console."""

from __future__ import annotations

import asyncio
import contextlib
import time
from typing import Final

from libretto.protocol import Limits, LogLevel, LogSource
from runtime.events import EventWriter
from runtime.log_flood import Flood, Printed
from runtime.log_lines import LineSplitter, storable_line
from runtime.masking import Masker
from runtime.redaction.shapes import StreamShapes

_READ_BYTES: Final = 16 * 1024  # at a time: a flood of lines must not hold up the recording

_NOTE_BYTES: Final = 200  # in which the workflow's process says how long a message was


class RunLog:
    """Writes ``log`` events. Lines longer than `limits` allow are cut; so is a flood of lines."""

    def __init__(self, events: EventWriter, *, masker: Masker, limits: Limits) -> None:
        self._events = events
        self._masker = masker
        self._most_bytes = limits.log_line_bytes
        self._flood = Flood(limits)
        self._shapes: dict[LogSource, StreamShapes] = {
            "executor": StreamShapes(),
            "workflow": StreamShapes(),
            "browser": StreamShapes(),
        }
        self._is_ending = asyncio.Event()

    def say(self, message: str, level: LogLevel = "info") -> None:
        """A sentence of the executor."""
        self._emit("executor", level, self._storable("executor", message, self._most_bytes))

    async def workflow(self, level: LogLevel, message: str) -> None:
        """What the workflow logs, cut by its own process with a note. Waits when the worker is slow."""
        self._print(level, self._storable("workflow", message, self._most_bytes + _NOTE_BYTES))
        await self._slow_down()

    async def follow(self, stream: asyncio.StreamReader, level: LogLevel) -> None:
        """What the workflow prints, line by line until its end. Waits when the worker is slow."""
        lines = LineSplitter(most_bytes=self._most_bytes, masker=self._masker)
        while data := await stream.read(_READ_BYTES):
            for line in lines.feed(data):
                self._print(level, line)
            await self._slow_down()
        for line in lines.finish():
            self._print(level, line)

    def console(self, t_ms: int, level: LogLevel, text: str) -> None:
        """A line of the page's console, of which the recorder takes only so many a second."""
        self._emit("browser", level, self._storable("browser", text, self._most_bytes), t_ms=t_ms)

    def hurry(self) -> None:
        """The workflow is about to end: nothing of what it has printed waits any more."""
        self._is_ending.set()

    def end_flood(self) -> None:
        """When nothing more will be printed: says how many lines were left out, and writes the last of them."""
        last = self._flood.last
        if not last:
            return
        if self._flood.left_out > len(last):
            self._emit("executor", "warn", self._flood.told(), t_ms=last[0].t_ms)
        for line in last:
            self._emit("workflow", line.level, line.message, t_ms=line.t_ms)
        last.clear()

    def _print(self, level: LogLevel, line: str) -> None:
        if self._flood.is_full:
            self._flood.leave_out(Printed(self._events.now_ms(), level, line))
            return
        self._flood.count(line)
        self._emit("workflow", level, line)
        if self._flood.is_full:
            self.say(self._flood.reached(), "warn")

    async def _slow_down(self) -> None:
        """Who does not read makes the workflow wait in its `print`."""
        seconds = self._flood.wait_seconds(time.monotonic())
        if seconds and not self._is_ending.is_set():
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._is_ending.wait(), seconds)
        await self._events.room()

    def _storable(self, source: LogSource, message: str, most_bytes: int) -> str:
        data = message.encode("utf-8", "replace")
        return storable_line(
            data, length=len(data), most_bytes=most_bytes, masker=self._masker, shapes=self._shapes[source]
        )

    def _emit(self, source: LogSource, level: LogLevel, line: str, *, t_ms: int | None = None) -> None:
        self._events.emit("log", t_ms=t_ms, source=source, level=level, message=line)
