"""What a trace keeps of the pictures, fonts and style sheets of its pages, by address and time."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from runtime.tracing.snapshot_index import number

_LONGEST_LINE: Final = 1024**2
_MOST_ANSWERS: Final = 100_000
_MOST_REDIRECTS: Final = 5
_SVG_STARTS: Final = (b"<svg", b"<?xml", b"<!--", b"<!DOCTYPE svg")


@dataclass(frozen=True)
class _Answer:
    time: float  # on the clock of the trace
    frame: str
    file: str  # name in the archive
    moved_to: str  # the address it leads to instead


class SnapshotResources:
    """`add` every line of the networks, then ask."""

    def __init__(self) -> None:
        self._answers: dict[str, list[_Answer]] = {}
        self._count = 0

    def add(self, lines: Iterable[bytes]) -> None:
        for line in lines:
            if len(line) <= _LONGEST_LINE and self._count < _MOST_ANSWERS:
                self._add(line)

    def file(self, address: str, *, time: float, frame: str) -> str | None:
        """The name in the archive of what was at `address` at that time, or else soon after."""
        for _ in range(_MOST_REDIRECTS):
            answers = self._answers.get(address.partition("#")[0])
            if not answers:
                return None
            earlier = [answer for answer in answers if answer.time < time] or answers[:1]
            answer = next((known for known in reversed(earlier) if known.frame == frame), earlier[-1])
            if not answer.moved_to:
                return answer.file
            address = answer.moved_to
        return None

    def _add(self, line: bytes) -> None:
        try:
            entry = json.loads(line)["snapshot"]
            request, response = entry["request"], entry["response"]
            address, content = request["url"], response["content"]
            moved_to = response.get("redirectURL")
            file, time = content.get("_file"), entry.get("_monotonicTime")
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
            return
        if request.get("method") != "GET" or not isinstance(address, str):
            return
        if not isinstance(moved_to, str) or not 300 <= number(response.get("status")) < 400:
            moved_to = ""
        if isinstance(file, str) or moved_to:
            answer = _Answer(number(time), str(entry.get("_frameref")), str(file), moved_to)
            self._answers.setdefault(address.partition("#")[0], []).append(answer)
            self._count += 1


def picture_or_font_type(data: bytes, name: str) -> str | None:
    """The content type by what is in the file, whatever its server called it; None when it is neither."""
    for start, content_type in _STARTS.items():
        if data.startswith(start):
            return content_type
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    if data[4:12] in (b"ftypavif", b"ftypavis"):
        return "image/avif"
    if name.endswith(".svg") and data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(_SVG_STARTS):
        return "image/svg+xml"
    return None


_STARTS: Final = {
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"GIF8": "image/gif",
    b"BM": "image/bmp",
    b"\0\0\1\0": "image/x-icon",
    b"wOF2": "font/woff2",
    b"wOFF": "font/woff",
    b"OTTO": "font/otf",
    b"\0\1\0\0": "font/ttf",
    b"true": "font/ttf",
}
