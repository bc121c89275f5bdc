"""Writes one document of a trace as HTML that shows the page as it was and can do nothing."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final

from runtime.tracing.snapshot_attributes import safe_attributes
from runtime.tracing.snapshot_files import Budget, Files
from runtime.tracing.snapshot_index import Document, Page, SnapshotIndex, SnapshotMissing, is_element

_NAME: Final = re.compile(r"[A-Za-z][A-Za-z0-9:_.-]*\Z")
_LEFT_OUT: Final = re.compile(
    r"SCRIPT|NOSCRIPT|OBJECT|EMBED|APPLET|PARAM|BASE|META|PORTAL|FENCEDFRAME|NOEMBED|NOFRAMES|TRACK|SOURCE|KEYGEN|COMMAND"
    r"|ANIMATE\w*|SET|DISCARD"
)
_OTHER_NAMES: Final = {"FRAMESET": "div", "FRAME": "iframe", "PLAINTEXT": "pre", "XMP": "pre", "LISTING": "pre"}
_WITHOUT_END: Final = frozenset({"AREA", "BR", "COL", "HR", "IMG", "INPUT", "WBR"})
_TEXT_ONLY: Final = frozenset({"TEXTAREA", "TITLE"})
_FRAMES: Final = frozenset({"IFRAME", "FRAME"})
_FRAME_LOOK: Final = "width:100%;height:45vh"  # a frameset cannot hold documents of its own
_PIXELS: Final = re.compile(r"\d{1,7}(\.\d+)?")
# Without scripts nothing else scrolls a page; browsers that do not know it show the top.
_SCROLLED_TO: Final = "scroll-initial-target:nearest"
_SCROLL_MARK: Final = (
    f'<div style="position:absolute;top:{{}}px;left:0;height:1px;visibility:hidden;{_SCROLLED_TO}"></div>'
)
_FRAME_SOURCE: Final = "/snapshot/"
_BEGINNING: Final = (
    '<meta charset="utf-8"><meta name="referrer" content="no-referrer"><meta http-equiv="Content-Security-Policy" '
    "content=\"script-src 'none'; object-src 'none'; form-action 'none'; base-uri 'none'\">"
)
_ESCAPES: Final = {ord("&"): "&amp;", ord("<"): "&lt;", ord(">"): "&gt;", ord('"'): "&quot;", 0: "\ufffd"}


class _ScrolledEnd:
    """Stands for the end of an element with content that was scrolled."""


class PageWriter:
    """Writes the document of `page`. `frame` gives the HTML of the frame of that id in it, None when there is none."""

    def __init__(
        self, index: SnapshotIndex, page: Page, *, files: Files, frame: Callable[[str], str | None], budget: Budget
    ) -> None:
        self._index = index
        self._files = files
        self._frame = frame
        self._budget = budget
        self._pieces: list[str] = []
        self._used: set[Page] = set()
        self._page = page
        self._top = ""  # how far down the whole page was scrolled, in pixels
        self._scrolled_parts = 0  # open elements with content that was scrolled

    def html(self) -> str:
        document = self._document(self._page)
        if document.text("doctype"):
            self._write("<!DOCTYPE html>")
        waiting: list[Any] = [(document.snapshot.get("html"), self._page)]
        while waiting:
            item = waiting.pop()
            if item is _ScrolledEnd:
                self._scrolled_parts -= 1
            elif isinstance(item, str):
                self._write(item)
            else:
                self._budget.spend(nodes=1)
                waiting += reversed(self._node(*item))
        return "".join(self._pieces)

    def _node(self, node: Any, page: Page) -> list[Any]:
        """Writes the beginning of a node. Gives what follows: nodes with the page they are of, and HTML."""
        if isinstance(node, str):
            self._write(node.translate(_ESCAPES))
        elif is_element(node):
            return self._element(node, page)
        elif _is_reference(node):
            return [self._referred(node[0], page)]
        return []

    def _referred(self, reference: Any, page: Page) -> tuple[Any, Page]:
        if not isinstance(reference, list) or [type(number) for number in reference] != [int, int]:
            raise SnapshotMissing("This page was not kept whole.")
        earlier = self._index.earlier(page, reference[0])
        nodes = self._document(earlier).nodes
        if not 0 <= reference[1] < len(nodes):
            raise SnapshotMissing("This page was not kept whole.")
        return nodes[reference[1]], earlier

    def _document(self, page: Page) -> Document:
        if page not in self._used:
            self._used.add(page)
            self._budget.spend(parsed_bytes=page.length)
        return self._index.document(page)

    def _element(self, node: list[Any], page: Page) -> list[Any]:
        name = node[0].upper()
        given = node[1] if len(node) > 1 and isinstance(node[1], dict) else {}
        if name == "BASE" and isinstance(given.get("href"), str):
            self._files.base = self._files.absolute(given["href"])
        if _LEFT_OUT.fullmatch(name) or _NAME.match(name) is None:
            return []
        if name == "STYLE":
            return self._style(self._files.safe_sheet(self._text(node, page)), given)
        if name == "LINK":
            return self._linked_style(given)
        if name == "TEMPLATE" and any(str(key).startswith("__playwright_s") for key in given):
            return self._shadow(node, given, page)
        return self._ordinary(name, node, given, page)

    def _ordinary(self, name: str, node: list[Any], given: dict[str, Any], page: Page) -> list[Any]:
        attributes = safe_attributes(name, given, self._files)
        if self._scrolled_parts and "__playwright_target__" in given:
            attributes["style"] = f"{attributes.get('style', '')};{_SCROLLED_TO}"
        written = _OTHER_NAMES.get(name) or (name.lower() if node[0].isupper() else node[0])
        children: list[Any] = [(child, page) for child in node[2:]]
        if name in _FRAMES:
            children, source = [], given.get("src")
            if isinstance(source, str) and source.startswith(_FRAME_SOURCE):
                attributes["srcdoc"] = self._frame(source.removeprefix(_FRAME_SOURCE)) or ""
            attributes["sandbox"] = ""
            if name == "FRAME":
                attributes["style"] = _FRAME_LOOK
        if name in _TEXT_ONLY:
            value = given.get("__playwright_value_")
            children = [(value if isinstance(value, str) else self._text(node, page), page)]
        self._write(f"<{written}{_as_text(attributes)}>")
        if name in ("PRE", "TEXTAREA"):
            self._write("\n")  # a browser passes over the first line feed
        if name == "HEAD":
            self._write(_BEGINNING)
        if name in _WITHOUT_END:
            return []
        return [*children, *self._scroll(name, given), f"</{written}>"]

    def _scroll(self, name: str, given: dict[str, Any]) -> list[Any]:
        """What comes at the end of an element's content, so that it is shown as far down as it was."""
        top = given.get("__playwright_scroll_top_")
        scrolled = isinstance(top, str) and _PIXELS.fullmatch(top) is not None
        if name in ("HTML", "BODY"):
            self._top = str(top) if scrolled else self._top
            return [_SCROLL_MARK.format(self._top)] if name == "BODY" and self._top else []
        if not scrolled:
            return []
        self._scrolled_parts += 1
        return [_ScrolledEnd]

    def _text(self, node: list[Any], page: Page) -> str:
        """What is directly in an element that holds nothing else."""
        self._budget.spend(nodes=len(node))
        children = [self._referred(child[0], page)[0] if _is_reference(child) else child for child in node[2:]]
        return "".join(child for child in children if isinstance(child, str))

    def _shadow(self, node: list[Any], given: dict[str, Any], page: Page) -> list[Any]:
        sheet = given.get("__playwright_style_sheet_")
        if isinstance(sheet, str):
            return self._style(self._files.safe_sheet(sheet), {})
        self._write('<template shadowrootmode="open">')
        return [*((child, page) for child in node[2:]), "</template>"]

    def _linked_style(self, given: dict[str, Any]) -> list[Any]:
        kinds, address = str(given.get("rel", "")).lower().split(), given.get("href")
        if "stylesheet" not in kinds or "alternate" in kinds or "disabled" in given or not isinstance(address, str):
            return []
        return self._style(self._files.linked_sheet(address), given)

    def _style(self, safe_css: str, given: dict[str, Any]) -> list[Any]:
        attributes = {
            key: value for key, value in given.items() if key in ("media", "class", "id") and isinstance(value, str)
        }
        self._write(f"<style{_as_text(attributes)}>{safe_css}</style>")
        return []

    def _write(self, html: str) -> None:
        self._budget.spend(characters=len(html))
        self._pieces.append(html)


def _is_reference(node: Any) -> bool:
    return isinstance(node, list) and bool(node) and isinstance(node[0], list)


def _as_text(attributes: dict[str, str]) -> str:
    return "".join(f' {name}="{value.translate(_ESCAPES)}"' for name, value in attributes.items())
