"""A page's HTML, read: its elements, frames, headings, forms and dialogs. Any text is read as well as it can be."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from typing import Any, Final

from lxml.html import HtmlElement

from debugging.agent.page_documents import Document, documents_of, elements_of
from debugging.agent.page_element import Element, text_of
from debugging.evidence import Page

ELEMENTS_MOST: Final = 20_000
_TARGET: Final = re.compile(r"(/[\w*:-]+(\[\d+\])?)+")
_ARIA: Final = re.compile(r"""^\s*- '?([\w-]+)(?: ("(?:[^"\\]|\\.)*"))?""")


@dataclass(frozen=True)
class PageContent:
    page: Page = field(repr=False)

    @cached_property
    def documents(self) -> tuple[Document, ...]:
        return tuple(documents_of(self.page.html))

    @cached_property
    def elements(self) -> tuple[Element, ...]:
        found = (element for document in self.documents for element in elements_of(document))
        return tuple(islice(found, ELEMENTS_MOST))

    @cached_property
    def shown(self) -> tuple[Element, ...]:
        found: list[Element] = []
        hidden: set[HtmlElement] = set()
        for one in self.elements:  # parents come first
            if one.hides_itself or one.node.getparent() in hidden:
                hidden.add(one.node)
            else:
                found.append(one)
        return tuple(found)

    @cached_property
    def tells_what_was_shown(self) -> bool:
        return any(one.was_not_shown for one in self.elements)

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
        """Not those of the page itself when its accessibility tree has no text field: a style sheet hides them."""
        has_fields = not self.told or any(role in ("textbox", "searchbox") for role, _ in self.told)
        found = (one for one in self.shown if one.tag == "input" and one.get("type").lower() == "password")
        return tuple(one for one in found if has_fields or one.frames)

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
        nodes = found if isinstance(found, list) else []
        return next((one for one in self.elements if nodes and one.node is nodes[0]), None)


def _told(aria: str) -> Iterator[tuple[str, str]]:
    for line in aria.splitlines():
        if found := _ARIA.match(line):
            name = found[2][1:-1].replace('\\"', '"').replace("''", "'") if found[2] else ""
            rest = line[found.end() :].partition(": ")[2].strip().strip("\"'")
            if found[1] == "text" and not name:
                name = rest
            yield found[1], name
