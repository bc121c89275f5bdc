"""An element of a page as people know it: its role, its name, and whether it is shown."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from lxml.html import HtmlElement

from debugging.element_roles import CONTROLS, NAMED_BY_TEXT, role_of

TEXT_MOST: Final = 2_000
_FIELDS: Final = frozenset({"input", "select", "textarea", "meter", "progress", "output"})
_NOT_SHOWN: Final = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden")
_SAY_NOTHING: Final = ("script", "style", "template", "noscript")
_FILLED_IN: Final = ("select", "textarea", "datalist")  # what these hold is no part of a label


@dataclass(frozen=True, eq=False)
class Element:
    node: HtmlElement
    frames: tuple[str, ...] = ()  # names of the frames it is in, the outermost first
    frame: HtmlElement | None = None  # the innermost of them

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
            return " ".join(_text_by_id(self.node, one) for one in ids).strip()
        if self.get("aria-label").strip():
            return " ".join(self.get("aria-label").split())
        if self.tag in _FIELDS:
            return _label_of(self.node)
        return ""

    @cached_property
    def name(self) -> str:
        """Its accessible name, near enough."""
        if self.label:
            return self.label
        if self.role == "button" and self.tag == "input":
            return self.get("value") or {"submit": "Submit", "reset": "Reset"}.get(self.get("type"), "")
        named = self.text if self.role in NAMED_BY_TEXT else self.get("alt")
        return named[:TEXT_MOST] or self.get("title").strip() or self.get("placeholder").strip()

    @cached_property
    def is_hidden(self) -> bool:
        """As far as its attributes tell; style sheets may hide more."""
        node: HtmlElement | None = self.node
        while node is not None:
            if node.get("hidden") is not None or _NOT_SHOWN.search(node.get("style") or ""):
                return True
            if node.tag == "dialog" and node.get("open") is None:
                return True
            node = node.getparent()
        return self.tag == "input" and self.get("type").lower() == "hidden"

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


def text_of(node: HtmlElement, without: tuple[str, ...] = ()) -> str:
    """Its text on one line, without scripts."""
    left_out = " or ".join(f"ancestor::{tag}" for tag in (*_SAY_NOTHING, *without))
    words: list[str] = []
    length = 0
    for part in node.xpath(f"descendant::text()[not({left_out})]"):
        word = " ".join(str(part).split())
        words += [word] if word else []
        length += len(word)
        if length > TEXT_MOST:
            break
    return " ".join(words)


def _text_by_id(node: HtmlElement, given: str) -> str:
    found = node.getroottree().getroot().xpath("//*[@id=$given]", given=given)
    return text_of(found[0]) if found else ""


def _label_of(node: HtmlElement) -> str:
    given = node.get("id")
    found = node.getroottree().getroot().xpath("//label[@for=$given]", given=given) if given else []
    above = next(node.iterancestors("label"), None)
    texts = [text_of(label, _FILLED_IN) for label in (found or ([above] if above is not None else []))]
    return " ".join(text for text in texts if text)
