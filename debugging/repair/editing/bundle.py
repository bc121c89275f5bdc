"""The sources of a bundle, parsed when they are looked at."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Final

import libcst as cst

from debugging.repair.editing.parsed import Parsed

FILE_MOST: Final = 400_000


class Bundle:
    """The bundle's sources; those in Python are parsed when they are looked at."""

    def __init__(self, sources: Mapping[str, str]) -> None:
        self.sources = sources
        self._parsed: dict[str, Parsed | None] = {}

    def file(self, name: str) -> Parsed | None:
        """None when it is not there or cannot be read."""
        if name not in self._parsed:
            self._parsed[name] = self._read(name)
        return self._parsed[name]

    def files(self, word: str, *, only: Callable[[str], bool] = lambda _: True) -> Iterator[Parsed]:
        """Those that have the word, and of which `only` is true: reading the others would take long."""
        for name in sorted(self.sources):
            if name.endswith(".py") and word in self.sources[name] and only(name):
                parsed = self.file(name)
                yield from [parsed] if parsed is not None else []

    def _read(self, name: str) -> Parsed | None:
        text = self.sources.get(name, "")
        if not text or len(text) > FILE_MOST or not name.endswith(".py"):
            return None
        parsed = Parsed(name, text)
        try:
            _ = parsed.module
        except (cst.ParserSyntaxError, RecursionError):
            return None
        return parsed
