"""The one place that writes event lines: masked, free of NUL, one JSON object a line, in order.

A thread writes, so that a reader who is slow blocks nobody. Who produces without bound (log lines,
steps) awaits ``room()`` in between and is slowed down; nobody else has to wait. When the reader is gone,
or has not read for ``patience_seconds``, ``broken`` is set and everything after is dropped.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import threading
import time
from collections.abc import Callable
from typing import Any, Final

from runtime.clock import Clock
from runtime.masking import Masker
from runtime.redaction.shapes import hidden_in
from runtime.storable import storable

# What people read of an event, field by field. Nothing that looks like a secret may be in it: nobody needs it there.
# Lines of the log come without; the result is the workflow's own, and stays as it is.
_READ: Final = {"timeline": "data", "result": "error"}
ROOM_BYTES: Final = 1024**2  # what may wait for the reader before producers are slowed down


class EventWriter:
    """Writes to `descriptor`, a blocking file, pipe or socket that nobody else writes to."""

    def __init__(self, descriptor: int, *, clock: Clock, masker: Masker, patience_seconds: float = 30) -> None:
        self.broken = asyncio.Event()
        self._progress = asyncio.Event()
        self._loop = asyncio.get_running_loop()
        self._descriptor = descriptor
        self._clock = clock
        self._masker = masker
        self._patience = patience_seconds
        self._lines: list[bytes] = []
        self._waiting = 0  # bytes not yet written
        self._moved = time.monotonic()  # when the reader last took something, or nothing was waiting
        self._changed = threading.Condition()
        self._gone = False
        threading.Thread(target=self._write_all, name="event writer", daemon=True).start()

    def emit(self, event: str, *, t_ms: int | None = None, **fields: Any) -> None:
        """One event, now or at `t_ms`. See libretto.protocol.Event for the fields of each kind."""
        moment = self.now_ms() if t_ms is None else t_ms
        line = _line({"event": event, "t_ms": moment, **fields})
        if self._masker.may_be_in(line):
            fields = self._masker.json(fields)
            line = _line({"event": event, "t_ms": moment, **fields})
        read = _READ.get(event)
        if read in fields:
            line = _line({"event": event, "t_ms": moment, **fields, read: hidden_in(fields[read])})
        with self._changed:
            if self._gone:
                return
            if not self._waiting:
                self._moved = time.monotonic()
            self._lines.append(line)
            self._waiting += len(line)
            self._changed.notify()

    def now_ms(self) -> int:
        return self._clock.now_ms()

    async def room(self) -> None:
        """Returns when little enough is waiting, or nobody reads any more."""
        await self._until_at_most(ROOM_BYTES)

    async def flushed(self) -> None:
        """Returns when everything was written, or nobody reads any more."""
        await self._until_at_most(0)

    def close(self) -> None:
        """Ends the thread; what is not written yet is lost."""
        with self._changed:
            self._gone = True
            self._lines.clear()
            self._changed.notify()
        self._tell_loop(self._progress.set)

    async def watch(self) -> None:
        """Returns when nobody reads any more. To be run beside everything else."""
        while not self.broken.is_set():
            await asyncio.sleep(0.5)
            if self._waiting and time.monotonic() - self._moved > self._patience:
                self._break()

    async def _until_at_most(self, most: int) -> None:
        while self._waiting > most and not self._gone:
            self._progress.clear()
            await self._progress.wait()

    def _break(self) -> None:
        self.close()
        self._tell_loop(self.broken.set)

    def _tell_loop(self, call: Callable[[], None]) -> None:
        with contextlib.suppress(RuntimeError):  # the loop has ended: nobody is waiting
            self._loop.call_soon_threadsafe(call)

    def _write_all(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._lines or self._gone)
                if self._gone:
                    return
                data, self._lines = b"".join(self._lines), []
            try:
                self._write(data)
            except OSError:
                self._break()
                return

    def _write(self, data: bytes) -> None:
        rest = memoryview(data)
        while rest:
            written = os.write(self._descriptor, rest[: 64 * 1024])
            rest = rest[written:]
            with self._changed:
                self._waiting -= written
                self._moved = time.monotonic()
            self._tell_loop(self._progress.set)


def _line(event: dict[str, Any]) -> bytes:
    text = json.dumps(event, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    if "\\u0000" in text:
        text = json.dumps(storable(event), ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    try:
        return text.encode() + b"\n"
    except UnicodeEncodeError:
        return _line(storable(event))
