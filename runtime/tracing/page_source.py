"""The page of a step as its site wrote it, from a packed trace: addresses of links and forms, every attribute.

For comparing its elements with others, never for showing: what can be shown is made by `snapshots.py`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import IO, Final, NamedTuple

from runtime.storable import storable_text
from runtime.tracing.page_source_writer import SourceWriter, WrittenParts
from runtime.tracing.snapshot_archive import TraceArchive
from runtime.tracing.snapshot_index import Moment, SnapshotIndex, number
from runtime.tracing.snapshot_resources import SnapshotResources

_BOX: Final = b'{"type":"input"'
_LONGEST_BOX: Final = 2_000


class Box(NamedTuple):
    """Where the element that a call acted on was in its frame: CSS pixels."""

    x: float
    y: float
    width: float
    height: float


class PageSources:
    """A ``trace.zip``, by path or as a seekable file. Use it in ``with``. Not for two threads at once."""

    def __init__(self, trace: Path | IO[bytes]) -> None:
        """Reads all of it. Raises SnapshotMissing when it is no archive."""
        archive = TraceArchive(trace)
        self._index = _IndexWithBoxes()
        self._parts = {True: WrittenParts(), False: WrittenParts()}  # filled in, or not
        try:
            archive.read_into(self._index, _NoResources())
        finally:
            archive.close()

    def html(self, call_id: str, moment: Moment, *, filled_in: bool = True) -> str:
        """A whole document, frames inside of it (srcdoc); TARGET_ATTRIBUTE marks what the call acted on. Without what
        is in password fields; if not `filled_in`, in any field. Raises SnapshotMissing."""
        page = self._index.main_page(call_id, moment)
        parts = self._parts[filled_in]
        writer = SourceWriter(self._index, call_id, moment, filled_in=filled_in, parts=parts)
        return storable_text(writer.html(page, depth=0))

    def box(self, call_id: str) -> Box | None:
        return self._index.boxes.get(call_id)

    def __enter__(self) -> PageSources:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._index.close()


class _NoResources(SnapshotResources):
    def add(self, lines: Iterable[bytes]) -> None:
        """Pictures and fonts tell nothing here."""


class _IndexWithBoxes(SnapshotIndex):
    def __init__(self) -> None:
        super().__init__()
        self.boxes: dict[str, Box] = {}

    def add(self, lines: Iterable[bytes], trace: int) -> None:
        super().add(self._noting_boxes(lines), trace)

    def _noting_boxes(self, lines: Iterable[bytes]) -> Iterator[bytes]:
        for line in lines:
            if line.startswith(_BOX):
                self._note(line)
            else:
                yield line

    def _note(self, line: bytes) -> None:
        """With it may come whatever the call was given; that is not looked at."""
        with suppress(ValueError, TypeError, KeyError, RecursionError):
            entry = json.loads(line) if len(line) <= _LONGEST_BOX else {}
            box = entry["box"]
            self.boxes[str(entry["callId"])] = Box(*(number(box[name]) for name in Box._fields))
