"""Writes one document of a trace as its site wrote it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from runtime.tracing.page_source_attributes import OWN, written_attributes
from runtime.tracing.snapshot_files import Budget
from runtime.tracing.snapshot_index import Document, Moment, Page, SnapshotIndex, SnapshotMissing, is_element

_NAME: Final = re.compile(r"[A-Za-z_][\w:.-]*\Z", re.ASCII)
_LEFT_OUT: Final = frozenset({"SCRIPT", "NOSCRIPT", "STYLE", "LINK", "META", "BASE", "OBJECT", "EMBED"})
_WITHOUT_END: Final = frozenset({"AREA", "BR", "COL", "HR", "IMG", "INPUT", "SOURCE", "TRACK", "WBR"})
_FRAMES: Final = frozenset({"IFRAME", "FRAME"})
_FRAME_SOURCE: Final = "/snapshot/"
_FRAMES_DEEP: Final = 4
_PARTS_CHARACTERS: Final = 32 * 1024**2
_ESCAPES: Final = {ord("&"): "&amp;", ord("<"): "&lt;", ord(">"): "&gt;", ord('"'): "&quot;", 0: None}


class WrittenParts:
    """HTML of parts of pages, by the page they are of and their number in it: later pages hold the same parts."""

    def __init__(self) -> None:
        self._html: dict[tuple[Page, int], str] = {}
        self._characters = 0

    def get(self, part: tuple[Page, int]) -> str | None:
        return self._html.get(part)

    def put(self, part: tuple[Page, int], html: str) -> None:
        if self._characters > _PARTS_CHARACTERS:
            self._html.clear()
            self._characters = 0
        self._html[part] = html
        self._characters += len(html)


class _PartEnd(NamedTuple):
    part: tuple[Page, int]
    first: int  # piece of it
    frames: int  # before it


class SourceWriter:
    """Writes one page with its frames. Raises SnapshotMissing when it was not kept whole."""

    def __init__(
        self, index: SnapshotIndex, call_id: str, moment: Moment, *, filled_in: bool, parts: WrittenParts
    ) -> None:
        self._index = index
        self._call_id = call_id
        self._moment: Moment = moment
        self._filled_in = filled_in
        self._parts = parts
        self._budget = Budget()
        self._used: set[Page] = set()
        self._frames = 0  # written so far: what is in them is another thing at another time

    def html(self, page: Page, *, depth: int) -> str:
        pieces: list[str] = []
        waiting: list[Any] = [(self._document(page).snapshot.get("html"), page)]
        while waiting:
            item = waiting.pop()
            if isinstance(item, str):
                self._budget.spend(characters=len(item))
                pieces.append(item)
            elif isinstance(item, _PartEnd):
                if item.frames == self._frames:
                    self._parts.put(item.part, "".join(pieces[item.first :]))
            else:
                self._budget.spend(nodes=1)
                waiting += reversed(list(self._node(*item, depth=depth, written=len(pieces))))
        return "".join(pieces)

    def _document(self, page: Page) -> Document:
        if page not in self._used:
            self._used.add(page)
            self._budget.spend(parsed_bytes=page.length)
        return self._index.document(page)

    def _node(self, node: Any, page: Page, *, depth: int, written: int) -> Iterator[Any]:
        """HTML, and the nodes that follow with the page they are of."""
        if isinstance(node, str):
            yield node.translate(_ESCAPES)
        elif is_element(node):
            yield from self._element(node, page, depth)
        elif isinstance(node, list) and node and isinstance(node[0], list):
            yield from self._referred(node[0], page, written)

    def _referred(self, reference: list[Any], page: Page, written: int) -> Iterator[Any]:
        if [type(part) for part in reference] != [int, int]:
            raise SnapshotMissing("This page was not kept whole.")
        earlier = self._index.earlier(page, reference[0])
        part = earlier, reference[1]
        known = self._parts.get(part)
        if known is not None:
            yield known
            return
        nodes = self._document(earlier).nodes
        if not 0 <= reference[1] < len(nodes):
            raise SnapshotMissing("This page was not kept whole.")
        yield nodes[reference[1]], earlier
        yield _PartEnd(part, written, self._frames)

    def _element(self, node: list[Any], page: Page, depth: int) -> Iterator[Any]:
        name = node[0].upper()
        given = node[1] if len(node) > 1 and isinstance(node[1], dict) else {}
        texts = {key: value for key, value in given.items() if isinstance(value, str) and _NAME.match(str(key))}
        if name in _LEFT_OUT or _NAME.match(name) is None:
            return
        attributes = written_attributes(name, texts, filled_in=self._filled_in)
        if name in _FRAMES:
            attributes["srcdoc"] = self._frame(texts.get("src", ""), page, depth)
            attributes.pop("src", None)
            self._frames += 1
        yield f"<{node[0].lower()}{_written(attributes)}>"
        if name in _WITHOUT_END:
            return
        value = texts.get(f"{OWN}value_") if name == "TEXTAREA" else None
        if value is None:
            yield from ((child, page) for child in node[2:])
        elif self._filled_in:
            yield value.translate(_ESCAPES)
        yield f"</{node[0].lower()}>"

    def _frame(self, source: str, page: Page, depth: int) -> str:
        if not source.startswith(_FRAME_SOURCE) or depth >= _FRAMES_DEEP:
            return ""
        frame = page.frame[0], source.removeprefix(_FRAME_SOURCE)
        inner = self._index.page_of_frame(self._call_id, self._moment, frame)
        return self.html(inner, depth=depth + 1) if inner is not None else ""


def _written(attributes: dict[str, str]) -> str:
    return "".join(f' {name}="{value.translate(_ESCAPES)}"' for name, value in attributes.items())
