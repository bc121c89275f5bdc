"""Where in the bundle each call of a trace was made. The workflow's process notes it, one line a call:

``["call@12", [["/bundle/workflows.py", 21, "search"], …]]``, innermost frame first, before the call itself is made.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final

from runtime.child_protocol import STACKS_NAME
from runtime.tracing.growing_file import GrowingFile
from runtime.tracing.untrusted_files import open_untrusted

_MOST_PLACES: Final = 20_000  # that no step has asked for; the oldest is forgotten
_MOST_FILES: Final = 1_000
_PACKED_BYTES: Final = 64 * 1024**2
_SOURCE_BYTES: Final = 4 * 1024**2

Frame = tuple[str, int, str]  # file, line, function


@dataclass(frozen=True)
class Place:
    file: str  # relative to the bundle
    line: int


class Stacks:
    """Reads the file in `trace` that the workflow's process writes. `bundle` and `trace` have no links in them."""

    def __init__(self, *, trace: Path, bundle: Path) -> None:
        self._trace = trace
        self._bundle = bundle
        self._file: GrowingFile | None = None
        self._places: dict[str, Place] = {}

    def read(self) -> None:
        """What is new in the file."""
        stream = open_untrusted(self._trace, STACKS_NAME) if self._file is None else None
        if stream is not None:
            self._file = GrowingFile(stream)
        for line in self._file.new_lines() if self._file is not None else ():
            call_id, frames = _parsed(line)
            place = self._innermost(frames)
            if place is not None:
                self._places[call_id] = place
                if len(self._places) > _MOST_PLACES:
                    del self._places[next(iter(self._places))]

    def take(self, call_id: str) -> Place | None:
        """Where the call was made. Known once: it is forgotten afterwards."""
        return self._places.pop(call_id, None)

    def packed(self) -> bytes:
        """All of them as Playwright packs them in a trace; empty when there are none."""
        files: dict[str, int] = {}
        stacks = []
        for call_id, frames in self._all():
            named = [[files.setdefault(file, len(files)), line, 0, function] for file, line, function in frames]
            stacks.append([call_id, named])
        return json.dumps({"files": list(files), "stacks": stacks}).encode() if stacks else b""

    def sources(self) -> dict[str, bytes]:
        """The bundle's own files that calls were made in, by their full names."""
        named = {
            Path(file) for _, frames in self._all() for file, _, _ in frames if file.startswith(f"{self._bundle}/")
        }
        contents = {}
        for path in sorted(named)[:_MOST_FILES]:
            stream = open_untrusted(path.parent, path.name) if ".." not in path.parts else None
            if stream is not None:
                with stream:
                    contents[str(path)] = stream.read(_SOURCE_BYTES)
        return contents

    def close(self) -> None:
        if self._file is not None:
            self._file.stream.close()

    def _innermost(self, frames: list[Frame]) -> Place | None:
        for file, line, _ in frames:
            path = Path(file)
            if path.is_relative_to(self._bundle) and ".." not in path.parts and line > 0:
                return Place(str(path.relative_to(self._bundle)), line)
        return None

    def _all(self) -> Iterator[tuple[str, list[Frame]]]:
        stream: IO[bytes] | None = open_untrusted(self._trace, STACKS_NAME)
        if stream is None:
            return
        with stream:
            for line in stream.read(_PACKED_BYTES).splitlines():
                call_id, frames = _parsed(line)
                if frames:
                    yield call_id, frames


def _parsed(line: bytes) -> tuple[str, list[Frame]]:
    """No frames when the line is half written or not what it should be."""
    try:
        call_id, frames = json.loads(line)
        return str(call_id), [_frame(*frame) for frame in frames]
    except (ValueError, TypeError, RecursionError, OverflowError):
        return "", []


def _frame(file: Any, line: Any, function: Any) -> Frame:
    return str(file), int(line), str(function)
