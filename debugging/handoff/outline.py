"""A page as indented roles and names, made from its HTML: one notation for any two pages that are to be compared.

    navigation "Main"
      link "Orders"
    main
      heading "New booking" [level=1]
      textbox "Destination port" name="destination"
      button "Request quote" #quote [disabled]

After the name: the id, test id and name attribute that selectors use, then states.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from lxml.html import HtmlElement

from debugging.agent.element_roles import NAMED_BY_TEXT
from debugging.agent.page_content import PageContent
from debugging.agent.page_documents import HELD
from debugging.agent.page_element import Element
from debugging.agent.wording import plain, quoted
from debugging.handoff.outlined_element import (
    FRAMES,
    GROUPS,
    accessible_name,
    labels_something,
    leads_to,
    outlined,
    outlined_role,
)

LINES_MOST: Final = 3_000
DEEPEST: Final = 150  # of nested elements; deeper ones are left out
TEXT_MOST: Final = 120
TEXT_COMPARED: Final = 40  # with what the accessibility tree tells
_NO_TEXT: Final = ("select", "textarea", *FRAMES)
_SKIPPED: Final = frozenset({"script", "style", "template", "noscript", "head", "title"})


@dataclass(frozen=True)
class Outlined:
    """A line. `node` is the element it stands for; of a text, the one it is in."""

    depth: int
    text: str
    node: HtmlElement
    role: str  # "" of a text
    leads_to: str = ""  # of a link; pages out of a trace do not tell


def outline(content: PageContent) -> list[Outlined]:
    if not content.documents:
        return []
    read = _Read(content, {element.node: element for element in content.elements})
    lines: list[Outlined] = []
    for line in _lines(read, content.documents[0].root, _Place()):
        before = lines[-1] if lines else None
        if before and not line.role and not before.role and before.depth == line.depth and before.node is line.node:
            lines[-1] = Outlined(line.depth, plain(f"{before.text} {line.text}", TEXT_MOST), line.node, "")
        else:
            lines.append(line)
        if len(lines) == LINES_MOST:
            break
    return lines


@dataclass(frozen=True)
class _Read:
    content: PageContent
    elements: Mapping[HtmlElement, Element]  # they know their labels


@dataclass(frozen=True)
class _Place:
    depth: int = 0  # of its line
    nesting: int = 0  # of its element
    is_named: bool = False  # by its text, which is not said again
    is_hidden: bool = False


def _lines(read: _Read, node: HtmlElement, place: _Place) -> Iterator[Outlined]:
    if node.tag in _SKIPPED or place.nesting > DEEPEST:
        return
    element = read.elements.get(node) or Element(node)
    inner = replace(place, nesting=place.nesting + 1, is_hidden=place.is_hidden or element.is_hidden)
    role = outlined_role(element)
    if role and (element.is_control or not inner.is_hidden):  # of what is hidden, what a step could use
        is_hidden = inner.is_hidden or (element.is_control and _is_untold(read, accessible_name(element)))
        text = outlined(element, role, is_hidden=is_hidden)
        yield Outlined(place.depth, text, node, role, leads_to(element))
        inner = replace(inner, depth=place.depth + 1, is_named=role in NAMED_BY_TEXT - GROUPS)
    elif node.tag == "label" and labels_something(node):
        inner = replace(inner, is_named=True)
    yield from _inside(read, node, inner)


def _is_untold(read: _Read, name: str) -> bool:
    """The accessibility tree, where it is kept, does not have the name: style sheets hide the element."""
    return bool(name and read.content.told and name not in read.content.text)


def _inside(read: _Read, node: HtmlElement, place: _Place) -> Iterator[Outlined]:
    for document in read.content.documents[1:] if node.tag in FRAMES else ():
        if document.frame is node:
            yield from _lines(read, document.root, place)
    yield from _text(read, node, node.text, place)
    for child in node:
        if isinstance(child.tag, str):
            is_of_frame = child.get(HELD) is not None  # it follows the frame's element
            yield from _lines(read, child, replace(place, depth=place.depth + 1) if is_of_frame else place)
        yield from _text(read, node, child.tail, place)


def _text(read: _Read, node: HtmlElement, text: str | None, place: _Place) -> Iterator[Outlined]:
    words = plain((text or "")[: 4 * TEXT_MOST], TEXT_MOST)
    is_said = not place.is_named and not place.is_hidden and node.tag not in _NO_TEXT
    if words and is_said and not _is_untold(read, words[:TEXT_COMPARED]):
        yield Outlined(place.depth, f"text {quoted(words, TEXT_MOST)}", node, "")
