"""Fragments read as one file, without what a killed host left half written.

An MP4 is a list of boxes: 4 bytes size, 4 bytes name, content. A fragment holds pairs of them, moof (what
comes when) and mdat (the pictures); the first one begins with the header, ftyp and moov.
"""

from __future__ import annotations

import io
import struct
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from pathlib import Path

BOX_HEADER = struct.Struct(">I4s")


class WholeBoxes:
    """A read-only file of the whole boxes of `paths`, in order. Missing files are passed over."""

    def __init__(self, paths: Sequence[Path]) -> None:
        self._pieces = [(path, length) for path in paths if (length := _whole_length(path))]
        self._starts = [0]
        for _, length in self._pieces:
            self._starts.append(self._starts[-1] + length)
        self._position = 0

    def read(self, size: int = -1) -> bytes:
        """As many bytes as the piece at the position has, at most `size`; none at the end."""
        index = bisect_right(self._starts, self._position) - 1
        if index >= len(self._pieces):
            return b""
        path, length = self._pieces[index]
        offset = self._position - self._starts[index]
        with path.open("rb") as file:
            file.seek(offset)
            data = file.read(min(size, length - offset) if size >= 0 else length - offset)
        self._position += len(data)
        return data

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._position, io.SEEK_END: self._starts[-1]}[whence]
        self._position = max(0, base + offset)
        return self._position

    def tell(self) -> int:
        return self._position


def _whole_length(path: Path) -> int:
    """Bytes up to the end of the last whole box that is not a moof without its mdat."""
    whole = 0
    for name, end in _boxes(path):
        if name != b"moof":
            whole = end
    return whole


def _boxes(path: Path) -> Iterator[tuple[bytes, int]]:
    """Name and end of each box that is there completely."""
    if not path.is_file():
        return
    total = path.stat().st_size
    with path.open("rb") as file:
        start = 0
        while len(header := file.read(BOX_HEADER.size)) == BOX_HEADER.size:
            length, name = BOX_HEADER.unpack(header)
            start += length
            if length < BOX_HEADER.size or start > total:
                return
            yield name, start
            file.seek(start)
