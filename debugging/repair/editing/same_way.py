"""The new element, told as the source tells elements: what a function or a loop is given can only be another text."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Final

from debugging.agent.locators import Call, read_locator
from debugging.agent.page_element import Element
from debugging.agent.page_finders import TEST_ID
from debugging.agent.page_search import find
from debugging.agent.wording import plain
from debugging.repair.editing.asked import Asked
from debugging.repair.editing.call_site import CallSite
from debugging.repair.editing.literals import is_given
from debugging.repair.locating.pages.given_names import is_given as is_chosen
from debugging.repair.locating.writing.calls_written import written

_LONGEST: Final = 60
_FIELDS: Final = frozenset({"input", "select", "textarea"})
_SAY: Final = frozenset({"button", "a"})
_ATTRIBUTES: Final = {"get_by_placeholder": "placeholder", "get_by_title": "title", "get_by_alt_text": "alt"}


def in_the_same_way(asked: Asked, site: CallSite, new: str) -> Iterator[str]:
    """Other locators of the element that `new` finds; none when the source does not give the old one as a text."""
    last = site.chain.links[-1]
    option = "name" if last.link.name == "get_by_role" else "0"
    value = last.given.get(option)
    found = find(asked.case.page, read_locator(new)) or []
    if value is None or value.literal is None or not is_given(value) or len(found) != 1 or len(last.calls) != 1:
        return
    [old], before = last.calls, asked.said[: -len(last.calls)]
    for text in _texts(old, found[0]):
        locator = written([*before, _with(old, text)])
        there = find(asked.case.page, read_locator(locator)) or []
        if [one.node for one in there] == [found[0].node]:
            yield locator


def _with(old: Call, text: str) -> Call:
    if old.name == "get_by_role":
        return Call(old.name, old.args, {**old.options, "name": text})
    return Call(old.name, (text,), old.options)


def _texts(old: Call, element: Element) -> Iterator[str]:
    for text in _selectors(element) if old.name == "locator" else [_said(old, element)]:
        if text and plain(text, _LONGEST) == text:
            yield text


def _said(old: Call, element: Element) -> str:
    if old.name == "get_by_role":
        return element.name if element.role == old.text else ""
    if old.name == "get_by_test_id":
        return str(element.get(TEST_ID)) if is_chosen(element.get(TEST_ID)) else ""
    if old.name in _ATTRIBUTES:
        return str(element.get(_ATTRIBUTES[old.name]))
    return element.label if old.name == "get_by_label" else element.text if old.name == "get_by_text" else ""


def _selectors(element: Element) -> Iterator[str]:
    """The most lasting first."""
    if is_chosen(element.get(TEST_ID)):
        yield f"[{TEST_ID}={json.dumps(element.get(TEST_ID))}]"
    if is_chosen(element.get("id")) and element.get("id").replace("-", "_").isidentifier():
        yield f"#{element.get('id')}"
    if element.tag in _FIELDS and is_chosen(element.get("name")):
        yield f"{element.tag}[name={json.dumps(element.get('name'))}]"
    if element.tag in _SAY and element.text:
        yield f"{element.tag}:has-text({json.dumps(element.text, ensure_ascii=False)})"
