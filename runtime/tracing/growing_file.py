"""Reads the lines of a growing file: those that begin as wanted, and of some only their beginning."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Final

HEAD_BYTES: Final = 400
_READ_BYTES: Final = 1024 * 1024
_POLL_BYTES: Final = 16 * _READ_BYTES  # the rest waits for the next poll
_LONGEST_LINE: Final = 4 * 1024 * 1024


@dataclass
class GrowingFile:
    """`starts` are of lines that are wanted whole, `heads` of those that only their first HEAD_BYTES are wanted of."""

    stream: IO[bytes]
    starts: tuple[bytes, ...] = (b"",)
    heads: tuple[bytes, ...] = ()
    behind: bool = False  # more has been written than the last poll read
    _rest: bytes = b""  # of a line whose end is not written yet
    _passing_over: bool = False  # the open line is not for us, too long, or its head was given

    def new_lines(self) -> Iterator[bytes]:
        for _ in range(_POLL_BYTES // _READ_BYTES):
            data = self.stream.read(_READ_BYTES)
            self.behind = bool(data)
            if not data:
                return
            *lines, rest = (self._rest + data).split(b"\n")
            for line in lines:
                if not self._passing_over:
                    if line.startswith(self.starts):
                        yield line
                    elif line.startswith(self.heads):
                        yield line[:HEAD_BYTES]
                self._passing_over = False
            yield from self._open_line(rest)

    def _open_line(self, rest: bytes) -> Iterator[bytes]:
        if not self._passing_over and len(rest) >= HEAD_BYTES:
            if rest.startswith(self.heads):
                yield rest[:HEAD_BYTES]
                self._passing_over = True
            else:
                self._passing_over = len(rest) > _LONGEST_LINE or not rest.startswith(self.starts)
        self._rest = b"" if self._passing_over else rest
