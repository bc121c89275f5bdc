"""Parts of a page in which an element can be looked for: found alone, and named so that it lasts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from lxml.html import HtmlElement

from debugging.agent.locators import read_locator
from debugging.agent.page_element import text_of
from debugging.agent.page_search import TEST_ID, find
from debugging.agent.wording import plain
from debugging.relocation.elements import word_set
from debugging.repair.locating.belonging import is_given, row_of, row_words
from debugging.repair.locating.calls_written import call_of, written
from debugging.repair.locating.kept_page import Found
from debugging.repair.locating.labels import FIELDS, is_filled
from debugging.repair.locating.match import Match

TEXT_MOST: Final = 40
_PARTS: Final = frozenset({"form", "fieldset", "section", "article", "table"})
_ALONE: Final = frozenset({"dialog", "alertdialog", "navigation", "main"})
_ROLES: Final = _ALONE | {"form", "region", "group", "tablist", "table"}
_KEYS: Final = ("th", "td", "h1", "h2", "h3", "h4", "h5", "h6", "strong", "b", "a", "legend", "span", "label")
_LABEL: Final = re.compile(r"\w[\w '-]*")  # without what stands for "required"
_HOLDS_A_FIELD: Final = re.compile(r"group|field|control|item")
_LOOK: Final = re.compile(r"(?:col|row|[mp][trblxyse]?|[dwhg]|text|bg|flex|align|justify)(?:-|$)")
_PLAIN_CSS: Final = re.compile(r"[A-Za-z_][\w-]*")


def regions_of(match: Match) -> Iterator[str]:
    """The innermost first."""
    row = row_of(match.new.node)
    yield from (text for node, text in _around_the_label(match.new) if _finds_it_alone(match, node, text))
    for above in match.new.node.iterancestors():
        if above.tag in ("body", "html"):
            return
        one = match.now.of(above)
        if one is not None:
            ways = _row(match, one) if above is row else _part(one)
            yield from (text for text in ways if _finds_it_alone(match, above, text))


def _around_the_label(field: Found) -> Iterator[tuple[HtmlElement, str]]:
    """What holds the field alone, and the label that only people see."""
    label = _LABEL.match(field.label)
    if label is None or field.seen.label or len(label[0]) > TEXT_MOST:
        return
    for above in field.node.iterancestors():
        if above.tag in ("body", "form") or sum(is_filled(one) for one in above.iter(*FIELDS)) > 1:
            return
        classes = [name for name in str(above.get("class") or "").split() if _PLAIN_CSS.fullmatch(name)]
        names = [name for name in classes if is_given(name) and not _LOOK.match(name)]
        for name in sorted(names, key=lambda one: _HOLDS_A_FIELD.search(one) is None):
            yield above, written([call_of("locator", f".{name}"), call_of("filter", has_text=label[0].strip())])


def _finds_it_alone(match: Match, node: HtmlElement, text: str) -> bool:
    frames = match.new.seen.frame is not None
    found = find(match.now.content, read_locator(text), anywhere=frames)
    return found is not None and [one.node for one in found] == [node]


def _row(match: Match, row: Found) -> Iterator[str]:
    """By a text that the old row said, too."""
    before = row_words(row_of(match.old.node))
    for part in row.node.iter(*_KEYS):
        text = text_of(part)
        words = word_set(text)
        if not words or not words <= before or plain(text, TEXT_MOST) != text or part is match.new.node:
            continue
        if row.seen.role == "row":
            yield written([call_of("get_by_role", "row", name=text)])
        role = "listitem" if row.seen.role == "listitem" else "article" if row.seen.role == "article" else ""
        first = call_of("get_by_role", role) if role else call_of("locator", row.seen.tag)
        yield written([first, call_of("filter", has_text=text)])


def _part(one: Found) -> Iterator[str]:
    seen = one.seen
    if is_given(seen.get(TEST_ID)):
        yield written([call_of("get_by_test_id", seen.get(TEST_ID))])
    if seen.role in _ROLES:
        if seen.label and plain(seen.label, TEXT_MOST) == seen.label:
            yield written([call_of("get_by_role", seen.role, name=seen.label)])
        if seen.role in _ALONE:
            yield written([call_of("get_by_role", seen.role)])
    if is_given(seen.get("id")) and _PLAIN_CSS.fullmatch(seen.get("id")):
        yield written([call_of("locator", f"#{seen.get('id')}")])
    if seen.tag in _PARTS:
        title = next((text_of(part) for part in one.node.iter("legend", "h1", "h2", "h3", "h4", "caption")), "")
        if title and plain(title, TEXT_MOST) == title and not re.search(r"\d", title):
            yield written([call_of("locator", seen.tag), call_of("filter", has_text=title)])
