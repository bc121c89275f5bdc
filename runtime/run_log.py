"""What people read about a run while it goes on: the executor's story, the workflow's output, the page's console."""

from __future__ import annotations

import asyncio
from typing import Final

from libretto.protocol import LogLevel, LogSource
from runtime.events import EventWriter
from runtime.log_lines import LineSplitter, storable_line
from runtime.masking import Masker

_READ_BYTES: Final = 16 * 1024  # at a time: a flood of lines must not hold up the recording

_NOTE_BYTES: Final = 200  # in which the workflow's process says how long a message was


class RunLog:
    """Writes ``log`` events. Lines longer than `most_bytes` are cut."""

    def __init__(self, events: EventWriter, *, masker: Masker, most_bytes: int) -> None:
        self._events = events
        self._masker = masker
        self._most_bytes = most_bytes

    def say(self, message: str, level: LogLevel = "info") -> None:
        """A sentence of the executor."""
        self._write("executor", level, message)

    async def workflow(self, level: LogLevel, message: str) -> None:
        """What the workflow logs, cut by its own process with a note. Waits when the worker is slow."""
        self._write("workflow", level, message, most_bytes=self._most_bytes + _NOTE_BYTES)
        await self._events.room()

    async def follow(self, stream: asyncio.StreamReader, level: LogLevel) -> None:
        """What the workflow prints, line by line until its end. Waits when the worker is slow."""
        lines = LineSplitter(most_bytes=self._most_bytes, masker=self._masker)
        while data := await stream.read(_READ_BYTES):
            for line in lines.feed(data):
                self._events.emit("log", source="workflow", level=level, message=line)
            await self._events.room()
        for line in lines.finish():
            self._events.emit("log", source="workflow", level=level, message=line)

    def console(self, t_ms: int, level: LogLevel, text: str) -> None:
        """A line of the page's console, of which the recorder takes only so many a second."""
        self._write("browser", level, text, t_ms=t_ms)

    def _write(
        self,
        source: LogSource,
        level: LogLevel,
        message: str,
        *,
        t_ms: int | None = None,
        most_bytes: int | None = None,
    ) -> None:
        data = message.encode("utf-8", "replace")
        line = storable_line(data, length=len(data), most_bytes=most_bytes or self._most_bytes, masker=self._masker)
        self._events.emit("log", t_ms=t_ms, source=source, level=level, message=line)
