"""A zip that is sent while it is being made: never whole in memory, never on a disk."""

from __future__ import annotations

import io
import stat
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from recordings.streaming import CHUNK_BYTES


@dataclass(frozen=True, slots=True)
class Entry:
    """A file in a zip. `chunks` is called when its turn comes."""

    name: str
    about: str  # a few words, for people; "" for what they need not open
    chunks: Callable[[], Iterable[bytes]]
    packed: bool = True  # videos and pictures are as small as they get
    size: int = 0  # bytes, where it is known: an entry of more than 2 GiB is written in another way


def zip_chunks(entries: Iterable[Entry]) -> Iterator[bytes]:
    """Pieces of about CHUNK_BYTES."""
    sink = _Sink()
    with ZipFile(sink, "w") as archive:
        for entry in entries:
            with archive.open(_info(entry), "w") as target:
                for chunk in entry.chunks():
                    target.write(chunk)
                    if sink.waiting >= CHUNK_BYTES:
                        yield sink.take()
    yield sink.take()


def _info(entry: Entry) -> ZipInfo:
    info = ZipInfo(entry.name, time.gmtime()[:6])
    info.compress_type = ZIP_DEFLATED if entry.packed else ZIP_STORED
    info.external_attr = (stat.S_IFREG | 0o644) << 16
    info.file_size = entry.size
    return info


class _Sink(io.RawIOBase):
    """Holds what was written until it is taken. Cannot seek: so sizes are written after each entry."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []
        self.waiting = 0

    def writable(self) -> bool:
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]
        piece = bytes(data)
        self._pieces.append(piece)
        self.waiting += len(piece)
        return len(piece)

    def take(self) -> bytes:
        taken = b"".join(self._pieces)
        self._pieces, self.waiting = [], 0
        return taken
