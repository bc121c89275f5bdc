"""A bar of buttons that a page shows twice, above and below the list that it is for: either one does."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from lxml.html import HtmlElement

from debugging.agent.page_element import text_of
from debugging.repair.locating.pages.belonging import row_of
from debugging.repair.locating.pages.kept_page import Found, KeptPage

CONTROLS_LEAST: Final = 3
_NO_BAR: Final = frozenset({"body", "main", "form", "table"})
_LISTS: Final = ("table", "ul", "ol")


def are_copies(equals: Sequence[Found], page: KeptPage) -> bool:
    """Two, not in rows, in bars with the same buttons and the same text, and a list between them."""
    if len(equals) != 2 or any(row_of(one.node) is not None for one in equals):
        return False
    one, other = (_bar(found, page) for found in equals)
    if one is None or other is None or one is other or text_of(one) != text_of(other):
        return False
    return _buttons(one, page) == _buttons(other, page) and _is_a_list_between(one, other)


def _bar(found: Found, page: KeptPage) -> HtmlElement | None:
    for above in found.node.iterancestors():
        if above.tag in _NO_BAR:
            return None
        if len(_buttons(above, page)) >= CONTROLS_LEAST:
            return above
    return None


def _buttons(bar: HtmlElement, page: KeptPage) -> list[tuple[str, str]]:
    inside = (page.of(node) for node in bar.iterdescendants("a", "button", "input"))
    return [(one.kind, one.does) for one in inside if one is not None]


def _is_a_list_between(one: HtmlElement, other: HtmlElement) -> bool:
    """In the smallest part that holds both."""
    around = set(one.iterancestors())
    part = next((above for above in other.iterancestors() if above in around), None)
    if part is None:
        return False
    order = {node: place for place, node in enumerate(part.iter())}
    first, last = sorted((order[one], order[other]))
    return any(first < order[node] < last for node in part.iter(*_LISTS))
