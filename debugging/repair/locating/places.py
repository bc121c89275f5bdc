"""Where an element is on a page, in words that last: its landmarks, what its author called the parts it is in, and
the heading over it. For what is told apart by nothing else: two equal buttons, one in the header and one below."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from lxml.html import HtmlElement

from debugging.agent.page_element import text_of
from debugging.relocation.elements import word_set
from debugging.repair.locating.given_names import is_given

_LANDMARKS: Final = frozenset({"header", "footer", "nav", "aside", "main", "dialog", "search"})
_ROLES: Final = {"banner": "header", "contentinfo": "footer", "navigation": "nav", "complementary": "aside"}
_HEADINGS: Final = ("h1", "h2", "h3", "h4", "h5", "h6", "legend", "caption")
_HEADING_MOST: Final = 80
TELLING_LEAST: Final = 2  # an id alone is enough
# How a part looks, or what any part of a page is called.
_LOOK: Final = re.compile(
    r"^(?:col|row|container|wrapper|content|[mp][trblxyse]?|[dwhg]|gx|gy|text|bg|flex|align|justify|position|float|"
    r"order|offset|rounded|shadow|border|clearfix|card|panel|box|body|inner|outer|section|page|btn|form|input|media|"
    r"list|item|group|block|grid|wrap|mx|my|fixed|sticky|lead|small|large|active|show|collapse|fade|tab|nav|navbar|ul|dropdown|menu)(?:-|_|$)"
)


def place_of(node: HtmlElement) -> frozenset[str]:
    """'<header', '#download', '.masthead', 'buzz'."""
    return frozenset(_place(node))


def _place(node: HtmlElement) -> Iterator[str]:
    has_heading = False
    for above in node.iterancestors():
        if above.tag in ("body", "html"):
            return
        landmark = _ROLES.get(str(above.get("role") or ""), str(above.tag))
        if landmark in _LANDMARKS:
            yield f"<{landmark}"
        if is_given(str(above.get("id") or "")):
            yield f"#{above.get('id')}"
        names = str(above.get("class") or "").split()
        yield from (f".{name}" for name in names if is_given(name) and not _LOOK.match(name))
        if not has_heading and (heading := _heading(above, node)):
            has_heading = True
            yield from word_set(heading.lower())


def _heading(part: HtmlElement, node: HtmlElement) -> str:
    """The last one in it that stands before `node`."""
    found = ""
    inside = {*node.iterancestors(), node}
    for one in part.iter():
        if one is node:
            break
        if one.tag in _HEADINGS and one not in inside:
            found = text_of(one)[:_HEADING_MOST]
    return found


def same_place(old: HtmlElement, new: HtmlElement, olds: Iterable[HtmlElement], news: Iterable[HtmlElement]) -> bool:
    """Enough tells where `old` is, and none of the others, of which `old` and `new` are one each; the same tells where
    `new` is; and nothing says of `new` where another one was."""
    before, now = place_of(old), place_of(new)
    was = [place_of(one) for one in olds if one is not old]
    others = [place_of(one) for one in news if one is not new]
    mine = before.difference(*was) & now.difference(*others)
    is_same = sum(2 if one.startswith("#") else 1 for one in mine) >= TELLING_LEAST
    return is_same and not any((other - before) & now for other in was)
