"""Writes one document of a trace as HTML that shows the page as it was and can do nothing."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urljoin

from runtime.tracing.snapshot_attributes import safe_attributes
from runtime.tracing.snapshot_css import safe_css
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
_FRAME_SOURCE: Final = "/snapshot/"
_BEGINNING: Final = (
    '<meta charset="utf-8"><meta name="referrer" content="no-referrer"><meta http-equiv="Content-Security-Policy" '
    "content=\"script-src 'none'; object-src 'none'; form-action 'none'; base-uri 'none'\">"
)
_ESCAPES: Final = {ord("&"): "&amp;", ord("<"): "&lt;", ord(">"): "&gt;", ord('"'): "&quot;", 0: "\ufffd"}


@dataclass
class Budget:
    """What one page may take, its frames included: the trace may be made to take everything."""

    nodes: int = 200_000
    characters: int = 48 * 1024**2
    parsed_bytes: int = 96 * 1024**2

    def spend(self, *, nodes: int = 0, characters: int = 0, parsed_bytes: int = 0) -> None:
        self.nodes -= nodes
        self.characters -= characters
        self.parsed_bytes -= parsed_bytes
        if min(self.nodes, self.characters, self.parsed_bytes) < 0:
            raise SnapshotMissing("This page is too large to be shown.")


class Files:
    """What a document's addresses lead to. `picture` and `sheet` get absolute addresses."""

    def __init__(self, base: str, picture: Callable[[str], str | None], sheet: Callable[[str], str | None]) -> None:
        self.base = base
        self._picture = picture
        self.sheet = sheet

    def absolute(self, address: str) -> str:
        try:
            return urljoin(self.base, address.strip())
        except ValueError:
            return ""

    def picture(self, address: str) -> str | None:
        return self._picture(self.absolute(address))


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

    def html(self) -> str:
        document = self._document(self._page)
        if document.text("doctype"):
            self._write("<!DOCTYPE html>")
        waiting: list[Any] = [(document.snapshot.get("html"), self._page)]
        while waiting:
            item = waiting.pop()
            if isinstance(item, str):
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
        elif isinstance(node, list) and len(node) == 1 and isinstance(node[0], list):
            return [self._referred(node[0], page)]
        return []

    def _referred(self, reference: list[Any], page: Page) -> tuple[Any, Page]:
        if len(reference) != 2 or not all(type(number) is int for number in reference):
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
            return self._style("".join(text for text in node[2:] if isinstance(text, str)), given)
        if name == "LINK":
            return self._linked_style(given, page)
        if name == "TEMPLATE" and any(str(key).startswith("__playwright_s") for key in given):
            return self._shadow(node, given, page)
        return self._ordinary(name, node, given, page)

    def _ordinary(self, name: str, node: list[Any], given: dict[str, Any], page: Page) -> list[Any]:
        attributes = safe_attributes(name, given, self._files)
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
            texts = [value] if isinstance(value, str) else [text for text in node[2:] if isinstance(text, str)]
            children = [("".join(texts), page)]
        self._write(f"<{written}{_as_text(attributes)}>")
        if name in ("PRE", "TEXTAREA"):
            self._write("\n")  # a browser passes over the first line feed
        if name == "HEAD":
            self._write(_BEGINNING)
        if name in _WITHOUT_END:
            return []
        return [*children, f"</{written}>"]

    def _shadow(self, node: list[Any], given: dict[str, Any], page: Page) -> list[Any]:
        sheet = given.get("__playwright_style_sheet_")
        if isinstance(sheet, str):
            return self._style(sheet, {})
        self._write('<template shadowrootmode="open">')
        return [*((child, page) for child in node[2:]), "</template>"]

    def _linked_style(self, given: dict[str, Any], page: Page) -> list[Any]:
        kinds = str(given.get("rel", "")).lower().split()
        address = given.get("href")
        if "stylesheet" not in kinds or "alternate" in kinds or "disabled" in given or not isinstance(address, str):
            return []
        absolute = self._files.absolute(address)
        return self._style(self._files.sheet(absolute) or "", given, base=absolute)

    def _style(self, css: str, given: dict[str, Any], *, base: str = "") -> list[Any]:
        """With what it imports inside of it: a frame without an origin may load no style sheets and fonts of ours."""
        attributes = {
            key: value for key, value in given.items() if key in ("media", "class", "id") and isinstance(value, str)
        }
        self._write(f"<style{_as_text(attributes)}>{self._safe_sheet(css, base or self._files.base, 0)}</style>")
        return []

    def _safe_sheet(self, css: str, base: str, depth: int) -> str:
        self._budget.spend(characters=len(css))
        files = Files(base, self._files.picture, self._files.sheet)

        def imported(address: str) -> str:
            absolute = files.absolute(address)
            sheet = self._files.sheet(absolute) if depth < 5 else None
            return self._safe_sheet(sheet, absolute, depth + 1) if sheet else ""

        return safe_css(css, resolve=files.picture, imported=imported)

    def _write(self, html: str) -> None:
        self._budget.spend(characters=len(html))
        self._pieces.append(html)


def _as_text(attributes: dict[str, str]) -> str:
    return "".join(f' {name}="{value.translate(_ESCAPES)}"' for name, value in attributes.items())
