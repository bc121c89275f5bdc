"""Reads the lines of a growing trace that begin and end calls, and passes over the others."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Any, Final

_READ_BYTES: Final = 1024 * 1024
_POLL_BYTES: Final = 16 * _READ_BYTES  # the rest waits for the next poll
_LONGEST_LINE: Final = 4 * 1024 * 1024
_STARTS: Final = (b'{"type":"before"', b'{"type":"after"', b'{"version":')
_START_BYTES: Final = max(map(len, _STARTS))


@dataclass
class TraceFile:
    """One growing file, read in pieces."""

    stream: IO[bytes]
    _rest: bytes = b""  # of a line whose end is not written yet
    _passing_over: bool = False  # the open line is not for us, or too long
    behind: bool = False  # more has been written than the last poll read
    _zero: float | None = None  # seconds since 1970 at which the file's own clock was 0

    def new_entries(self) -> Iterator[dict[str, Any]]:
        for _ in range(_POLL_BYTES // _READ_BYTES):
            data = self.stream.read(_READ_BYTES)
            self.behind = bool(data)
            if not data:
                return
            *lines, rest = (self._rest + data).split(b"\n")
            for line in lines:
                if not self._passing_over and line.startswith(_STARTS):
                    yield from _parsed(line)
                self._passing_over = False
            if len(rest) >= _START_BYTES and (not rest.startswith(_STARTS) or len(rest) > _LONGEST_LINE):
                self._passing_over = True
            self._rest = b"" if self._passing_over else rest

    def set_zero(self, options: dict[str, Any]) -> None:
        wall, own = options.get("wallTime"), options.get("monotonicTime")
        if isinstance(wall, int | float) and isinstance(own, int | float):
            with contextlib.suppress(OverflowError):
                self._zero = (wall - own) / 1000

    def wall_seconds(self, moment: object) -> float | None:
        if self._zero is None or not isinstance(moment, int | float):
            return None
        return self._zero + moment / 1000


def _parsed(line: bytes) -> Iterator[dict[str, Any]]:
    try:
        entry = json.loads(line)
    except (ValueError, RecursionError):
        return
    if isinstance(entry, dict):
        yield entry
