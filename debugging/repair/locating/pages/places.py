"""Where an element is on a page, in words that last: its landmarks, what its author called the parts it is in, and
the heading over it. For what is told apart by nothing else: two equal buttons, one in the header and one below."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import takewhile
from typing import Final

from lxml.html import HtmlElement

from debugging.agent.page_element import text_of
from debugging.relocation.elements import word_set, words_of
from debugging.repair.locating.pages.given_names import is_given

_LANDMARKS: Final = frozenset({"header", "footer", "nav", "aside", "main", "dialog", "search"})
_ROLES: Final = {"banner": "header", "contentinfo": "footer", "navigation": "nav", "complementary": "aside"}
_MENUS: Final = frozenset({"navigation", "menu", "menubar"})
_MENU: Final = re.compile(r"(?:navbar|sidebar|side-?nav|menu|topbar|dropdown-menu)(?:-|$)")
_HEADINGS: Final = ("h1", "h2", "h3", "h4", "h5", "h6", "legend", "caption")
_HEADING_MOST: Final = 80
_WORDS_LEAST: Final = 2  # of a heading that says less now
_ENOUGH: Final = ("#", "=", "@")  # an id, a heading, or that it is in no menu; or two of the others
# How a part looks, or what any part of a page is called.
_LOOK: Final = re.compile(
    r"^(?:col|row|container|wrapper|content|[mp][trblxyse]?|[dwhg]|gx|gy|text|bg|flex|align|justify|position|float|"
    r"order|offset|rounded|shadow|border|clearfix|card|panel|box|body|inner|outer|section|page|btn|form|input|media|"
    r"list|item|group|block|grid|wrap|mx|my|fixed|sticky|lead|small|large|active|show|collapse|fade|tab|nav|navbar|ul|dropdown|menu)(?:-|_|$)"
)


def place_of(node: HtmlElement) -> frozenset[str]:
    """'<header', '#download', '.masthead', '=get in touch', '@menu' or '@page'."""
    return frozenset(_place(node)) | {"@menu" if is_in_menu(node) else "@page"}


def is_in_menu(node: HtmlElement) -> bool:
    above = list(node.iterancestors())
    is_landmark = any(one.tag in ("nav", "aside") or one.get("role") in _MENUS for one in above)
    return is_landmark or any(_is_called_menu(one) for one in above)


def _is_called_menu(part: HtmlElement) -> bool:
    """What holds the page itself has "sidebar-mini" for a look."""
    is_called = any(_MENU.match(name) for name in str(part.get("class") or "").split())
    return is_called and part.tag != "body" and next(part.iter("main", "h1"), None) is None


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
            yield f"={' '.join(words_of(heading))}"


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


class Places:
    """Of equal elements of two pages. `named`: '#mail' or '.heading', by which the workflow told them apart."""

    def __init__(self, olds: Iterable[HtmlElement], news: Iterable[HtmlElement], named: frozenset[str]) -> None:
        self._named = named
        self._olds = {one: place_of(one) for one in olds}
        self._news = {one: place_of(one) for one in news}

    def are_same(self, old: HtmlElement, new: HtmlElement) -> bool:
        """Enough tells where `old` is, and none of its equals; the same tells where `new` is, and none of its equals;
        and nothing says of `new` where another one was."""
        before, now = self._olds[old], self._news[new]
        was = [place for one, place in self._olds.items() if one is not old]
        others = [place for one, place in self._news.items() if one is not new]
        telling = before.difference(*was) & now.difference(*others)
        return (tells_enough(telling) or bool(telling & self._named)) and not any(
            (other - before) & now for other in was
        )

    def share_what_tells(self, old: HtmlElement, new: HtmlElement) -> bool:
        was = [place for one, place in self._olds.items() if one is not old]
        others = [place for one, place in self._news.items() if one is not new]
        telling = self._olds[old].difference(*was) & self._news[new].difference(*others)
        return any(one.startswith((".", "#")) for one in telling)

    def are_told_by_name(self, old: HtmlElement) -> bool:
        """The workflow names a part that holds `old` alone, and one of the new ones alone."""
        before = self._olds[old].difference(*(place for one, place in self._olds.items() if one is not old))
        held = [before & self._named & place for place in self._news.values()]
        return sum(map(bool, held)) == 1

    def is_known(self, old: HtmlElement) -> bool:
        """One of the new ones is where it was."""
        return any(self.are_same(old, new) for new in self._news)


def tells_enough(telling: frozenset[str]) -> bool:
    return len(telling) > 1 or any(one.startswith(_ENOUGH) for one in telling)


def is_in_another_part(old: HtmlElement, new: HtmlElement) -> bool:
    """Both are in parts that have an id or a heading, and they share none of these."""
    olds, news = ({one for one in place_of(node) if one.startswith(("#", "="))} for node in (old, new))
    return bool(olds and news) and not olds & news


def share_a_part(old: HtmlElement, new: HtmlElement) -> bool:
    """They are in parts that are called the same, or under one heading."""
    return bool((place_of(old) & place_of(new)) - {"<main", "@menu", "@page"})


def same_heading(old: HtmlElement, new: HtmlElement) -> bool:
    """The nearest heading over both is the same, or says less, and still enough: "New message"."""
    before, now = nearest_heading(old), nearest_heading(new)
    is_part = min(len(before), len(now)) >= _WORDS_LEAST and (before <= now or now <= before)
    return bool(before) and (before == now or is_part)


def nearest_heading(node: HtmlElement) -> frozenset[str]:
    parts = takewhile(lambda above: above.tag not in ("body", "html"), node.iterancestors())
    return next((word_set(said.lower()) for part in parts if (said := _heading(part, node))), frozenset())
