"""What nearly every site has once: the button beside its search, what opens its menu, its logo, the bell of its news,
what opens the menu of the account, what signs out; and a page what prints it, makes a PDF of it, or leads back. Each is
known by what it does: "Go!" is a magnifying glass, and "Sign out" is "Log out". Parts of menus by their entries.
"""

from __future__ import annotations

from itertools import islice
from typing import Final, NamedTuple

from debugging.relocation.elements import FIELDS, words_of
from debugging.repair.locating.judging.groups import same_group
from debugging.repair.locating.judging.site_controls import SITE_CONTROLS, prints_it
from debugging.repair.locating.pages.kept_page import Found, KeptPage
from debugging.repair.locating.words.meaning import acts_of

WITHIN: Final = 3
LETTERS_LEAST: Final = 5
_HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4"})
_PRESSED: Final = frozenset({"button", "link"})
_STARTS: Final = frozenset({"search", "send"})
_SAYS_NO_MORE: Final = frozenset({"go", "ok", "now"})


class _Search(NamedTuple):
    field: Found
    button: Found


def same_fixture(old: Found, before: KeptPage, now: KeptPage) -> Found | None:
    """Of the new page; None unless each page has one only."""
    was, there = _search_of(before), _search_of(now)
    if was is not None and there is not None and was.button is old:
        return there.button
    of_this_page = (prints_it,) if _are_about_the_same(before, now) else ()
    for is_one in (*SITE_CONTROLS, *of_this_page):
        if is_one(old):
            olds, news = ([one for one in page.controls if is_one(one)] for page in (before, now))
            return news[0] if olds == [old] and len(news) == 1 else None
    return same_group(old, before, now)


def _are_about_the_same(before: KeptPage, now: KeptPage) -> bool:
    """Of an invoice, say, as their headings tell."""
    return bool(_in_headings(before) & _in_headings(now))


def _in_headings(page: KeptPage) -> frozenset[str]:
    words = (word for one in page.elements if one.seen.tag in _HEADINGS for word in one.described.words)
    return frozenset(word for word in words if len(word) >= LETTERS_LEAST)


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
