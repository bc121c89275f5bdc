"""What each of Playwright's ways to find an element asks of one: its role and name, its text, its label."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import regex
from lxml import etree

from debugging.agent.locators import Call, Pattern, Value
from debugging.agent.page_element import Element

Finds = Callable[[Element], bool]
TEST_ID: Final = "data-testid"  # where Playwright looks, unless a workflow tells it otherwise
TEST_IDS: Final = (TEST_ID, "data-test-id", "data-test")
PATTERN_SECONDS: Final = 0.05


def says(text: str, wanted: Value, *, exact: bool) -> bool:
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
        return lambda one: bool(value(one)) and says(value(one), wanted, exact=exact)

    return finder


def _is_role(call: Call) -> Finds:
    name, exact = call.options.get("name"), call.options.get("exact") is True
    return lambda one: one.role == call.text and says(one.name, name, exact=exact)


def _is_text(call: Call) -> Finds:
    """The smallest elements that hold the text."""
    says = _by(lambda one: one.text or (one.get("value") if one.role == "button" else ""))(call)
    return lambda one: says(one) and not any(says(Element(child)) for child in one.node.iterchildren(etree.Element))


def _is_test_id(call: Call) -> Finds:
    return lambda one: any(one.get(name) == call.text for name in TEST_IDS)


FINDERS: Final[dict[str, Callable[[Call], Finds]]] = {
    "get_by_role": _is_role,
    "get_by_text": _is_text,
    "get_by_label": _by(lambda one: one.label),
    "get_by_placeholder": _by(lambda one: one.get("placeholder")),
    "get_by_title": _by(lambda one: one.get("title")),
    "get_by_alt_text": _by(lambda one: one.get("alt")),
    "get_by_test_id": _is_test_id,
}
