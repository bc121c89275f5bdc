"""What the workflow prints and logs."""

from __future__ import annotations

import io
import logging
import sys
from collections.abc import Callable

from libretto.protocol import LogLevel
from runtime.python_child.channel import Channel
from runtime.python_child.wire_text import cut_end


def prepare_streams() -> None:
    """Printed lines leave at once, and no character of theirs can raise."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", line_buffering=True)


class LogWriter:
    """The run's log, for ``ctx.log`` and for Python's logging. Masked before it is cut: no half of a secret is left."""

    def __init__(self, channel: Channel, most_bytes: int, mask: Callable[[str], str] = str) -> None:
        self._channel = channel
        self._most_bytes = most_bytes
        self._mask = mask

    def __call__(self, level: LogLevel, message: str) -> None:
        text = cut_end(self._mask(message), self._most_bytes)
        self._channel.send({"event": "log", "level": level, "message": text})


class LogHandler(logging.Handler):
    """Records of Python's logging, with the level they have. A warning of the `warnings` module is one of them."""

    def __init__(self, write: LogWriter) -> None:
        super().__init__()
        self._log = write

    def install(self) -> None:
        root = logging.getLogger()
        root.addHandler(self)
        root.setLevel(logging.INFO)
        logging.captureWarnings(True)

    def emit(self, record: logging.LogRecord) -> None:
        try:
            self._log(_level(record.levelno), self.format(record))
        except Exception:  # noqa: BLE001 - a record that cannot be formatted must not stop the workflow
            self.handleError(record)


def _level(number: int) -> LogLevel:
    if number >= logging.ERROR:
        return "error"
    return "warn" if number >= logging.WARNING else "info"
