"""Cuts what a program prints into lines that can be stored: short enough, valid text, without secrets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain
from typing import Final

from runtime.masking import Masker
from runtime.redaction.shapes import StreamShapes
from runtime.redaction.spans import without

_LONGEST_KEY: Final = 512  # bytes that a secret known by its look may need, to be seen as one
_LINE_END: Final = re.compile(rb"\r\n|\n|\r(?!\Z)")  # a "\r" at the very end may be half of "\r\n"


class LineSplitter:
    """Takes the bytes of one stream as they come, gives its lines.

    A lone carriage return ends a line too: progress bars write nothing else. Empty lines between
    carriage returns are dropped. Of a line longer than `most_bytes` only the beginning is held and
    given, with a note of its full length.
    """

    def __init__(self, *, most_bytes: int, masker: Masker) -> None:
        self._most = most_bytes
        self._masker = masker
        self._shapes = StreamShapes()
        # So that a value that crosses the cut is seen whole.
        self._held_most = most_bytes + max(4 * masker.longest, _LONGEST_KEY)
        self._held = bytearray()
        self._dropped = 0  # bytes of the open line that are not held
        self._after_return = False  # the stream ended in "\r" so far: a following "\n" belongs to it

    def feed(self, data: bytes) -> Iterator[str]:
        """The lines that `data` ends. Consume all of them before the next call."""
        start = 0
        if self._after_return:
            self._after_return = False
            if data.startswith(b"\n"):
                yield self._take()
                start = 1
            elif self._held or self._dropped:
                yield self._take()
        for end in _LINE_END.finditer(data, start):
            self._hold(data, start, end.start())
            start = end.end()
            if end[0] != b"\r" or self._held:
                yield self._take()
        stop = len(data)
        if data.endswith(b"\r", start):
            self._after_return = True
            stop -= 1
        self._hold(data, start, stop)

    def finish(self) -> Iterator[str]:
        """The last line, when it was not ended."""
        if self._held or self._dropped:
            yield self._take()

    def _hold(self, data: bytes, start: int, stop: int) -> None:
        room = max(0, self._held_most - len(self._held))
        self._held += data[start : min(stop, start + room)]
        self._dropped += max(0, stop - start - room)

    def _take(self) -> str:
        data, length = bytes(self._held), len(self._held) + self._dropped
        self._held.clear()
        self._dropped = 0
        return storable_line(data, length=length, most_bytes=self._most, masker=self._masker, shapes=self._shapes)


def storable_line(data: bytes, *, length: int, most_bytes: int, masker: Masker, shapes: StreamShapes) -> str:
    """Text for one line of a log. `data` is its beginning, `length` the bytes it had altogether.

    `shapes` are those of the stream the line is of: a private key may have begun in a line before.
    """
    # A value must be seen whole before anything is cut; masking may also make a line longer.
    kept = len(_text(data[:most_bytes]))
    text = _text(data)
    masked = without(text, chain(masker.spans(text), shapes.spans(text)), kept).encode()[:most_bytes]
    line = masked.decode("utf-8", "ignore")
    return line if length <= most_bytes else f"{line} … [cut: the line was {length:,} bytes long]"


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace").replace("\0", "\ufffd")
