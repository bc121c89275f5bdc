"""What a locator finds on a page that was kept, nearly as Playwright would, and what is like a missing element."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from difflib import SequenceMatcher
from typing import Final

import regex
from cssselect import HTMLTranslator, SelectorError
from lxml import etree
from lxml.html import HtmlElement

from debugging.agent.locators import Call, Pattern, Value, frames_in, in_frame
from debugging.agent.page_content import PageContent
from debugging.agent.page_element import Element

Finds = Callable[[Element], bool]
TEST_ID: Final = "data-testid"  # where Playwright looks, unless a workflow tells it otherwise
TEST_IDS: Final = (TEST_ID, "data-test-id", "data-test")
PATTERN_SECONDS: Final = 0.05
COMPARED_MOST: Final = 3_000
LIKE: Final = 0.6
_WORD: Final = re.compile(r"\w+")


def find(content: PageContent, calls: tuple[Call, ...], *, anywhere: bool = False) -> list[Element] | None:
    """The elements it finds, hidden ones too; None when it cannot be told. `anywhere`: in whichever frame."""
    if not calls or not content.documents:
        return None
    frames = _frames(content, calls)
    pool = [one for one in content.elements if anywhere or one.frame in frames]
    found: list[Element] | None = None
    for call in in_frame(calls):
        found = _narrowed(content, call, pool, found)
        if found is None:
            return None
    return found


def _frames(content: PageContent, calls: tuple[Call, ...]) -> list[HtmlElement | None]:
    """The frames in which it looks; that of None is the page itself."""
    if not frames_in(calls):
        return [None]
    found = find(content, (frames_in(calls)[-1],), anywhere=True) or []
    return [one.node for one in found]


def _narrowed(
    content: PageContent, call: Call, pool: list[Element], found: list[Element] | None
) -> list[Element] | None:
    if found is not None and call.name in ("first", "last", "nth"):
        place = {"first": 0, "last": -1}.get(call.name, call.args[0] if call.args else 0)
        fits = isinstance(place, int) and -len(found) <= place < len(found)
        return [found[place]] if isinstance(place, int) and fits else []
    if found is not None and call.name == "filter":
        text = call.options.get("has_text")
        return [one for one in found if _says(one.text, text, exact=False)] if text is not None else None
    inside = pool if found is None else _inside(pool, found)
    if call.name == "locator":
        return _by_selector(content, call, inside)
    finds = _FINDERS.get(call.name)
    return [one for one in inside if finds(call)(one)] if finds else None


def _inside(pool: list[Element], owners: list[Element]) -> list[Element]:
    nodes = {owner.node for owner in owners}
    return [one for one in pool if any(above in nodes for above in one.node.iterancestors())]


def _by_selector(content: PageContent, call: Call, inside: list[Element]) -> list[Element] | None:
    selector = call.text
    if not selector or len(call.options) or ">>" in selector:
        return None
    if selector.startswith("text="):
        return [one for one in inside if _is_text(Call("get_by_text", (selector[5:].strip("\"'"),)))(one)]
    try:
        path = _xpath(selector)
        nodes = {node for document in content.documents for node in document.root.xpath(path)}
    except (SelectorError, etree.XPathError, TypeError, ValueError, AssertionError):
        return None  # Playwright's own additions, such as :has-text()
    return [one for one in inside if one.node in nodes]


def _xpath(selector: str) -> str:
    if selector.startswith("xpath="):
        return selector.removeprefix("xpath=")
    if selector.startswith(("//", "..", "(")):
        return selector
    return HTMLTranslator().css_to_xpath(selector.removeprefix("css="))


def _says(text: str, wanted: Value, *, exact: bool) -> bool:
    if isinstance(wanted, Pattern):
        try:  # the pattern is the workflow's own, and may take for ever
            flags = regex.IGNORECASE if wanted.ignores_case else 0
            return bool(regex.search(wanted.text, text[:1_000], flags, timeout=PATTERN_SECONDS))
        except (regex.error, TimeoutError):
            return False
    if not isinstance(wanted, str):
        return wanted is None
    wanted = " ".join(wanted.split())
    return text == wanted if exact else wanted.casefold() in text.casefold()


def _by(value: Callable[[Element], str]) -> Callable[[Call], Finds]:
    def finder(call: Call) -> Finds:
        exact = call.options.get("exact") is True
        wanted = call.args[0] if call.args else ""
        return lambda one: bool(value(one)) and _says(value(one), wanted, exact=exact)

    return finder


def _is_role(call: Call) -> Finds:
    name, exact = call.options.get("name"), call.options.get("exact") is True
    return lambda one: one.role == call.text and _says(one.name, name, exact=exact)


def _is_text(call: Call) -> Finds:
    """The smallest elements that hold the text."""
    says = _by(lambda one: one.text or (one.get("value") if one.role == "button" else ""))(call)
    return lambda one: says(one) and not any(says(Element(child)) for child in one.node.iterchildren(etree.Element))


def _is_test_id(call: Call) -> Finds:
    return lambda one: any(one.get(name) == call.text for name in TEST_IDS)


_FINDERS: Final[dict[str, Callable[[Call], Finds]]] = {
    "get_by_role": _is_role,
    "get_by_text": _is_text,
    "get_by_label": _by(lambda one: one.label),
    "get_by_placeholder": _by(lambda one: one.get("placeholder")),
    "get_by_title": _by(lambda one: one.get("title")),
    "get_by_alt_text": _by(lambda one: one.get("alt")),
    "get_by_test_id": _is_test_id,
}


def alike(wanted: str, given: str) -> float:
    """From 0 to 1: how much two names have in common, as words or as letters."""
    one, other = " ".join(wanted.casefold().split()), " ".join(given.casefold().split())
    if not one or not other:
        return 0.0
    if one == other:
        return 1.0
    first, second = set(_WORD.findall(one)), set(_WORD.findall(other))
    shared = len(first & second) / min(len(first), len(second)) if first and second else 0.0
    by_words = 0.9 * shared if shared >= 0.5 else 0.0
    one, other = one[:100], other[:100]
    if 2 * min(len(one), len(other)) < LIKE * (len(one) + len(other)):  # by letters it cannot be like it; most are not
        return by_words
    return max(by_words, SequenceMatcher(None, one, other).ratio())


def most_alike(wanted: str, elements: Sequence[Element]) -> Element | None:
    """The one with the name most like it, when one is like it at all."""
    rated = [(alike(wanted, one.name), one) for one in elements[:COMPARED_MOST] if 0 < len(one.name) <= 200]
    best = max(rated, key=lambda pair: pair[0], default=None)
    return best[1] if best and best[0] >= LIKE else None
