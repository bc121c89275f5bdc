"""Parts of a page in which an element can be looked for: found alone, and named so that it lasts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import product, takewhile
from typing import Final

from lxml import etree
from lxml.html import HtmlElement

from debugging.agent.locators import read_locator
from debugging.agent.page_element import text_of
from debugging.agent.page_finders import TEST_ID
from debugging.agent.page_search import find
from debugging.agent.wording import plain
from debugging.relocation.elements import word_set
from debugging.repair.locating.judging.match import Match
from debugging.repair.locating.pages.belonging import row_words, telling_row
from debugging.repair.locating.pages.given_names import is_given
from debugging.repair.locating.pages.kept_page import Found
from debugging.repair.locating.pages.labels import FIELDS, is_filled
from debugging.repair.locating.writing.calls_written import call_of, unbroken_text, written
from debugging.repair.locating.writing.ways import PLAIN_CSS

TEXT_MOST: Final = 40
_PARTS: Final = frozenset({"form", "fieldset", "section", "article", "table"})
_ALONE: Final = frozenset({"dialog", "alertdialog", "navigation", "main"})
_ROLES: Final = _ALONE | {"form", "region", "group", "tablist", "table"}
_KEYS: Final = ("th", "td", "h1", "h2", "h3", "h4", "h5", "h6", "strong", "b", "a", "legend", "span", "label")
_LABEL: Final = re.compile(r"\w[\w '-]*")  # without what stands for "required"
_HOLDS_A_FIELD: Final = re.compile(r"group|field|control|item")
_LOOK: Final = re.compile(r"(?:col|row|[mp][trblxyse]?|[dwhg]|text|bg|flex|align|justify)(?:-|$)")
_NUMBER: Final = re.compile(r"\d")


def regions_of(match: Match, words: frozenset[str] = frozenset()) -> Iterator[str]:
    """The innermost first. `words`: of the locator that failed; what it went by is gone by again where that may be."""
    row = telling_row(match.new.node)
    keys = _keys(match, row, words) if row is not None else []
    yield from (text for node, text in _around_the_label(match.new) if _finds_it_alone(match, node, text))
    inside = [] if row is None else [*takewhile(lambda above: above is not row, match.new.node.iterancestors()), row]
    rows = [(above, _row_ways(match, above, row, keys)) for above in inside]
    outer = takewhile(lambda above: above.tag not in ("body", "html"), match.new.node.iterancestors())
    parts = [(above, _part_ways(match, above)) for above in outer]
    for above, ways in (*rows, *parts) if match.told_apart else (*parts, *rows):
        yield from (text for text in ways if _finds_it_alone(match, above, text))


def parts_saying(match: Match, texts: Sequence[str]) -> Iterator[str]:
    """Cards that still say what the old locator told them by."""
    for above in takewhile(lambda one: one.tag not in ("body", "html"), match.new.node.iterancestors()):
        held = [text for text in texts if text.casefold() in text_of(above).casefold()]
        for name, text in product(_lasting_classes(above), held):
            way = written([call_of("locator", f".{name}"), call_of("filter", has_text=text)])
            if _finds_it_alone(match, above, way):
                yield way


def classes_around(match: Match) -> Iterator[str]:
    """Parts of the page that only their class tells, the innermost first: where nothing better does."""
    for above in takewhile(lambda one: one.tag not in ("body", "html"), match.new.node.iterancestors()):
        ways = (written([call_of("locator", f".{name}")]) for name in _lasting_classes(above))
        yield from (text for text in ways if _finds_it_alone(match, above, text))


def _part_ways(match: Match, above: HtmlElement) -> Iterator[str]:
    one = match.now.of(above)
    return _part(one) if one is not None else iter(())


def _row_ways(match: Match, above: HtmlElement, row: HtmlElement | None, keys: Sequence[str]) -> Iterator[str]:
    one = match.now.of(above)
    if one is not None:
        yield from _row(one, keys) if above is row else ()
        yield from _card(one, keys)


def _around_the_label(field: Found) -> Iterator[tuple[HtmlElement, str]]:
    """What holds the field alone, and the label that only people see."""
    label = _LABEL.match(field.label)
    if label is None or field.seen.label or len(label[0]) > TEXT_MOST:
        return
    for above in field.node.iterancestors():
        if above.tag in ("body", "form") or sum(is_filled(one) for one in above.iter(*FIELDS)) > 1:
            return
        for name in sorted(_lasting_classes(above), key=lambda one: _HOLDS_A_FIELD.search(one) is None):
            yield above, written([call_of("locator", f".{name}"), call_of("filter", has_text=label[0].strip())])


def _finds_it_alone(match: Match, node: HtmlElement, text: str) -> bool:
    frames = match.new.seen.frame is not None
    found = find(match.now.content, read_locator(text), anywhere=frames)
    return found is not None and [one.node for one in found] == [node]


def _keys(match: Match, row: HtmlElement, words: frozenset[str]) -> list[str]:
    """Texts of the new row that the old one said, too: those that the old locator went by first, numbers last."""
    before = row_words(telling_row(match.old.node))
    found: list[str] = []
    for part in row.iter(etree.Element):
        whole = unbroken_text(part) if part.tag in _KEYS or not len(part) else ""
        for text in (whole, " ".join((part.text or "").split())) if part is not match.new.node else ():
            if word_set(text) and word_set(text) <= before and plain(text, TEXT_MOST) == text:
                found.append(text)
    return sorted(dict.fromkeys(found), key=lambda text: (not word_set(text) <= words, bool(_NUMBER.search(text))))


def _row(row: Found, keys: Sequence[str]) -> Iterator[str]:
    for text in keys:
        if row.seen.role == "row":
            yield written([call_of("get_by_role", "row", name=text)])
        role = row.seen.role if row.seen.role in ("listitem", "article") else ""
        first = call_of("get_by_role", role) if role else call_of("locator", row.seen.tag)
        yield written([first, call_of("filter", has_text=text)])


def _card(one: Found, keys: Sequence[str]) -> Iterator[str]:
    """In a row, or the row: told by its class and a text of it."""
    for name in _lasting_classes(one.node):
        for text in keys:
            yield written([call_of("locator", f".{name}"), call_of("filter", has_text=text)])


def _part(one: Found) -> Iterator[str]:
    seen = one.seen
    if is_given(seen.get(TEST_ID)):
        yield written([call_of("get_by_test_id", seen.get(TEST_ID))])
    if seen.role in _ROLES:
        if seen.label and plain(seen.label, TEXT_MOST) == seen.label:
            yield written([call_of("get_by_role", seen.role, name=seen.label)])
        if seen.role in _ALONE:
            yield written([call_of("get_by_role", seen.role)])
    if is_given(seen.get("id")) and PLAIN_CSS.fullmatch(seen.get("id")):
        yield written([call_of("locator", f"#{seen.get('id')}")])
    if hint := seen.get("title").strip():
        yield written([call_of("get_by_title", hint)])
    yield from _titled(one)


def _titled(one: Found) -> Iterator[str]:
    """By what stands over it."""
    title = next((text_of(part) for part in one.node.iter("legend", "h1", "h2", "h3", "h4", "h5", "caption")), "")
    if not title or plain(title, TEXT_MOST) != title or _NUMBER.search(title):
        return
    if one.seen.tag in _PARTS:
        yield written([call_of("locator", one.seen.tag), call_of("filter", has_text=title)])
    for name in _lasting_classes(one.node) if one.seen.tag == "div" else ():
        yield written([call_of("locator", f".{name}"), call_of("filter", has_text=title)])


def _lasting_classes(node: HtmlElement) -> Iterator[str]:
    """Those that a person chose, and that do not only say how it looks."""
    for name in str(node.get("class") or "").split():
        if PLAIN_CSS.fullmatch(name) and is_given(name) and not _LOOK.match(name):
            yield name
