"""What the workflow's locator says of what it meant: this element, or whatever stands in its place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import Final

from lxml.html import HtmlElement

from debugging.agent.locators import Call, Nested, Pattern, target
from debugging.agent.page_finders import TEST_IDS
from debugging.relocation.elements import FIELDS, word_set
from debugging.repair.locating.pages.belonging import distinct_words, row_of, row_words, telling_row
from debugging.repair.locating.pages.kept_page import Found, KeptPage
from debugging.repair.locating.pages.marks import marked_like

_BY_POSITION: Final = frozenset({"first", "last", "nth"})
_COUNTS: Final = re.compile(r":nth-|:first-|:last-|\[\d+\]|\[position|\blast\(\)|>>\s*nth=|:eq\(|nth-match")
_LINKS: Final = frozenset({"nav", "aside", "header", "footer"})
_LINK_ROLES: Final = frozenset({"navigation", "menu", "menubar", "tablist", "toolbar", "banner", "contentinfo", "tree"})
_LINK_CLASSES: Final = re.compile(r"\b(?:nav|menu|sidebar|side-bar|tabs?|breadcrumb|toolbar|topbar|footer|header)\w*\b")
_LASTING: Final = 0.6
_WHAT_IT_IS: Final = {"type", "role"}
_PARTS: Final = re.compile(r"[#.][A-Za-z_][\w-]*")
_CSS_ATTRIBUTES: Final = re.compile(r"\[\s*([\w-]+)\s*[~|^$*]?=")


@dataclass(frozen=True, eq=False)
class Intent:
    calls: tuple[Call, ...]

    @property
    def is_by_position(self) -> bool:
        return any(call.name in _BY_POSITION or _COUNTS.search(_text(call)) for call in self.calls)

    @cached_property
    def words(self) -> frozenset[str]:
        """Of everything that is written in it."""
        return frozenset(word for text in _texts(self.calls) for word in word_set(text))

    @cached_property
    def attributes(self) -> frozenset[str]:
        """Those that it looks for in the element itself: they are known to have changed, and prove nothing."""
        meant = target(self.calls)
        if meant is None:
            return frozenset()
        selector = _last_of(_text(meant)) if meant.name == "locator" else ""
        found = {name.lower() for name in _CSS_ATTRIBUTES.findall(selector)}
        found |= {"class"} if re.search(r"(?:^|[\w\])])\.[A-Za-z_-]", selector) else set()
        found |= {"id"} if re.search(r"#[A-Za-z_-]", selector) else set()
        names = {meant.name}
        found |= set(TEST_IDS) if "get_by_test_id" in names else set()
        found |= {"placeholder"} if "get_by_placeholder" in names else set()
        found |= {"title"} if "get_by_title" in names else set()
        return frozenset(found - _WHAT_IT_IS)

    @cached_property
    def parts(self) -> frozenset[str]:
        """'#mail', '.heading': ids and classes that it names, of the parts of the page that it looks in as well."""
        return frozenset(part for call in self.calls for part in _PARTS.findall(_text(call)) if call.name == "locator")

    @cached_property
    def said_of_parts(self) -> tuple[str, ...]:
        """Texts by which it told parts of the page, numbers and all."""
        said = (call.options.get("has_text") for call in self.calls[:-1])
        return tuple(text for text in said if isinstance(text, str))

    def objection(self, meant: Found, before: KeptPage, now: KeptPage) -> str:
        """A sentence when the element cannot be known again by what it is, since its place was what was meant."""
        row = row_of(meant.node)
        named = self._names(meant) or (row is not None and self._names_row(meant))
        is_marked = marked_like(meant, before, now)[0] is not None
        brothers = (_are_brothers(row, row_of(one.node)) for one in before.equals_of(meant))
        if self.is_by_position and (meant.name or not is_marked) and any(brothers):
            return "The workflow chose one of several equal elements by its position, which proves nothing here."
        is_given = meant.kind == "button" or meant.kind in FIELDS or meant.seen.tag == "label" or _is_in_menu(meant)
        is_picture = not meant.name and bool(meant.picture) and not row_words(row)
        if row is None or named or is_given or is_picture:
            return ""
        if self.is_by_position or not (is_marked or _lasts(meant, before, now)):
            return "The workflow meant an entry of a list by its place; which one it is may differ from run to run."
        return ""

    def _names(self, meant: Found) -> bool:
        """By what it says, or by what its picture is of."""
        said = meant.described.core or meant.picture
        return bool(said) and said <= self.words

    def _names_row(self, meant: Found) -> bool:
        """Says what only that row says, and then what is meant in it by itself: ".card" with "Larry", its last link."""
        telling = telling_row(meant.node)
        if telling is None or self.is_by_position:
            return False
        brothers = telling.itersiblings(telling.tag), telling.itersiblings(telling.tag, preceding=True)
        return bool(distinct_words(telling, chain(*brothers)) & self.words)


def _text(call: Call) -> str:
    return " ".join(value.text if isinstance(value, Pattern) else str(value) for value in call.args if value)


def _texts(calls: Iterable[Call]) -> Iterator[str]:
    for call in calls:
        yield _text(call)
        for value in call.options.values():
            yield from _texts(value.calls) if isinstance(value, Nested) else [str(value)] if value else []


def _last_of(selector: str) -> str:
    """Of "#cart .row > a.buy[title='Buy it']" it is "a.buy[title='Buy it']"."""
    depth, begin = 0, 0
    for place, sign in enumerate(selector):
        depth += (sign in "[(") - (sign in "])")
        if not depth and sign in " >+~":
            begin = place + 1
    return selector[begin:]


def _are_brothers(row: HtmlElement | None, other: HtmlElement | None) -> bool:
    """Rows of one table, entries of one list."""
    if row is None or other is None or row is other:
        return False
    return row.getparent() is other.getparent()


def _is_in_menu(meant: Found) -> bool:
    for above in meant.node.iterancestors():
        if above.tag == "body":
            return False
        if above.tag in _LINKS or str(above.get("role") or "") in _LINK_ROLES:
            return True
        if _LINK_CLASSES.search(str(above.get("class") or "").lower()):
            return True
    return False


def _lasts(meant: Found, before: KeptPage, now: KeptPage) -> bool:
    """Whether its brothers are still there: then the list is the page's own, and no data."""
    row = row_of(meant.node)
    parent = row.getparent() if row is not None else None
    if parent is None:
        return True
    brothers = {
        one.described.said
        for one in before.elements
        if one is not meant and one.kind == meant.kind and one.described.said and parent in one.node.iterancestors()
    }
    there = {one.described.said for one in now.elements if one.kind == meant.kind}
    return bool(brothers) and len(brothers & there) >= _LASTING * len(brothers)
