"""What of a live trace's lines makes steps: where calls begin and end, their log, and that a page was kept."""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Iterator
from typing import IO, Any, Final

from runtime.masking import Masker
from runtime.tracing.growing_file import GrowingFile

_STARTS: Final = (b'{"type":"before"', b'{"type":"after"', b'{"type":"log"', b'{"version":')
_PAGE: Final = b'{"type":"frame-snapshot"'
_PAGE_HEAD: Final = re.compile(_PAGE + rb',"snapshot":\{"callId":"([^"\\]+)","phase":"(\w+)"')


class TraceFile:
    """One growing file. Pages, which are most of it, are not parsed: a huge trace costs little time and no memory."""

    def __init__(self, stream: IO[bytes], *, masker: Masker) -> None:
        self.lines = GrowingFile(stream, starts=_STARTS, heads=(_PAGE,))
        self._masker = masker
        self._zero: float | None = None  # seconds since 1970 at which the file's own clock was 0

    def new_entries(self) -> Iterator[dict[str, Any]]:
        """Masked. Of a page only type, callId and phase."""
        for line in self.lines.new_lines():
            page = _PAGE_HEAD.match(line)
            if page is not None:
                yield {"type": "frame-snapshot", "callId": page[1].decode(errors="replace"), "phase": page[2].decode()}
                continue
            entry = self._parsed(line)
            if not isinstance(entry, dict):
                continue
            if entry.get("type") == "context-options":
                self._set_zero(entry)
            else:
                yield entry

    def wall_seconds(self, moment: object) -> float | None:
        if self._zero is None or not isinstance(moment, int | float):
            return None
        return self._zero + moment / 1000

    def _parsed(self, line: bytes) -> Any:
        """Masked before any text is cut: half a value would not be found any more."""
        try:
            entry = json.loads(line)
            return self._masker.json(entry) if self._masker.may_be_in(line) else entry
        except (ValueError, RecursionError):
            return None

    def _set_zero(self, options: dict[str, Any]) -> None:
        wall, own = options.get("wallTime"), options.get("monotonicTime")
        if isinstance(wall, int | float) and isinstance(own, int | float):
            with contextlib.suppress(OverflowError):
                self._zero = (wall - own) / 1000
