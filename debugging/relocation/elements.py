"""An element of a page as it is compared with others: what it is, what it says, what is around it, and where it is."""

from __future__ import annotations

import re
import zlib
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final

_WORD: Final = re.compile(r"[^\W_]+")
_CAMEL: Final = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Za-z])(?=\d)")
_LETTERS, _LETTERS_MOST = 0xF0000, 0xFFFF  # for private use
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
        *("classes", "attributes", "path", "steps", "letters", "places", "x", "y", "area"),
    )

    def __init__(self, given: Mapping[str, Any]) -> None:
        self.given = given
        role = self.text("role")
        self.tag, self.type = self.text("tag").lower(), self.text("type").lower()
        self.kind = _kind(self.tag, self.type, role)
        self.is_interactive = self.tag in _INTERACTIVE or role in _ROLES or given.get("is_button") is True
        self.words = words_of(self.text("visible_text"))
        self.said = " ".join(self.words)
        self.core = _core(self.words)
        around = self.text("neighbor_text")
        self.around, self.around_said = word_set(around), around.lower()
        self.classes = word_set(self.text("class"))
        self.attributes = _attributes(given.get("attributes"))
        self.path = self.text("xpath")
        self.steps, self.letters, self.places = _read_path(self.path.strip("/"))
        self.x, self.y, self.area = _number(given.get("x")), _number(given.get("y")), _number(given.get("area"))

    def text(self, name: str) -> str:
        value = self.given.get(name)
        return value if isinstance(value, str) else ""


def _number(value: object) -> float:
    return float(value) if isinstance(value, (int, float)) else 0.0


@lru_cache(20_000)
def _read_path(path: str) -> tuple[tuple[str, ...], str, tuple[int, ...]]:
    """Its steps; a letter for the tag of each, so that a path without its numbers is a word; and its numbers, among
    equals, the innermost first. Of elements beside each other all but the last step is read once."""
    before, slash, last = path.rpartition("/")
    steps, letters, places = _read_path(before) if slash else ((), "", ())
    tag, _, number = last.partition("[")
    place = number.rstrip("]")
    found = (int(place), *places) if place.isascii() and place.isdigit() else places
    return (*steps, last), letters + _letter(tag), found


@lru_cache(20_000)
def _letter(tag: str) -> str:
    return chr(_LETTERS + zlib.crc32(tag.encode("utf-8", "replace")) % _LETTERS_MOST)


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
