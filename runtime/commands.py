"""What the worker says on standard input."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import threading
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

_READ_BYTES: Final = 64 * 1024


class Commands:
    """Reads lines in a thread: standard input may be a pipe, a file or a terminal."""

    def __init__(self, descriptor: int) -> None:
        self._lines = _lines(descriptor)

    def first(self) -> dict[str, Any]:
        """The first line's object; blocks. Raises ValueError when there is none."""
        line = next(self._lines, b"")
        data = json.loads(line)
        if not isinstance(data, dict):
            raise ValueError("not a JSON object")
        return data

    def follow(self, actions: Mapping[str, Callable[[], None]], *, on_end: Callable[[], None]) -> None:
        """From now on, calls the action of every command in the running event loop, and `on_end` at the end."""
        loop = asyncio.get_running_loop()

        def read() -> None:
            with contextlib.suppress(RuntimeError):  # the loop has ended: nobody asks any more
                for line in self._lines:
                    if action := actions.get(_command(line)):
                        loop.call_soon_threadsafe(action)
                loop.call_soon_threadsafe(on_end)

        threading.Thread(target=read, name="commands", daemon=True).start()


def _lines(descriptor: int) -> Iterator[bytes]:
    """Without Python's buffered reader: a thread that waits in one holds a lock that the interpreter's end needs."""
    rest = b""
    with contextlib.suppress(OSError):
        while data := os.read(descriptor, _READ_BYTES):
            *lines, rest = (rest + data).split(b"\n")
            yield from lines


def _command(line: bytes) -> str:
    """Its name; "" for what is no command."""
    try:
        data = json.loads(line)
    except ValueError:
        return ""
    return str(data.get("command", "")) if isinstance(data, dict) else ""
