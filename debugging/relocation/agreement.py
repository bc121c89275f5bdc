"""How far two elements agree, in each of the ways in which elements are known again; and what each way counts.

The weights were fitted to pairs of five of six sites at a time and tried on the sixth (docs/decisions/relocation.md),
then rounded: they say which kinds of agreement tell elements apart, not what one page looks like.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import Final, TypeVar

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from debugging.relocation.elements import Element

Thing = TypeVar("Thing", bound=Hashable)
WEIGHTS: Final[dict[str, float]] = {
    "tag": 1.75,
    "kind": 1.75,
    "text_equal": 2.0,  # 0.9 when the same words are in another order, or with another number beside them
    "text_shared": 2.25,
    "text_alike": 1.75,
    "both_silent": 0.75,
    "one_silent": -1.25,
    "around_shared": 1.25,
    "around_held": 1.25,
    "around_equal": 1.0,
    "type": 0.75,
    "attributes": 2.0,
    "classes": 1.25,
    "name": 2.0,
    "alt": 2.0,
    "href": 2.0,
    "aria-label": 2.0,
    "placeholder": 1.5,
    "value": 1.0,
    "path_alike": 1.25,
    "path_end": 1.25,
    "path_begin": 1.25,
    "path_equal": 2.25,
    "places": 0.5,
    "near": 0.75,
    "size": 0.75,
    "interactive": 1.0,
}
_TEXT_MOST: Final = 200
_PROPERTIES: Final = {"name": 0.0, "alt": 0.0, "href": -1.0, "aria-label": -0.5, "placeholder": -0.5, "value": -0.5}
_NEAR_PIXELS: Final = 300
_UNSEEN: Final = 8.0  # the weight of a word that the page does not have
Agreement = dict[str, float]


class Page:
    """The elements of a page, with what is rare on it: a rare word tells more than a frequent one."""

    def __init__(self, elements: Sequence[Element]) -> None:
        self.elements = elements

    @cached_property
    def texts(self) -> list[str]:
        return [element.said[:_TEXT_MOST] for element in self.elements]

    @cached_property
    def rare_words(self) -> dict[str, float]:
        return _rarity(frozenset(element.words) for element in self.elements)

    @cached_property
    def rare_around(self) -> dict[str, float]:
        return _rarity(element.around for element in self.elements)

    @cached_property
    def rare_classes(self) -> dict[str, float]:
        return _rarity(element.classes for element in self.elements)

    @cached_property
    def rare_attributes(self) -> dict[tuple[str, str], float]:
        return _rarity(element.attributes for element in self.elements)

    @cached_property
    def _letters(self) -> dict[str, str]:
        """A letter for every tag, so that a path without its numbers is a word."""
        tags = sorted({tag for element in self.elements for tag in element.tags})
        return {tag: chr(0x4E00 + number) for number, tag in enumerate(tags)}

    @cached_property
    def paths(self) -> list[str]:
        return [self.letters(element) for element in self.elements]

    def letters(self, element: Element) -> str:
        return "".join(self._letters.get(tag, "?") for tag in element.tags)

    @cached_property
    def reach(self) -> list[float]:
        """1 for what one can click or type into, less for what is inside of such an element."""
        active = {element.path for element in self.elements if element.is_interactive}
        return [
            1.0 if element.is_interactive else 0.6 if _inside(element.path, active) else 0.0
            for element in self.elements
        ]


def agreements(old: Element, page: Page) -> list[Agreement]:
    """Of `old` with each element of the page."""
    texts = _alike(old.said[:_TEXT_MOST], page.texts)
    paths = _alike(page.letters(old), page.paths)
    return [
        {
            **_of_texts(old, new, page, texts[place]),
            **_of_surroundings(old, new, page),
            **_of_properties(old, new, page),
            **_of_place(old, new, paths[place]),
            "interactive": _reach(old, page.reach[place]),
        }
        for place, new in enumerate(page.elements)
    ]


def score(agreement: Agreement) -> float:
    return sum(WEIGHTS[name] * value for name, value in agreement.items())


def _of_texts(old: Element, new: Element, page: Page, alike: float) -> Agreement:
    if not old.words or not new.words:
        return {"both_silent" if old.words == new.words else "one_silent": 1.0}
    equal = 1.0 if old.said == new.said else 0.9 if old.core == new.core else 0.0
    return {"text_equal": equal, "text_shared": _shared(old.core, new.core, page.rare_words), "text_alike": alike}


def _of_surroundings(old: Element, new: Element, page: Page) -> Agreement:
    if not old.around or not new.around:
        return {}
    if old.around_said == new.around_said:
        return {"around_shared": 1.0, "around_held": 1.0, "around_equal": 1.0}
    rare = page.rare_around
    both = _weight(old.around & new.around, rare)
    if not both:
        return {}
    one, other = _weight(old.around, rare), _weight(new.around, rare)
    return {"around_shared": both / (one + other - both), "around_held": both / min(one, other)}


def _of_properties(old: Element, new: Element, page: Page) -> Agreement:
    either = old.attributes or new.attributes
    found = {
        "tag": float(old.tag == new.tag),
        "kind": float(old.kind == new.kind),
        "type": float(old.type == new.type),
        "attributes": _shared(old.attributes, new.attributes, page.rare_attributes) if either else 0.5,
        "classes": _shared(old.classes, new.classes, page.rare_classes),
    }
    for name, otherwise in _PROPERTIES.items():
        if name in old.given and name in new.given and (before := old.text(name)) and (now := new.text(name)):
            found[name] = 1.0 if before == now else otherwise
    return found


def _of_place(old: Element, new: Element, alike: float) -> Agreement:
    longest = max(len(old.steps), len(new.steps))
    apart = math.hypot(old.x - new.x, old.y - new.y)
    areas = sorted((old.area, new.area))
    return {
        "path_alike": alike,
        "path_end": _run(reversed(old.steps), reversed(new.steps)) / longest,
        "path_begin": _run(old.steps, new.steps) / longest,
        "path_equal": float(old.path == new.path),
        "places": _places(old.places, new.places),
        "near": math.exp(-apart / _NEAR_PIXELS),
        "size": areas[0] / areas[1] if areas[0] > 0 else 0.0,
    }


def _reach(old: Element, reach: float) -> float:
    return reach if old.is_interactive else 1.0 if reach == 0 else 0.3


def _alike(text: str, texts: Sequence[str]) -> list[float]:
    """From 0 to 1, letter by letter."""
    found = process.extract(text, texts, scorer=Levenshtein.normalized_similarity, processor=None, limit=None)
    alike = [0.0] * len(texts)
    for _, likeness, place in found:
        alike[place] = likeness
    return alike


def _rarity(sets: Iterable[frozenset[Thing]]) -> dict[Thing, float]:
    counted: Counter[Thing] = Counter()
    number = 0
    for some in sets:
        counted.update(some)
        number += 1
    return {thing: math.log((number + 1) / (count + 0.5)) for thing, count in counted.items()}


def _shared(one: frozenset[Thing], other: frozenset[Thing], rare: Mapping[Thing, float]) -> float:
    if not one or not other:
        return 0.0
    if one == other:
        return 1.0
    both = one & other
    return _weight(both, rare) / _weight(one | other, rare) if both else 0.0


def _weight(things: Collection[Thing], rare: Mapping[Thing, float]) -> float:
    return sum(rare.get(thing, _UNSEEN) for thing in things)


def _run(one: Iterable[str], other: Iterable[str]) -> int:
    """How many are equal before the first that differ."""
    count = 0
    for first, second in zip(one, other, strict=False):
        if first != second:
            break
        count += 1
    return count


def _places(one: Sequence[int], other: Sequence[int]) -> float:
    """Nearness of the numbers in both paths: those further out count less."""
    got = possible = 0.0
    for level, (first, second) in enumerate(zip(one, other, strict=False)):
        weight = 0.7**level
        got += weight if first == second else weight * math.exp(-abs(first - second) / 2)
        possible += weight
    return got / possible if possible else 0.0


def _inside(path: str, active: Collection[str]) -> bool:
    while path := path.rpartition("/")[0]:
        if path in active:
            return True
    return False
