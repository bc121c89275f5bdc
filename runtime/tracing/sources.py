"""The lines around the places where steps were made."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Final

from libretto.protocol import TimelineData
from runtime.masking import Masker
from runtime.shortening import shortened
from runtime.tracing.stacks import Place
from runtime.tracing.untrusted_files import open_untrusted

_AROUND: Final = 5  # lines before and after
_LONGEST_LINE: Final = 300  # characters
_LONGEST_FILE: Final = 2 * 1024**2
_LONGEST_ID: Final = 100
_MOST_PLACES: Final = 2_000  # of a run


class Sources:
    """Gives the lines around each place once."""

    def __init__(self, bundle: Path, *, masker: Masker) -> None:
        self._bundle = bundle
        self._masker = masker
        self._given: set[Place] = set()

    def around(self, place: Place) -> TimelineData | None:
        """None when they were given before, or cannot be read."""
        if place in self._given or len(self._given) >= _MOST_PLACES:
            return None
        self._given.add(place)
        lines = self._lines(place.file)
        if place.line > len(lines):
            return None
        first = max(1, place.line - _AROUND)
        excerpt = [self._shown(line) for line in lines[first - 1 : place.line + _AROUND]]
        return {
            "id": source_key(place.file, place.line),
            "file": place.file,
            "line": place.line,
            "first_line": first,
            "text": "\n".join(excerpt),
        }

    def _lines(self, file: str) -> list[str]:
        path = self._bundle / file
        stream = open_untrusted(path.parent, path.name)
        if stream is None:
            return []
        with stream:
            text = stream.read(_LONGEST_FILE).decode(errors="replace")
        return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")  # as Python counts them

    def _shown(self, line: str) -> str:
        return shortened(self._masker.text(line), _LONGEST_LINE)


def source_key(file: str, line: int) -> str:
    """The key of the timeline event that holds the lines around a place."""
    readable = f"source:{file}:{line}"
    if len(readable) <= _LONGEST_ID:
        return readable
    return f"source:{hashlib.sha256(readable.encode('utf-8', 'replace')).hexdigest()}"
