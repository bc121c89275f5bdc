"""Finds the pages that a packed trace keeps, without parsing them: where each lies, of which call, moment and frame.

A page is written as the difference to earlier pages of its frame: a node is a text, ``[name, attributes, *children]``,
or ``[[pages ago, number]]``, the node of that number in an earlier page, counted children first.
"""

from __future__ import annotations

import json
import re
import tempfile
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from typing import IO, Any, Final, Literal

Moment = Literal["before", "after"]
Frame = tuple[int, str]  # number of the trace file in the archive, Playwright's id of the frame

_HEAD: Final = re.compile(
    rb'\{"type":"frame-snapshot","snapshot":\{"callId":"([^"\\]+)","phase":"(\w+)","pageId":"[^"\\]+","frameId":"([^"\\]+)"'
)
_MAIN: Final = b'"isMainFrame":true}}'
_LONGEST_HEAD: Final = 1000
_IN_MEMORY_BYTES: Final = 16 * 1024**2  # more goes to a file
_LARGEST: Final = 1e15  # of numbers; times are in milliseconds
_MOST_PAGES: Final = 200_000
_PARSED_BYTES: Final = 16 * 1024**2  # of JSON, kept parsed
# The page at the very moment of the action shows more: what waiting for it led to, and its target.
_PHASES: Final[dict[Moment, tuple[str, ...]]] = {"before": ("action", "before"), "after": ("after",)}


class SnapshotMissing(Exception):
    """The trace has no such page, or one that cannot be shown. The message is for people."""


@dataclass(frozen=True)
class Page:
    """Where the document of one frame at one moment lies."""

    frame: Frame
    number: int  # among the pages of its frame
    offset: int
    length: int
    is_main: bool


@dataclass
class Document:
    """A page, parsed."""

    snapshot: dict[str, Any]
    nodes: list[Any] = field(default_factory=list)  # texts and elements, children first

    @classmethod
    def parsed(cls, line: bytes) -> Document:
        try:
            snapshot = json.loads(line)["snapshot"]
        except (ValueError, TypeError, KeyError, RecursionError):
            raise SnapshotMissing("This page was not kept whole.") from None
        return cls(snapshot, _children_first(snapshot.get("html")))

    @property
    def timestamp(self) -> float:
        return number(self.snapshot.get("timestamp"))

    def text(self, key: str) -> str:
        value = self.snapshot.get(key)
        return value if isinstance(value, str) else ""


class SnapshotIndex:
    """`add` every line of the traces, then ask."""

    def __init__(self) -> None:
        self._lines: IO[bytes] = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY_BYTES)  # noqa: SIM115 - see close
        self._frames: dict[Frame, list[Page]] = {}
        self._calls: dict[tuple[str, str], list[Page]] = {}
        self._parsed: OrderedDict[Page, Document] = OrderedDict()
        self._parsed_bytes = 0
        self._count = 0

    def add(self, lines: Iterable[bytes], trace: int) -> None:
        for line in lines:
            head = _HEAD.match(line, 0, _LONGEST_HEAD)
            if head is None or self._count >= _MOST_PAGES:
                continue
            self._count += 1
            call_id, phase, frame_id = (part.decode(errors="replace") for part in head.groups())
            pages = self._frames.setdefault((trace, frame_id), [])
            is_main = line.rstrip().endswith(_MAIN)
            page = Page((trace, frame_id), len(pages), self._lines.tell(), len(line), is_main)
            self._lines.write(line)
            pages.append(page)
            self._calls.setdefault((call_id, phase), []).append(page)

    def main_page(self, call_id: str, moment: Moment) -> Page:
        """Of the call's page, not of a frame in it. Raises SnapshotMissing."""
        found = next((page for page in self._pages(call_id, moment) if page.is_main), None)
        if found is None:
            raise SnapshotMissing("The trace keeps no page of this moment.")
        return found

    def page_of_frame(self, call_id: str, moment: Moment, frame: Frame) -> Page | None:
        return next((page for page in self._pages(call_id, moment) if page.frame == frame), None)

    def earlier(self, page: Page, pages_ago: int) -> Page:
        """Raises SnapshotMissing."""
        if not 0 <= pages_ago <= page.number:
            raise SnapshotMissing("This page was not kept whole.")
        return self._frames[page.frame][page.number - pages_ago]

    def document(self, page: Page) -> Document:
        """Raises SnapshotMissing."""
        known = self._parsed.get(page)
        if known is not None:
            self._parsed.move_to_end(page)
            return known
        self._lines.seek(page.offset)
        document = self._parsed[page] = Document.parsed(self._lines.read(page.length))
        self._parsed_bytes += page.length
        while self._parsed_bytes > _PARSED_BYTES and len(self._parsed) > 1:
            dropped, _ = self._parsed.popitem(last=False)
            self._parsed_bytes -= dropped.length
        return document

    def close(self) -> None:
        self._lines.close()

    def _pages(self, call_id: str, moment: Moment) -> Iterator[Page]:
        return chain.from_iterable(self._calls.get((call_id, phase), ()) for phase in _PHASES[moment])


def _children_first(html: Any) -> list[Any]:
    """Texts and elements in the order in which later pages number them."""
    nodes: list[Any] = []
    waiting: list[tuple[Any, bool]] = [(html, False)]
    while waiting:
        node, children_done = waiting.pop()
        if isinstance(node, str) or children_done:
            nodes.append(node)
        elif is_element(node):
            waiting.append((node, True))
            waiting += [(child, False) for child in reversed(node[2:])]
    return nodes


def is_element(node: Any) -> bool:
    return isinstance(node, list) and bool(node) and isinstance(node[0], str)


def number(value: Any) -> float:
    """0 for what is none, or too large to be one of ours."""
    return float(value) if isinstance(value, int | float) and abs(value) < _LARGEST else 0.0
