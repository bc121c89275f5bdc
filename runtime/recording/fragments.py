"""The files a recording grows in."""

from __future__ import annotations

import os
from dataclasses import dataclass
from io import FileIO
from pathlib import Path


@dataclass(frozen=True, kw_only=True)
class Fragment:
    """A complete, fsynced piece of the recording. All of them, in order, are one playable MP4.

    The first starts at 0 on the session's clock, each starts where the one before ended: a position in the
    video is a time on that clock.
    """

    index: int  # 0 holds the MP4 header
    path: Path
    start_ms: int
    duration_ms: int
    bytes: int
    key: bool  # begins with a key frame: playing can begin here (after the header)


class FragmentFiles:
    """What the muxer writes to: one file after the other, fragment-00000.mp4 first.

    Bytes go to the open file at once, so that a killed host leaves them, too.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._file: FileIO | None = None
        self._count = 0

    def write(self, data: bytes) -> int:
        if self._file is None:
            self._file = self._path().open("wb", buffering=0)
        view = memoryview(data)
        written = 0
        while written < len(view):
            written += self._file.write(view[written:])
        return written

    def close_fragment(self) -> tuple[Path, int]:
        """The path and the size of the file, which is complete and on the disk. The next bytes go to a new one."""
        path = self._path()
        if self._file is None:
            raise ValueError("the fragment is empty")
        size = self._file.tell()
        os.fsync(self._file.fileno())
        self._file.close()
        self._file, self._count = None, self._count + 1
        return path, size

    def _path(self) -> Path:
        return self._folder / f"fragment-{self._count:05}.mp4"
