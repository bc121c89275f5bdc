"""A page's HTML, read: its elements, frames, headings, forms and dialogs. Any text is read as well as it can be."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from debugging.evidence import Page
from debugging.page_element import Element, text_of

ELEMENTS_MOST: Final = 20_000
FRAMES_DEEP: Final = 4
_TARGET: Final = re.compile(r"(/[\w*:-]+(\[\d+\])?)+")
_ARIA: Final = re.compile(r"""^\s*- '?([\w-]+)(?: ("(?:[^"\\]|\\.)*"))?""")


@dataclass(frozen=True, eq=False)
class Document:
    """A page's own, or that of a frame."""

    root: HtmlElement
    frames: tuple[str, ...] = ()  # the names of those it is in, the outermost first
    frame: HtmlElement | None = None  # the innermost of them


@dataclass(frozen=True)
class PageContent:
    page: Page = field(repr=False)

    @cached_property
    def documents(self) -> tuple[Document, ...]:
        root = parsed(self.page.html)
        return tuple(_with_frames(Document(root), 0)) if root is not None else ()

    @cached_property
    def elements(self) -> tuple[Element, ...]:
        found: list[Element] = []
        for document in self.documents:
            found += [Element(node, document.frames, document.frame) for node in document.root.iter(etree.Element)]
        return tuple(found[:ELEMENTS_MOST])

    @cached_property
    def shown(self) -> tuple[Element, ...]:
        return tuple(element for element in self.elements if not element.is_hidden)

    @cached_property
    def controls(self) -> tuple[Element, ...]:
        return tuple(element for element in self.shown if element.is_control)

    @cached_property
    def text(self) -> str:
        """What the accessibility tree tells, or else what the HTML holds."""
        told = " ".join(name for _, name in self.told if name)
        return told or " ".join(text_of(document.root) for document in self.documents)

    @cached_property
    def headings(self) -> tuple[str, ...]:
        found = [element.text for element in self.shown if element.role == "heading" and element.text]
        return tuple(found)

    @property
    def title(self) -> str:
        if self.page.title or not self.documents:
            return self.page.title
        return " ".join((self.documents[0].root.findtext(".//title") or "").split())

    @cached_property
    def frames(self) -> tuple[Element, ...]:
        return tuple(element for element in self.elements if element.tag in ("iframe", "frame"))

    @cached_property
    def dialogs(self) -> tuple[Element, ...]:
        """Shown ones."""
        roles = ("dialog", "alertdialog")
        return tuple(one for one in self.shown if one.role in roles or one.get("aria-modal") == "true")

    @cached_property
    def alerts(self) -> tuple[str, ...]:
        """Messages that a page shows about itself."""
        found = [
            element.text
            for element in self.shown
            if element.role in ("alert", "status")
            or re.search(r"\b(?:error|alert|warning|flash|toast|notice|message|danger)", element.get("class"))
        ]
        return tuple(text for text in found if text)[:10]

    @cached_property
    def password_fields(self) -> tuple[Element, ...]:
        return tuple(one for one in self.shown if one.tag == "input" and one.get("type").lower() == "password")

    @cached_property
    def told(self) -> tuple[tuple[str, str], ...]:
        """Role and name of every node of the accessibility tree."""
        return tuple(_told(self.page.aria))

    def is_told(self, element: Element) -> bool | None:
        """Whether the accessibility tree has it; None: there is none, or it has no name to look for."""
        if not self.told or not element.name:
            return None
        return any(name == element.name for _, name in self.told)

    @cached_property
    def target(self) -> Element | None:
        """The element that a good run's step acted on."""
        if not self.documents or not _TARGET.fullmatch(self.page.target_xpath):
            return None
        found: Any = self.documents[0].root.getroottree().xpath(self.page.target_xpath)
        return Element(found[0]) if isinstance(found, list) and found else None


def parsed(html: str) -> HtmlElement | None:
    """None when nothing in it is HTML."""
    text = html.replace("\0", "")
    if not text.strip():
        return None
    try:
        return document_fromstring(text.encode("utf-8", "replace"), parser=HTMLParser(encoding="utf-8"))
    except (etree.LxmlError, ValueError):
        return None


def _with_frames(document: Document, depth: int) -> Iterator[Document]:
    """The document, and those in its frames: as `srcdoc`, or as text in the frame's element."""
    yield document
    if depth >= FRAMES_DEEP:
        return
    for frame in document.root.iter("iframe", "frame"):
        held = frame.get("srcdoc") or (frame.text or "")
        root = parsed(held) if "<" in held else None
        if root is not None:
            yield from _with_frames(Document(root, (*document.frames, frame_name(frame)), frame), depth + 1)


def frame_name(frame: HtmlElement) -> str:
    """Of what tells a frame from others, the first there is."""
    given = (frame.get(name) for name in ("id", "name", "title", "src"))
    return next((str(value) for value in given if value), "frame")


def _told(aria: str) -> Iterator[tuple[str, str]]:
    for line in aria.splitlines():
        if found := _ARIA.match(line):
            name = found[2][1:-1].replace('\\"', '"').replace("''", "'") if found[2] else ""
            rest = line[found.end() :].partition(": ")[2].strip().strip("\"'")
            if found[1] == "text" and not name:
                name = rest
            yield found[1], name
