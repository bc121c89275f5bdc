"""Fields that search."""

from __future__ import annotations

from itertools import islice
from typing import Final

from debugging.relocation.elements import FIELDS
from debugging.repair.locating.judging.match import Match
from debugging.repair.locating.pages.kept_page import Found
from debugging.repair.locating.pages.pictures import icon_words
from debugging.repair.locating.words.asking import asks_for_another

_WHERE_SITES_SEARCH: Final = frozenset({"search", "banner", "navigation"})
GLASS_WITHIN: Final = 2


def is_searched_alone(match: Match) -> bool:
    """The only field of the page that searches, before and now."""
    both_search = all("search" in one.asked for one, _ in match.sides)  # "Search emails..." asks for no address
    names = [one.label or one.seen.name for one, _ in match.sides]
    if not both_search and asks_for_another(*names):
        return False
    return match.are_the_only(_searches)


def is_of_the_whole_page(search: Found) -> bool:
    """Where pages have the search of the whole site, or what is marked as that."""
    above = (search.node, *search.node.iterancestors())
    return any(node.get("role") in _WHERE_SITES_SEARCH or node.tag in ("header", "nav", "search") for node in above)


def _searches(one: Found) -> bool:
    if one.kind not in FIELDS:
        return False
    return one.described.type == "search" or "search" in one.asked or (not one.asked and _is_beside_a_glass(one))


def _is_beside_a_glass(one: Found) -> bool:
    """A magnifying glass, and no other field with it."""
    if one.described.type not in ("", "text"):
        return False
    for above in islice(one.node.iterancestors(), GLASS_WITHIN):
        if list(above.iter("input", "select", "textarea", "button")) != [one.node]:
            return False
        if "search" in icon_words(above):
            return True
    return False
