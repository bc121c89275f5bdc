"""What an element belongs to: its row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from lxml import etree
from lxml.html import HtmlElement

from debugging.agent.page_element import text_of
from debugging.relocation.elements import word_set

TEXT_MOST: Final = 400
_REPEATED: Final = ("tr", "li", "article")
_REPEATED_ROLES: Final = frozenset({"row", "listitem", "article", "option", "treeitem"})


def row_of(node: HtmlElement) -> HtmlElement | None:
    """The row, card or entry it is in, of several on the page."""
    return next(_rows_of(node), None)


def telling_row(node: HtmlElement) -> HtmlElement | None:
    """The innermost that says more than the element itself: an entry of a bar of icons says nothing, its card does."""
    own = row_words(node)
    return next((row for row in _rows_of(node) if row_words(row) - own), None)


def _rows_of(node: HtmlElement) -> Iterator[HtmlElement]:
    """The innermost first."""
    for above in node.iterancestors():
        if above.tag in ("body", "form", "dialog", "main"):
            return
        if above.tag in ("table", "ul", "ol", "nav"):
            continue
        if above.tag in _REPEATED or str(above.get("role") or "") in _REPEATED_ROLES or _is_one_of_many(above):
            yield above


def _is_one_of_many(node: HtmlElement) -> bool:
    """With brothers of the same make: at least two others with the same tag and classes that hold as much."""
    parent = node.getparent()
    if parent is None or node.tag not in ("div", "section", "a") or not node.get("class"):
        return False
    first = _shape(node)
    brothers = [one for one in parent.iterchildren(node.tag) if one.get("class") == node.get("class")]
    return len(brothers) > 2 and sum(_shape(one) == first for one in brothers) > 2


def _shape(node: HtmlElement) -> tuple[str, ...]:
    return tuple(str(one.tag) for one in node.iterchildren(etree.Element))


def row_words(row: HtmlElement | None) -> frozenset[str]:
    return word_set(text_of(row).lower()[:TEXT_MOST]) if row is not None else frozenset()


def distinct_words(row: HtmlElement | None, others: Iterable[HtmlElement | None]) -> frozenset[str]:
    """What a row says that none of the others says."""
    said = set(row_words(row))
    for other in others:
        if other is not None and other is not row:
            said -= row_words(other)
    return frozenset(said)


def is_in_dialog(node: HtmlElement) -> bool:
    above = node.iterancestors()
    return any(one.tag == "dialog" or one.get("role") in ("dialog", "alertdialog") for one in above)
