"""An element of a page as it is compared with others: what it is, what it says, what is around it, and where it is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final

_WORD: Final = re.compile(r"[^\W_]+")
_CAMEL: Final = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Za-z])(?=\d)")
_NUMBER: Final = re.compile(r"\[(\d+)\]")
_BADGES: Final = frozenset({"new", "hot", "beta"})  # that come and go beside a label
_BUTTONS: Final = frozenset({"submit", "button", "image", "reset"})
_ROLES: Final = frozenset(
    {"button", "link", "tab", "menuitem", "checkbox", "radio", "option", "switch", "combobox", "textbox"}
)
_INTERACTIVE: Final = frozenset({"a", "button", "input", "select", "textarea", "label", "option", "summary"})
FIELDS: Final = frozenset({"field", "select", "checkbox", "radio"})


@lru_cache(20_000)
def words_of(text: str) -> tuple[str, ...]:
    """'Dashboard2' is 'dashboard 2', 'signIn' is 'sign in'."""
    return tuple(_WORD.findall(_CAMEL.sub(" ", text).lower()))


@lru_cache(20_000)
def word_set(text: str) -> frozenset[str]:
    return frozenset(words_of(text))


class Element:
    """`given` as shared/data/relocation/README.md describes it; what is absent is empty. All is read at once: it is
    compared with hundreds of others."""

    __slots__ = (
        *("given", "tag", "type", "kind", "is_interactive", "words", "said", "core", "around", "around_said"),
        *("classes", "attributes", "path", "steps", "tags", "places", "x", "y", "area"),
    )

    def __init__(self, given: Mapping[str, Any]) -> None:
        self.given = given
        self.tag, self.type = self.text("tag").lower(), self.text("type").lower()
        self.kind = _kind(self.tag, self.type, self.text("role"))
        self.is_interactive = self.tag in _INTERACTIVE or self.text("role") in _ROLES or given.get("is_button") is True
        self.words = words_of(self.text("visible_text"))
        self.said = " ".join(self.words)
        self.core = _core(self.words)
        around = self.text("neighbor_text")
        self.around, self.around_said = word_set(around), around.lower()
        self.classes = word_set(self.text("class"))
        self.attributes = _attributes(given.get("attributes"))
        self.path = self.text("xpath")
        self.steps = tuple(self.path.strip("/").split("/"))
        self.tags = tuple(step.partition("[")[0] for step in self.steps)
        self.places = tuple(map(int, reversed(_NUMBER.findall(self.path))))  # among equals; the innermost first
        self.x, self.y, self.area = self._number("x"), self._number("y"), self._number("area")

    def text(self, name: str) -> str:
        value = self.given.get(name)
        return value if isinstance(value, str) else ""

    def _number(self, name: str) -> float:
        value = self.given.get(name)
        return float(value) if isinstance(value, int | float) else 0.0


def _kind(tag: str, kind: str, role: str) -> str:
    """What one can do with it: link, button, field, select, checkbox, radio; else its tag."""
    if tag == "input":
        return "button" if kind in _BUTTONS else kind if kind in FIELDS else "field"
    if role in ("button", "tab", "menuitem"):
        return "button"
    return {"a": "link", "textarea": "field"}.get(tag, tag)


@lru_cache(20_000)
def _core(words: tuple[str, ...]) -> frozenset[str]:
    """Without numbers and badges, unless nothing else is said."""
    return frozenset(word for word in words if not word.isdigit() and word not in _BADGES) or frozenset(words)


def _attributes(given: object) -> frozenset[tuple[str, str]]:
    """Without class and id: those are compared by themselves, or not at all."""
    pairs = given.items() if isinstance(given, Mapping) else ()
    return frozenset((name, str(value)) for name, value in pairs if name not in ("class", "id"))


def is_nested(one: Element, other: Element) -> bool:
    """Whether one holds the other, or both are the same."""
    return one.path == other.path or one.path.startswith(f"{other.path}/") or other.path.startswith(f"{one.path}/")
