"""The ways in which an element could be named, and how long each is likely to last (0 the longest)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from lxml import etree

from debugging.agent.element_roles import NAMED_BY_TEXT
from debugging.agent.page_element import Element as Seen
from debugging.agent.page_finders import TEST_ID, TEST_IDS
from debugging.agent.wording import plain
from debugging.relocation.elements import word_set
from debugging.repair.locating.judging.match import Match
from debugging.repair.locating.pages.given_names import is_given
from debugging.repair.locating.pages.kept_page import Found
from debugging.repair.locating.pages.pictures import HOW_MANY, selectors_of_pictures
from debugging.repair.locating.writing.calls_written import call_of, quoted, unbroken_text, written
from runtime.tracing.snapshot_attributes import NOT_SHOWN_ATTRIBUTE

TEXT_MOST: Final = 60
_TEST_MARKS: Final = (*(name for name in TEST_IDS if name != TEST_ID), "data-cy", "data-qa", "data-test-selector")
_BY_ATTRIBUTE: Final = (("get_by_placeholder", "placeholder"), ("get_by_title", "title"), ("get_by_alt_text", "alt"))
# As WAI-ARIA has it: "name from: contents", and "prohibited".
_NAMED_BY_CONTENT: Final = frozenset(
    {
        *("button", "cell", "checkbox", "columnheader", "gridcell", "heading", "link", "menuitem", "option", "radio"),
        *("menuitemcheckbox", "menuitemradio", "row", "rowheader", "switch", "tab", "tooltip", "treeitem"),
    }
)
_NEVER_NAMED: Final = frozenset(
    {
        *("caption", "code", "definition", "deletion", "emphasis", "generic", "insertion", "mark", "none", "paragraph"),
        *("presentation", "strong", "subscript", "suggestion", "superscript", "term", "time"),
    }
)
_COUNTED: Final = re.compile(r"\d")
_OF_FIELDS: Final = frozenset({"input", "select", "textarea"})
_NO_LASTING_ADDRESS: Final = re.compile(r"\d{3}|[?=]|.#|#\W|#$|javascript:")
PLAIN_CSS: Final = re.compile(r"[A-Za-z_][\w-]*")


class Way(NamedTuple):
    rank: int
    text: str


def ways_of(match: Match) -> Iterator[Way]:
    one = match.new
    yield from _marks(one)
    yield from _names(one)
    yield from _titles(match)
    yield from _other_attributes(one)
    yield from _pictures(one)
    yield from _options(one)


def ways_within(one: Found) -> Iterator[Way]:
    """Inside of a region, where less is enough."""
    yield from sorted(_names(one), key=lambda way: way.rank)
    if one.seen.is_left_out and one.is_control:  # has no role for a browser
        yield Way(5, written([call_of("locator", one.seen.tag)]))
    elif one.seen.role:
        yield Way(4, written([call_of("get_by_role", one.seen.role)]))
    elif one.seen.tag == "input" and one.seen.get("type"):  # of a file or password
        yield Way(4, written([call_of("locator", f"input[type={quoted(one.seen.get('type'))}]")]))
    yield from _other_attributes(one)
    yield from _pictures(one)


def _marks(one: Found) -> Iterator[Way]:
    seen = one.seen
    if is_given(seen.get(TEST_ID)):
        yield Way(0, written([call_of("get_by_test_id", seen.get(TEST_ID))]))
    for name in _TEST_MARKS:
        if is_given(seen.get(name)):
            yield Way(0, written([call_of("locator", f"[{name}={quoted(seen.get(name))}]")]))
    if is_given(seen.get("id")) and PLAIN_CSS.fullmatch(seen.get("id")):
        yield Way(1, written([call_of("locator", f"#{seen.get('id')}")]))


def _names(one: Found) -> Iterator[Way]:
    seen = one.seen
    if not one.name and HOW_MANY.fullmatch(seen.name):
        return
    for text, counted in _texts(_told(seen)):
        if seen.role:
            yield Way(2 * counted, written([call_of("get_by_role", seen.role, name=text)]))
            rank = 2 * counted + (1 if _has_silent_parts(one) else 0)
            yield Way(rank, written([call_of("get_by_role", seen.role, name=text, exact=True)]))
    for text, counted in _texts(seen.label) if seen.tag in _OF_FIELDS else ():
        yield Way(2 * counted, written([call_of("get_by_label", text)]))
        yield Way(2 * counted, written([call_of("get_by_label", text, exact=True)]))
    for call, attribute in _BY_ATTRIBUTE:
        for text, counted in _texts(seen.get(attribute)):
            yield Way(2 + counted, written([call_of(call, text)]))
            yield Way(2 + counted, written([call_of(call, text, exact=True)]))
    for text, counted in _texts(unbroken_text(seen.node)) if seen.tag not in _OF_FIELDS else ():
        yield Way(2 + counted, written([call_of("get_by_text", text)]))
        yield Way(2 + counted, written([call_of("get_by_text", text, exact=True)]))


def _titles(match: Match) -> Iterator[Way]:
    """Of a card that is a link as a whole, and says too much to be named by all of it: by how it begins."""
    seen = match.new.seen
    begins = next((text for part in seen.node.itertext() if (text := part.strip())), "")
    is_long = seen.role in _NAMED_BY_CONTENT and len(seen.name) > TEXT_MOST
    for text, counted in _texts(begins) if is_long else ():
        if word_set(text.lower()) <= word_set(match.old.name.lower()):
            yield Way(2 + 2 * counted, written([call_of("get_by_role", seen.role, name=text)]))


def _told(seen: Seen) -> str:
    """The name that a browser tells of it: what is in an entry of a list is no name of it."""
    if seen.role in _NEVER_NAMED or _is_partly_shown(seen):
        return ""
    is_named_by_text = seen.role in NAMED_BY_TEXT and seen.role not in _NAMED_BY_CONTENT
    return (seen.label or seen.get("title").strip()) if is_named_by_text else seen.name


def _is_partly_shown(seen: Seen) -> bool:
    """A browser leaves out of its name what style sheets hide."""
    parts = (part for part in seen.node.iterdescendants(etree.Element) if part.get(NOT_SHOWN_ATTRIBUTE) is not None)
    return not seen.was_not_shown and any(part.text_content().strip() for part in parts)


def _texts(text: str) -> Iterator[tuple[str, bool]]:
    """Without numbers at its ends, which count something; with them as a last resort."""
    whole = " ".join(text.split())
    core = re.sub(r"^[\d\W_]+|[\W_]*(?:\bv)?[\d\W_]+$", "", whole) if _COUNTED.search(whole) else whole
    for one in dict.fromkeys((core, whole)):
        if one and plain(one, TEXT_MOST) == one and len(word_set(one)) > 0:
            yield one, bool(_COUNTED.search(one))


def _has_silent_parts(one: Found) -> bool:
    """Icons say something to a browser, which the HTML does not tell: the whole name is not known."""
    return any(part.tag in ("i", "svg", "img", "span") and not part.text_content().strip() for part in one.node.iter())


def _other_attributes(one: Found) -> Iterator[Way]:
    seen = one.seen
    if seen.tag in _OF_FIELDS and is_given(seen.get("name")):
        yield Way(2, written([call_of("locator", f"{seen.tag}[name={quoted(seen.get('name'))}]")]))
    address = seen.get("href")
    if seen.tag == "a" and 1 < len(address) < TEXT_MOST and not _NO_LASTING_ADDRESS.search(address):
        yield Way(3, written([call_of("locator", f"a[href={quoted(address)}]")]))


def _pictures(one: Found) -> Iterator[Way]:
    """Of what says nothing."""
    if one.is_control and not one.name:
        for selector in selectors_of_pictures(one.node):
            yield Way(4, written([call_of("locator", f"{one.seen.tag}:has({selector})")]))


def _options(one: Found) -> Iterator[Way]:
    """Of a list that has no name: by what only it offers."""
    for option in one.node.iter("option") if one.kind == "select" and not one.seen.name else ():
        text = " ".join(option.text_content().split())
        if text and plain(text, TEXT_MOST) == text and not _COUNTED.search(text):
            yield Way(5, written([call_of("locator", "select"), call_of("filter", has_text=text)]))
