"""Writes one document of a trace as its site wrote it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from runtime.tracing.page_source_attributes import OWN, written_attributes
from runtime.tracing.snapshot_files import Budget
from runtime.tracing.snapshot_index import Moment, Page, SnapshotIndex, SnapshotMissing, is_element

_NAME: Final = re.compile(r"[A-Za-z_][\w:.-]*\Z", re.ASCII)
_LEFT_OUT: Final = frozenset({"SCRIPT", "NOSCRIPT", "STYLE", "LINK", "META", "BASE", "OBJECT", "EMBED"})
_WITHOUT_END: Final = frozenset({"AREA", "BR", "COL", "HR", "IMG", "INPUT", "SOURCE", "TRACK", "WBR"})
_FRAMES: Final = frozenset({"IFRAME", "FRAME"})
_FRAME_SOURCE: Final = "/snapshot/"
_FRAMES_DEEP: Final = 4
_ESCAPES: Final = {ord("&"): "&amp;", ord("<"): "&lt;", ord(">"): "&gt;", ord('"'): "&quot;", 0: None}


class SourceWriter:
    """Writes one page with its frames. Raises SnapshotMissing when it was not kept whole."""

    def __init__(self, index: SnapshotIndex, call_id: str, moment: Moment, *, filled_in: bool) -> None:
        self._index = index
        self._call_id = call_id
        self._moment: Moment = moment
        self._filled_in = filled_in
        self._budget = Budget()

    def html(self, page: Page, *, depth: int) -> str:
        pieces: list[str] = []
        waiting: list[Any] = [(self._index.document(page).snapshot.get("html"), page)]
        self._budget.spend(parsed_bytes=page.length)
        while waiting:
            item = waiting.pop()
            if isinstance(item, str):
                self._budget.spend(characters=len(item))
                pieces.append(item)
            else:
                self._budget.spend(nodes=1)
                waiting += reversed(list(self._node(*item, depth=depth)))
        return "".join(pieces)

    def _node(self, node: Any, page: Page, *, depth: int) -> Iterator[Any]:
        """HTML, and the nodes that follow with the page they are of."""
        if isinstance(node, str):
            yield node.translate(_ESCAPES)
        elif is_element(node):
            yield from self._element(node, page, depth)
        elif isinstance(node, list) and node and isinstance(node[0], list):
            yield self._referred(node[0], page)

    def _referred(self, reference: list[Any], page: Page) -> tuple[Any, Page]:
        if [type(part) for part in reference] != [int, int]:
            raise SnapshotMissing("This page was not kept whole.")
        earlier = self._index.earlier(page, reference[0])
        nodes = self._index.document(earlier).nodes
        if not 0 <= reference[1] < len(nodes):
            raise SnapshotMissing("This page was not kept whole.")
        return nodes[reference[1]], earlier

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
