"""The marks that an author gave an element: test id, id, name, where a link leads. What has them now?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from debugging.agent.page_finders import TEST_IDS
from debugging.repair.locating.pages.belonging import is_in_dialog
from debugging.repair.locating.pages.described import LEADS_NOWHERE
from debugging.repair.locating.pages.given_names import is_given
from debugging.repair.locating.pages.kept_page import Found, KeptPage
from debugging.repair.locating.pages.leading import leads_to, page_named, page_numbered

MARKS: Final = (*TEST_IDS, "data-cy", "data-qa", "data-test-selector", "id", "name")
DOES: Final = "does"  # "fullscreen", for a script, whichever attribute says it
_DOING: Final = re.compile(r"data-(?:[a-z]+-)?(?:widget|toggle|action|command)")
_DOES_ANYTHING: Final = frozenset({"dropdown", "tab", "pill", "collapse", "modal", "tooltip", "popover", "button"})
HINT: Final = "hint"  # a title, wherever a script keeps it that shows it itself
_HINTS: Final = ("title", "data-original-title", "data-bs-original-title")
OPENS: Final = "opens"  # a part of the page, by its id
OPENING: Final = ("data-target", "data-bs-target", "aria-controls", "href")
PAGE: Final = "page"  # leads to the page of that name, in whichever folder, and says a part of what it said
_NOTHING: Final[tuple[None, frozenset[str]]] = (None, frozenset())


def marks_of(one: Found, ignored: frozenset[str]) -> Iterator[tuple[str, str]]:
    """Names that its author gave to it, for scripts, tests and forms."""
    for name in MARKS:
        value = one.seen.get(name)
        if value and name not in ignored and is_given(value):
            yield name, value
    if "href" not in ignored and leads_somewhere(one):
        yield "href", one.seen.get("href")
    if opened := _opened(one):
        yield OPENS, opened
    if does := _told_to_scripts(one):
        yield DOES, does
    if not one.described.words and (hint := _hint(one)):
        yield HINT, hint


def marked_like(old: Found, before: KeptPage, now: KeptPage) -> tuple[Found | None, frozenset[str]]:
    """What has its marks now, and which; (None, nothing) when they point to different elements."""
    found: dict[Found, set[str]] = {}
    for name, value in marks_of(old, now.ignored):
        if _bearers(before, name, value) == [old]:
            bearers = _bearers(now, name, value)
            if len(bearers) == 1:
                found.setdefault(bearers[0], set()).add(name)
    if not found and (one := _leading_to_its_page(old, before, now)) is not None:
        found[one] = {PAGE}
    return next(((one, frozenset(names)) for one, names in found.items()), _NOTHING) if len(found) == 1 else _NOTHING


def _bearers(page: KeptPage, name: str, value: str) -> list[Found]:
    if name == OPENS:
        return [one for one in page.controls if _opened(one) == value]
    if name in (DOES, HINT):
        told = _told_to_scripts if name == DOES else _hint
        return [one for one in page.controls if told(one) == value]
    if name != "href":
        return [one for one in page.elements if one.seen.get(name) == value]
    return [one for one in _links(page) if leads_to(one.seen.get(name)) == leads_to(value)]


def _hint(one: Found) -> str:
    return next((value.lower() for name in _HINTS if (value := one.seen.get(name).strip())), "")


def _told_to_scripts(one: Found) -> str:
    told = (str(value).lower() for name, value in one.node.attrib.items() if _DOING.fullmatch(str(name)))
    return next((value for value in told if is_given(value) and value not in _DOES_ANYTHING), "")


def _opened(one: Found) -> str:
    """ "settings", of a tab, a menu or a dialog: '#settings', whichever attribute says it."""
    told = (one.seen.get(name) for name in OPENING if name != "href" or one.seen.get(name).startswith("#"))
    opened = next((value.removeprefix("#") for value in told if value), "")
    return opened if is_given(opened) and not any(sign.isdigit() for sign in opened) else ""


def _leading_to_its_page(old: Found, before: KeptPage, now: KeptPage) -> Found | None:
    """Of several that lead there the only one that says a part of what it said, or more."""
    name = _page_of(old) if leads_somewhere(old) else ""
    if not name:
        return None
    olds = [one for one in _links(before) if _page_of(one) == name]
    news = [one for one in _links(now) if _page_of(one) == name]
    news = [one for one in news if is_in_dialog(one.node) == is_in_dialog(old.node)]
    if [one for one in olds if _says_as_much(old, one)] != [old]:
        return None
    same = [one for one in news if one.described.said == old.described.said]
    alike = same or [one for one in news if _says_as_much(old, one)]
    return alike[0] if len(alike) == 1 else None


def lead_to_other_pages(one: Found, other: Found) -> bool:
    """As far as their addresses tell: "Top menu" is another page than "Top menu and sidebar"."""
    names = [page_named(link.seen.get("href")) if leads_somewhere(link) else "" for link in (one, other)]
    return all(names) and names[0] != names[1]


def _page_of(link: Found) -> str:
    """ "500" is no name of a page, but of one that says "Error 500"."""
    address = link.seen.get("href")
    number = page_numbered(address)
    return number if number in link.described.words else page_named(address)


def _says_as_much(one: Found, other: Found) -> bool:
    said = (one.described.core, other.described.core), (set(one.described.words), set(other.described.words))
    return any(mine and theirs and (mine <= theirs or theirs <= mine) for mine, theirs in said)


def _links(page: KeptPage) -> Sequence[Found]:
    return [one for one in page.controls if leads_somewhere(one)]


def leads_somewhere(one: Found) -> bool:
    return one.seen.tag == "a" and not LEADS_NOWHERE.match(one.seen.get("href"))


def toggled_by(one: Found) -> str:
    """ "dropdown", "tab", "collapse": what Bootstrap does when it is pressed."""
    return one.seen.get("data-toggle") or one.seen.get("data-bs-toggle")
