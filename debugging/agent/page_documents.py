"""The documents of a page that was kept: its own, and those of its frames.

What is in a frame follows its element, in a `<div data-frame-document>` (see gathering/pruning.py), or is its `srcdoc`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from debugging.agent.page_element import Element, Named

FRAMES_DEEP: Final = 4
_SAY_NOTHING: Final = ("script", "style", "noscript")
HELD: Final = "data-frame-document"


@dataclass(frozen=True, eq=False)
class Document:
    """A page's own, or that of a frame."""

    root: HtmlElement
    frames: tuple[str, ...] = ()  # the names of those it is in, the outermost first
    frame: HtmlElement | None = None  # the innermost of them


def elements_of(document: Document) -> Iterator[Element]:
    """Each with the frames that it is in."""
    places: dict[HtmlElement, tuple[tuple[str, ...], HtmlElement | None]] = {}
    named = _named(document.root)
    for node in document.root.iter(etree.Element):
        place = places.get(node.getparent(), (document.frames, document.frame))
        before = node.getprevious() if node.get(HELD) is not None else None
        if before is not None and before.tag in ("iframe", "frame"):
            place = ((*place[0], frame_name(before)), before)
        places[node] = place
        yield Element(node, *place, named)


def _named(root: HtmlElement) -> Named:
    named = Named({}, {})
    for node in root.iter(etree.Element):
        if given := node.get("id"):
            named.by_id.setdefault(given, node)
        if node.tag == "label" and (given := node.get("for")):
            named.labels.setdefault(given, []).append(node)
    return named


def documents_of(html: str) -> Iterator[Document]:
    root = parsed(html)
    if root is not None:
        yield from _with_frames(Document(root), 0)


def parsed(html: str) -> HtmlElement | None:
    """None when nothing in it is HTML."""
    text = html.replace("\0", "")
    if not text.strip():
        return None
    try:
        root = document_fromstring(text.encode("utf-8", "replace"), parser=HTMLParser(encoding="utf-8"))
    except (etree.LxmlError, ValueError):
        return None
    etree.strip_elements(root, *_SAY_NOTHING, etree.Comment, etree.ProcessingInstruction, with_tail=False)
    return root


def _with_frames(document: Document, depth: int) -> Iterator[Document]:
    """The document, and those that its frames hold as `srcdoc`."""
    yield document
    if depth >= FRAMES_DEEP:
        return
    for frame in document.root.iter("iframe", "frame"):
        held = frame.get("srcdoc") or ""
        root = parsed(held) if "<" in held else None
        if root is not None:
            yield from _with_frames(Document(root, (*document.frames, frame_name(frame)), frame), depth + 1)


def frame_name(frame: HtmlElement) -> str:
    """Of what tells a frame from others, the first there is."""
    given = (frame.get(name) for name in ("id", "name", "title", "src"))
    return next((str(value) for value in given if value), "frame")
