"""Locators that go by place, and calls that do not wait for their element."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

_BY_PLACE: Final = frozenset({"first", "last", "nth"})
_PLACE_IN_SELECTOR: Final = (
    *(":nth", "nth=", ":first", ":last", "/html", "[last()", "position()"),
    *("internal:", ":near(", ":left-of(", ":right-of(", ":above(", ":below("),
)
_COUNTED: Final = re.compile(r"\s*(?:xpath=|\(*//|\.\.).*\[\s*\d+\s*\]", re.DOTALL)
_FORCING: Final = frozenset({"force", "no_wait_after", "trial"})


def by_place(old: ast.Module, new: ast.Module) -> Iterator[str]:
    if _places(new) - _places(old):
        yield "It picks an element by its place among others (nth, first, last)."
    if _paths(new) - _paths(old):
        yield "It finds an element by its path or its place in the page."


def forced(old: ast.Module, new: ast.Module) -> Iterator[str]:
    before, after = _forcing(old), _forcing(new)
    for name in sorted((after - before).keys()):
        yield f"It says {name}, which acts without waiting for the element to be ready."


def _places(tree: ast.Module) -> Counter[str]:
    return Counter(one.attr for one in ast.walk(tree) if isinstance(one, ast.Attribute) and one.attr in _BY_PLACE)


def _paths(tree: ast.Module) -> Counter[str]:
    texts = [one.value for one in ast.walk(tree) if isinstance(one, ast.Constant) and isinstance(one.value, str)]
    return Counter(text for text in texts if _goes_by_place(text))


def _goes_by_place(text: str) -> bool:
    return any(mark in text for mark in _PLACE_IN_SELECTOR) or _COUNTED.match(text) is not None


def _forcing(tree: ast.Module) -> Counter[str]:
    return Counter(one.arg for one in ast.walk(tree) if isinstance(one, ast.keyword) and one.arg in _FORCING)
