"""What an element belongs to, its row; and the marks its author gave it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Final
from urllib.parse import urlsplit, urlunsplit

from lxml import etree
from lxml.html import HtmlElement

from debugging.agent.page_element import text_of
from debugging.agent.page_search import TEST_IDS
from debugging.relocation.elements import word_set
from debugging.repair.locating.described import LEADS_NOWHERE
from debugging.repair.locating.kept_page import Found, KeptPage

MARKS: Final = (*TEST_IDS, "data-cy", "data-qa", "data-test-selector", "id", "name")
TEXT_MOST: Final = 400
_REPEATED: Final = ("tr", "li", "article")
_REPEATED_ROLES: Final = frozenset({"row", "listitem", "article", "option", "treeitem"})
_NOTHING: Final[tuple[None, frozenset[str]]] = (None, frozenset())
# What only looks grown together: a counter, a hash, what a framework numbers.
_MADE: Final = re.compile(
    r"\d{3,}|^[\W\d]|:|[0-9a-f]{8,}|^(?:ember|react|radix|mui|headlessui|ext-|gwt|yui|ui-id)", re.I
)
_MIXED: Final = re.compile(r"(?=.*\d)(?=.*[a-z])[a-z0-9]{5,}", re.I)
_BEGINNING: Final = re.compile(r"^(?:\.{0,2}/)+")
_ENDING: Final = re.compile(r"(?:(?:^|/)index)?(?:\.(?:html?|php|aspx?|jsp))?/?$", re.I)
_VOWEL: Final = re.compile(r"[aeiouy]", re.I)


def is_given(mark: str) -> bool:
    """Whether a person chose this id, name or class, as far as its letters tell."""
    if not 1 <= len(mark) <= 60 or _MADE.search(mark) or not mark.isprintable() or " " in mark:
        return False
    parts = [part for part in re.split(r"[-_.]+", mark) if part]
    return bool(parts) and not any(_is_scrambled(part) for part in parts)


def _is_scrambled(part: str) -> bool:
    """'k3jx9', 'xYzQw', 'bcdfg'; not 'step2' or 'inputEmail3'."""
    letters = re.sub(r"\d", "", part)
    if re.search(r"[a-z]\d+[a-z]", part, re.I) or (len(letters) >= 5 and not _VOWEL.search(letters)):
        return True
    turns = sum(one.islower() != other.islower() for one, other in pairwise(letters))
    is_mixed = _MIXED.fullmatch(part) is not None and re.fullmatch(r"[a-zA-Z]+\d{1,2}", part) is None
    return is_mixed or turns > max(4, len(part) // 3)


def marks_of(one: Found, ignored: frozenset[str]) -> Iterator[tuple[str, str]]:
    """Names that its author gave to it, for scripts, tests and forms."""
    for name in MARKS:
        value = one.seen.get(name)
        if value and name not in ignored and is_given(value):
            yield name, value
    address = one.seen.get("href")
    if one.seen.tag == "a" and "href" not in ignored and not LEADS_NOWHERE.match(address):
        yield "href", address


def marked_like(old: Found, before: KeptPage, now: KeptPage) -> tuple[Found | None, frozenset[str]]:
    """What has its marks now, and which; (None, nothing) when they point to different elements."""
    found: dict[Found, set[str]] = {}
    for name, value in marks_of(old, now.ignored):
        if _bearers(before, name, value) == [old]:
            bearers = _bearers(now, name, value)
            if len(bearers) == 1:
                found.setdefault(bearers[0], set()).add(name)
    return next(((one, frozenset(names)) for one, names in found.items()), _NOTHING) if len(found) == 1 else _NOTHING


def _bearers(page: KeptPage, name: str, value: str) -> list[Found]:
    if name != "href":
        return [one for one in page.elements if one.seen.get(name) == value]
    links = (one for one in page.elements if one.seen.tag == "a" and not LEADS_NOWHERE.match(one.seen.get(name)))
    return [one for one in links if leads_to(one.seen.get(name)) == leads_to(value)]


def leads_to(address: str) -> str:
    """'../orders.html' and '/orders' lead to the same place of a site."""
    parts = urlsplit(address)
    path = _ENDING.sub("", _BEGINNING.sub("", parts.path))
    return urlunsplit(parts._replace(path=path))


def row_of(node: HtmlElement) -> HtmlElement | None:
    """The row, card or entry it is in, of several on the page."""
    for above in node.iterancestors():
        if above.tag in ("body", "form", "table", "ul", "ol", "nav", "dialog", "main"):
            if above.tag in ("body", "form", "dialog", "main"):
                return None
            continue
        if above.tag in _REPEATED or str(above.get("role") or "") in _REPEATED_ROLES or _is_one_of_many(above):
            return above
    return None


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
