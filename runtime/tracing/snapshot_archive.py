"""Reads a packed trace, of which nothing is as large, whole or named as it should be."""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import IO, Final, cast
from zipfile import BadZipFile, ZipFile

from runtime.tracing.snapshot_index import SnapshotIndex, SnapshotMissing
from runtime.tracing.snapshot_resources import SnapshotResources

_TRACE_BYTES: Final = 512 * 1024**2  # of the lines of all traces; later pages are not found
_NETWORK_BYTES: Final = 128 * 1024**2
_LONGEST_LINE: Final = 32 * 1024**2
_LONGEST_FILE: Final = 8 * 1024**2
_READ_BYTES: Final = 1024**2
_FOLDER: Final = "resources/"
_BROKEN: Final = (BadZipFile, OSError, EOFError, zlib.error, RuntimeError, NotImplementedError, ValueError)


class TraceArchive:
    """A ``trace.zip``, by path or as a seekable file. Not for two threads at once."""

    def __init__(self, trace: Path | IO[bytes]) -> None:
        """Raises SnapshotMissing when it is no archive."""
        try:
            self._archive = ZipFile(trace)
        except _BROKEN:
            raise SnapshotMissing("The trace cannot be read.") from None
        self._names = set(self._archive.namelist())

    def read_into(self, index: SnapshotIndex, resources: SnapshotResources) -> None:
        traces, networks = self._members(".trace"), self._members(".network")
        for number, name in enumerate(traces):
            index.add(self._lines(name, _TRACE_BYTES // len(traces)), number)
        for name in networks:
            resources.add(self._lines(name, _NETWORK_BYTES // len(networks)))

    def known(self, file: str | None) -> str | None:
        """The name below the folder of kept files, when there is such a file."""
        return file.removeprefix(_FOLDER) if file is not None and file in self._names else None

    def file(self, name: str) -> bytes | None:
        """The kept file, when it is not too long."""
        with suppress(*_BROKEN, KeyError), self._archive.open(f"{_FOLDER}{name}") as stream:
            data = stream.read(_LONGEST_FILE + 1)
            return data if len(data) <= _LONGEST_FILE else None
        return None

    def close(self) -> None:
        self._archive.close()

    def _members(self, ending: str) -> list[str]:
        return sorted(name for name in self._names if name.endswith(ending) and "/" not in name)

    def _lines(self, name: str, most: int) -> Iterator[bytes]:
        """Of what is broken, the lines before the break."""
        with suppress(*_BROKEN), self._archive.open(name) as member:
            stream = io.BufferedReader(cast(io.RawIOBase, member), _READ_BYTES)
            whole = True
            while most > 0 and (line := stream.readline(_LONGEST_LINE)):
                most -= len(line)
                if whole and line.endswith(b"\n"):
                    yield line
                whole = line.endswith(b"\n")
