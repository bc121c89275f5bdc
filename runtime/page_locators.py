"""Locators as calls of Playwright's methods that only look, with texts and numbers: nothing of them is evaluated."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from playwright.async_api import Locator, Page

PARTS_MOST: Final = 12
_FINDING: Final = frozenset(
    {
        *("get_by_role", "get_by_text", "get_by_label", "get_by_placeholder", "get_by_title", "get_by_alt_text"),
        *("get_by_test_id", "locator", "frame_locator", "filter", "nth"),
    }
)
_PROPERTIES: Final = frozenset({"first", "last", "content_frame"})
_OPTIONS: Final = frozenset(
    {
        *("name", "exact", "has_text", "has_not_text", "checked", "disabled", "expanded", "include_hidden"),
        *("level", "pressed", "selected", "visible"),
    }
)
Given = str | int | bool | re.Pattern[str]


class CannotLook(Exception):
    """Why the page or the locator could not be looked at; the text is for people."""


@dataclass(frozen=True)
class LocatorPart:
    """One call: 'get_by_role', ("button",), {"name": "Pay"}."""

    method: str
    args: tuple[Given, ...] = ()
    options: Mapping[str, Given] = field(default_factory=dict)


def located(page: Page, parts: Sequence[LocatorPart]) -> Locator:
    """Raises CannotLook."""
    _check(parts)
    current: Any = page
    try:
        for part in parts:
            found = getattr(current, part.method)
            current = found if part.method in _PROPERTIES else found(*part.args, **part.options)
    except (AttributeError, TypeError):
        raise CannotLook("The locator is not written as Playwright takes it.") from None
    if not isinstance(current, Locator):
        raise CannotLook("The locator finds no element.")
    return current


def _check(parts: Sequence[LocatorPart]) -> None:
    if not 0 < len(parts) <= PARTS_MOST:
        raise CannotLook("The locator has too many parts, or none.")
    for part in parts:
        if part.method in _PROPERTIES and not part.args and not part.options:
            continue
        if part.method not in _FINDING or not set(part.options) <= _OPTIONS:
            raise CannotLook(f"{part.method} is no way of finding an element that can be tried here.")
