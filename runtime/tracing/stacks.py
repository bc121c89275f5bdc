"""Where in the bundle each call of a trace was made: Playwright's client writes it while the run goes on."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

from runtime.tracing.untrusted_files import list_untrusted, open_untrusted

_LONGEST_FILE: Final = 64 * 1024**2
_PLAYWRIGHTS: Final = "playwright-tracing-"

Frame = tuple[str, int]  # file, line


@dataclass(frozen=True)
class Place:
    file: str  # relative to the bundle
    line: int


class Stacks:
    """Reads the .stacks files in `folders`, and in the temporary folders that Playwright makes in there.

    Files stay open: Playwright deletes them when its process ends, maybe before they are read for the last time.
    """

    def __init__(self, *, folders: Iterable[Path], bundle: Path) -> None:
        self._folders = list(folders)
        self._bundle = bundle.resolve()
        self._files: dict[Path, IO[bytes]] = {}
        self._asked: object = None  # what the last answer was for

    def places(self, call_ids: Set[str]) -> dict[str, Place]:
        """The innermost frame of the bundle for each of `call_ids`; not again what was given for the same question."""
        self._look()
        question = (call_ids, [(file.name, os.fstat(file.fileno()).st_mtime_ns) for file in self._files.values()])
        if not call_ids or question == self._asked:
            return {}
        self._asked = question
        found: dict[str, Place] = {}
        for text in self.texts().values():
            for call_id, frames in _calls(text):
                if call_id in call_ids and (place := self._innermost(frames)) is not None:
                    found[call_id] = place
        return found

    def texts(self) -> dict[str, bytes]:
        """All files whole, as they are now, by the name of their trace."""
        self._look()
        return {path.stem: os.pread(file.fileno(), _LONGEST_FILE, 0) for path, file in self._files.items()}

    def sources(self) -> set[Path]:
        """The bundle's own files that calls were made in."""
        named = {Path(frame[0]) for text in self.texts().values() for _, frames in _calls(text) for frame in frames}
        return {path for path in named if path.resolve().is_relative_to(self._bundle) and path.is_file()}

    def close(self) -> None:
        for file in self._files.values():
            file.close()
        self._files.clear()

    def _look(self) -> None:
        for folder in self._folders:
            names = list_untrusted(folder)
            inside = [folder / name for name in names if name.startswith(_PLAYWRIGHTS)]
            for place in (folder, *inside):
                for name in names if place == folder else list_untrusted(place):
                    if name.endswith(".stacks"):
                        self._open(place, name)

    def _open(self, folder: Path, name: str) -> None:
        stream = open_untrusted(folder, name)
        if stream is None:
            return
        known = self._files.get(folder / name)
        if known is not None:
            known.close()
        self._files[folder / name] = stream

    def _innermost(self, frames: list[Frame]) -> Place | None:
        for file, line in frames:
            path = Path(file)
            if path.is_relative_to(self._bundle):
                return Place(str(path.relative_to(self._bundle)), line)
        return None


def _calls(text: bytes) -> Iterator[tuple[str, list[Frame]]]:
    """Call id and frames, innermost first. Nothing when the text is half written or not what it should be."""
    try:
        data = json.loads(text)
        files = data["files"]
        for call_id, frames in data["stacks"]:
            yield str(call_id), [(str(files[frame[0]]), int(frame[1])) for frame in frames]
    except (ValueError, TypeError, LookupError, RecursionError):
        return
