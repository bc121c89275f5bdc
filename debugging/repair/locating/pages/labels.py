"""What people read as the label of a field, or as the title of a form, where the HTML only puts it there."""

from __future__ import annotations

import re
from typing import Final

from lxml import etree
from lxml.html import HtmlElement

from debugging.agent.page_element import Element, text_of

FIELDS: Final = ("input", "select", "textarea")
NOT_FILLED: Final = frozenset({"hidden", "submit", "button", "reset", "image"})
_NAMED_BEHIND: Final = frozenset({"checkbox", "radio"})
_STEPS_MOST: Final = 4
_BOUNDS: Final = frozenset(
    {"form", "fieldset", "table", "tbody", "body", "html", "dialog", "main", "section", "article"}
)
_CELLS: Final = frozenset({"td", "th", "dt"})
_ANY_FILE: Final = re.compile(r"(?:choose|select|browse|pick)?(?: an?| the| your)?(?: files?)?\W*", re.IGNORECASE)
TEXT_MOST: Final = 80
_TITLES: Final = ("legend", "h1", "h2", "h3", "h4", "h5", "h6")
_TITLE_STEPS_MOST: Final = 3


def is_filled(node: HtmlElement) -> bool:
    return node.tag in FIELDS and str(node.get("type") or "").lower() not in NOT_FILLED


def label_of(seen: Element) -> str:
    """As a browser tells it, or else as people see it."""
    if not is_filled(seen.node) or seen.get("type").lower() in _NAMED_BEHIND:
        return seen.label
    if seen.label and not (seen.get("type").lower() == "file" and _ANY_FILE.fullmatch(seen.label)):
        return seen.label
    return _before(seen) or seen.label


def title_of(form: HtmlElement) -> str:
    """Its own, all of them, or what stands before it."""
    if inside := [text_of(one) for one in form.iter(*_TITLES)]:
        return " ".join(inside)[:TEXT_MOST]
    above: HtmlElement | None = form
    for _ in range(_TITLE_STEPS_MOST):
        if above is None or above.tag == "body":
            break
        for other in above.itersiblings(*_TITLES, "div", "header", "form", preceding=True):
            if other.tag == "form" or next(other.iter("form"), None) is not None:
                return ""
            found = list(other.iter(*_TITLES))
            if found:
                return text_of(found[-1])
        above = above.getparent()
    return ""


def _before(seen: Element) -> str:
    """Nothing may stand between that is filled in, too."""
    above: HtmlElement | None = seen.node
    for _ in range(_STEPS_MOST):
        if above is None or above.tag in _BOUNDS:
            return ""
        for other in above.itersiblings(etree.Element, preceding=True):
            if any(is_filled(one) for one in other.iter(*FIELDS)):
                return ""
            if (label := _label_in(other)) is not None:
                return "" if _is_for_another(label, seen) else text_of(label)[:TEXT_MOST]
        above = above.getparent()
    return ""


def _label_in(node: HtmlElement) -> HtmlElement | None:
    if node.tag in _CELLS:
        return node
    found = list(node.iter("label"))
    return found[-1] if found else None


def _is_for_another(label: HtmlElement, seen: Element) -> bool:
    named = label.get("for")
    return bool(named) and named in seen.named.by_id
