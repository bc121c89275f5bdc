"""Menus: what is in one is known by what else is in it."""

from __future__ import annotations

from typing import Final

from lxml.html import HtmlElement

from debugging.repair.locating.judging.match import Match
from debugging.repair.locating.pages.kept_page import Found, KeptPage
from debugging.repair.locating.pages.marks import leads_somewhere

ENTRIES_LEAST: Final = 3
SHARED_LEAST: Final = 2
SHARED: Final = 0.4  # of the entries of the smaller menu
_NO_MENU: Final = frozenset({"body", "main", "form", "table"})


def are_in_the_same_menu(match: Match) -> bool:
    """Two links, among links that say mostly the same; both lead somewhere, or none: what opens a part of a menu is no
    page of it."""
    if {match.old.kind, match.new.kind} != {"link"} or leads_somewhere(match.old) != leads_somewhere(match.new):
        return False
    before, now = _others(match.old, match.before), _others(match.new, match.now)
    shared = len(before & now)
    return shared >= SHARED_LEAST and shared >= SHARED * min(len(before), len(now))


def _others(one: Found, page: KeptPage) -> frozenset[frozenset[str]]:
    """What the other links say of the smallest part of the page that has a few."""
    for above in one.node.iterancestors():
        if above.tag in _NO_MENU:
            break
        said = _links(above, one, page)
        if len(said) >= ENTRIES_LEAST:
            return said
    return frozenset()


def _links(part: HtmlElement, one: Found, page: KeptPage) -> frozenset[frozenset[str]]:
    found = (page.of(node) for node in part.iterdescendants("a") if node is not one.node)
    return frozenset(link.described.core for link in found if link is not None and link.described.core)
