"""Makes of a kept page and of a read locator what a browser takes."""

from __future__ import annotations

import re
from collections.abc import Iterable

from lxml import html

from debugging.agent.locators import Call, Nested, Pattern, Value
from debugging.agent.page_documents import HELD, parsed
from runtime.page_locators import CannotLook, Given, LocatorPart


def parts_of(calls: Iterable[Call]) -> list[LocatorPart]:
    """Raises CannotLook."""
    return [
        LocatorPart(call.name, tuple(map(_given, call.args)), {name: _given(one) for name, one in call.options.items()})
        for call in calls
    ]


def _given(value: Value) -> Given:
    if value is None or isinstance(value, Nested):
        raise CannotLook("A part of the locator is no plain text or number.")
    if isinstance(value, Pattern):
        try:
            return re.compile(value.text, re.IGNORECASE if value.ignores_case else 0)
        except re.error:
            raise CannotLook("A pattern of the locator cannot be read.") from None
    return value


def as_opened(kept: str) -> str:
    """What is in a frame goes back into it: a kept page has it in an element after the frame's."""
    root = parsed(kept)
    if root is None:
        return kept
    for held in reversed(list(root.iterdescendants("div", "span"))):  # the innermost first
        frame = held.getprevious() if held.get(HELD) is not None else None
        if frame is None or frame.tag not in ("iframe", "frame"):
            continue
        del held.attrib[HELD]
        frame.set("srcdoc", f"<body>{html.tostring(held, encoding='unicode', with_tail=False)}</body>")
        held.drop_tree()
    return str(html.tostring(root, encoding="unicode", doctype="<!DOCTYPE html>"))
