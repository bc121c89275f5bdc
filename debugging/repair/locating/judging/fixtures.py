"""What nearly every site has once: the button beside its search, and the one that opens its menu. Each is known by what
it does, whatever it is called: "Go!" or a magnifying glass, "Toggle navigation" or three bars."""

from __future__ import annotations

from itertools import islice
from typing import Final, NamedTuple

from debugging.relocation.elements import FIELDS, words_of
from debugging.repair.locating.pages.kept_page import Found, KeptPage
from debugging.repair.locating.words.meaning import TOGGLES, acts_of, things_of

WITHIN: Final = 3
_PRESSED: Final = frozenset({"button", "link"})
_STARTS: Final = frozenset({"search", "send"})
_SAYS_NO_MORE: Final = frozenset({"go", "ok", "now"})
_MENU: Final = frozenset({"menu", "navigation", "sidebar", "main"})
_BARS: Final = frozenset({"bar", "bars"})


class _Search(NamedTuple):
    field: Found
    button: Found


def same_fixture(old: Found, before: KeptPage, now: KeptPage) -> Found | None:
    """Of the new page; None unless each page has one only."""
    was, there = _search_of(before), _search_of(now)
    if was is not None and there is not None and was.button is old:
        return there.button
    olds, news = _toggles(before), _toggles(now)
    return news[0] if olds == [old] and len(news) == 1 else None


def _toggles(page: KeptPage) -> list[Found]:
    return [one for one in page.controls if one.kind in _PRESSED and _is_toggle(one)]


def _is_toggle(one: Found) -> bool:
    if not one.name:
        return bool(one.picture) and one.picture <= _BARS
    return acts_of(one.name) == TOGGLES and things_of(one.name) <= _MENU


def _search_of(page: KeptPage) -> _Search | None:
    found = [one for field in page.controls if _searches(field) and (one := _with_its_button(field, page)) is not None]
    return found[0] if len(found) == 1 else None


def _searches(one: Found) -> bool:
    return one.kind in FIELDS and (one.described.type == "search" or "search" in one.asked)


def _with_its_button(field: Found, page: KeptPage) -> _Search | None:
    """Nothing else is with the two."""
    for above in islice(field.node.iterancestors(), WITHIN):
        inside = (page.of(node) for node in above.iterdescendants())
        others = [one for one in inside if one is not None and one.is_control and one is not field]
        if others:
            return _Search(field, others[0]) if len(others) == 1 and _starts(others[0]) else None
    return None


def _starts(one: Found) -> bool:
    acts = acts_of(one.does)
    if one.kind not in _PRESSED or not acts <= _STARTS:
        return False
    return bool(acts) or set(words_of(one.name)) <= _SAYS_NO_MORE
