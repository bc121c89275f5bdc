"""How far two elements agree in what they say, what is around them, what they are, and where they are."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Final

from debugging.relocation.elements import Element
from debugging.relocation.page import Page, Rarity, Thing

_PROPERTIES: Final = {"name": 0.0, "alt": 0.0, "href": -1.0, "aria-label": -0.5, "placeholder": -0.5, "value": -0.5}
_NEAR_PIXELS: Final = 300
Agreement = dict[str, float]


def of_texts(old: Element, new: Element, page: Page, alike: float) -> Agreement:
    if not old.words or not new.words:
        return {"both_silent" if old.words == new.words else "one_silent": 1.0}
    equal = 1.0 if old.said == new.said else 0.9 if old.core == new.core else 0.0
    return {"text_equal": equal, "text_shared": _shared(old.core, new.core, page.rare_words), "text_alike": alike}


def of_surroundings(old: Element, new: Element, page: Page) -> Agreement:
    if not old.around or not new.around:
        return {}
    if old.around_said == new.around_said:
        return {"around_shared": 1.0, "around_held": 1.0, "around_equal": 1.0}
    rare = page.rare_around
    shared = old.around & new.around
    if not shared:
        return {}
    both, one, other = rare.weight(shared), rare.weight(old.around), rare.weight(new.around)
    return {"around_shared": both / (one + other - both), "around_held": both / min(one, other)}


def of_properties(old: Element, new: Element, page: Page) -> Agreement:
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


def of_place(old: Element, new: Element, alike: float) -> Agreement:
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


def reachable(old: Element, reach: float) -> float:
    return reach if old.is_interactive else 1.0 if reach == 0 else 0.3


def _shared(one: frozenset[Thing], other: frozenset[Thing], rare: Rarity[Thing]) -> float:
    if not one or not other:
        return 0.0
    if one == other:
        return 1.0
    both = one & other
    if not both:
        return 0.0
    weight = rare.weight(both)
    return weight / (rare.weight(one) + rare.weight(other) - weight)


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
    weight = 1.0
    for first, second in zip(one, other, strict=False):
        got += weight if first == second else weight * math.exp(-abs(first - second) / 2)
        possible += weight
        weight *= 0.7
    return got / possible if possible else 0.0
