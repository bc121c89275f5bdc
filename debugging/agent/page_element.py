"""An element of a page as people know it: its role, its name, and whether it is shown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final, NamedTuple

from lxml import etree
from lxml.html import HtmlElement

from debugging.agent.element_roles import CONTROLS, NAMED_BY_TEXT, role_of
from runtime.tracing.snapshot_attributes import NOT_SHOWN_ATTRIBUTE

TEXT_MOST: Final = 2_000
_FIELDS: Final = frozenset({"input", "select", "textarea", "meter", "progress", "output"})
_NOT_SHOWN: Final = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden")
_FILLED_IN: Final = frozenset({"select", "textarea", "datalist"})  # what these hold is no part of a label


class Named(NamedTuple):
    """What elements of a document are named by: looked up once for all of them."""

    by_id: dict[str, HtmlElement]
    labels: dict[str, list[HtmlElement]]  # by what they are for


@dataclass(frozen=True, eq=False)
class Element:
    node: HtmlElement
    frames: tuple[str, ...] = ()  # names of the frames it is in, the outermost first
    frame: HtmlElement | None = None  # the innermost of them
    named: Named = field(default_factory=lambda: Named({}, {}))

    @property
    def tag(self) -> str:
        return str(self.node.tag)

    def get(self, attribute: str) -> str:
        return str(self.node.get(attribute) or "")

    @cached_property
    def text(self) -> str:
        return text_of(self.node)

    @cached_property
    def role(self) -> str:
        return role_of(self.node)

    @cached_property
    def label(self) -> str:
        """The text of its labels, or what aria says is its label."""
        if ids := self.get("aria-labelledby").split():
            return " ".join(text_of(self.named.by_id[one]) for one in ids if one in self.named.by_id)
        if self.get("aria-label").strip():
            return " ".join(self.get("aria-label").split())
        if self.tag in _FIELDS:
            return self._label
        return ""

    @property
    def _label(self) -> str:
        above = next(self.node.iterancestors("label"), None)
        found = self.named.labels.get(self.get("id")) or ([above] if above is not None else [])
        texts = [text_of(label, _FILLED_IN) for label in found]
        return " ".join(text for text in texts if text)

    @cached_property
    def name(self) -> str:
        """Its accessible name, near enough."""
        if self.label:
            return self.label
        if self.role == "button" and self.tag == "input":
            return self.get("value") or {"submit": "Submit", "reset": "Reset"}.get(self.get("type"), "")
        named = (self.text or self._pictured) if self.role in NAMED_BY_TEXT else self.get("alt")
        return named[:TEXT_MOST] or self.get("title").strip() or self.get("placeholder").strip()

    @property
    def _pictured(self) -> str:
        alts = (str(image.get("alt") or "").strip() for image in self.node.iter("img"))
        return " ".join(alt for alt in alts if any(sign.isalnum() for sign in alt))

    @cached_property
    def is_hidden(self) -> bool:
        """As far as attributes tell; where the page does not say what was not shown, style sheets may hide more."""
        return self.hides_itself or self.was_not_shown or any(_hides(above) for above in self.node.iterancestors())

    @property
    def hides_itself(self) -> bool:
        return _hides(self.node) or (self.tag == "input" and self.get("type").lower() == "hidden")

    @cached_property
    def was_not_shown(self) -> bool:
        """The browser said so when the page was kept: its style sheets hid it. Only the page of a failure tells."""
        if self.node.get(NOT_SHOWN_ATTRIBUTE) is not None:
            return True
        return any(above.get(NOT_SHOWN_ATTRIBUTE) == "all" for above in self.node.iterancestors())

    @property
    def is_left_out(self) -> bool:
        """Not told to people who use a screen reader, and not found by its role."""
        above = (self.node, *self.node.iterancestors())
        return any(node.get("aria-hidden") == "true" or node.get("inert") is not None for node in above)

    @property
    def is_disabled(self) -> bool:
        return self.node.get("disabled") is not None or self.get("aria-disabled") == "true" or self.fieldset is not None

    @cached_property
    def fieldset(self) -> HtmlElement | None:
        """The disabled group of fields that it is part of."""
        return next((above for above in self.node.iterancestors("fieldset") if above.get("disabled") is not None), None)

    @property
    def is_control(self) -> bool:
        return self.tag in ("button", "input", "select", "textarea", "a", "summary") or self.role in CONTROLS

    @property
    def in_shadow(self) -> bool:
        """Inside of a custom element. Playwright's locators look there, XPath does not."""
        return any(above.get("shadowrootmode") is not None for above in self.node.iterancestors())


def _hides(node: HtmlElement) -> bool:
    """What is in it, too."""
    if node.get("hidden") is not None or (node.tag == "dialog" and node.get("open") is None):
        return True
    style = node.get("style")
    return bool(style) and bool(_NOT_SHOWN.search(style))


def text_of(node: HtmlElement, without: frozenset[str] = frozenset()) -> str:
    """On one line; without what is in elements of those tags."""
    words: list[str] = []
    length = 0
    for part in _texts(node, without) if without else node.itertext():
        word = " ".join(part.split())
        words += [word] if word else []
        length += len(word)
        if length > TEXT_MOST:
            break
    return " ".join(words)


def _texts(node: HtmlElement, without: frozenset[str]) -> Iterator[str]:
    yield node.text or ""
    for child in node.iterchildren(etree.Element):
        if child.tag not in without:
            yield from _texts(child, without)
        yield child.tail or ""
