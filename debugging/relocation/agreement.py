"""How far two elements agree, in each of the ways in which elements are known again; and what each way counts.

The weights were fitted to pairs of five of six sites at a time and tried on the sixth (docs/decisions/relocation.md),
then rounded: they say which kinds of agreement tell elements apart, not what one page looks like.
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Iterable, Sequence
from typing import Final

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from debugging.relocation.elements import Element
from debugging.relocation.page import TEXT_MOST, Page, Rarity, Thing

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
LOOKED_AT_MOST: Final = 200
_PROPERTIES: Final = {"name": 0.0, "alt": 0.0, "href": -1.0, "aria-label": -0.5, "placeholder": -0.5, "value": -0.5}
_NEAR_PIXELS: Final = 300
Agreement = dict[str, float]


def agreements(old: Element, page: Page) -> dict[int, Agreement]:
    """Of `old` with those elements of the page that could be the most like it, by their places in it."""
    texts = _alike(old.said[:TEXT_MOST], page.texts)
    paths = _alike(old.letters, page.paths)
    return {
        place: _agreement(old, page, place, text=texts[place], path=paths[place])
        for place in _promising(old, page, texts, paths)
    }


def agreement(old: Element, page: Page, place: int) -> Agreement:
    """With one of them."""
    (text,), (path,) = _alike(old.said[:TEXT_MOST], [page.texts[place]]), _alike(old.letters, [page.paths[place]])
    return _agreement(old, page, place, text=text, path=path)


def _agreement(old: Element, page: Page, place: int, *, text: float, path: float) -> Agreement:
    """`text`, `path`: how alike these are, letter by letter."""
    new = page.elements[place]
    return {
        **_of_texts(old, new, page, text),
        **_of_surroundings(old, new, page),
        **_of_properties(old, new, page),
        **_of_place(old, new, path),
        "interactive": _reach(old, page.reach[place]),
    }


def _promising(old: Element, page: Page, texts: Sequence[float], paths: Sequence[float]) -> Sequence[int]:
    """All of a small page; of a large one the better part, by what is quickly compared."""
    if len(page.elements) <= LOOKED_AT_MOST:
        return range(len(page.elements))
    rough = [
        4 * text
        + 2 * path
        + 2 * (old.kind == new.kind)
        + 2 * (old.around_said == new.around_said)
        + 2 * (old.attributes == new.attributes)
        + (old.path == new.path)
        + (old.core == new.core)
        for new, text, path in zip(page.elements, texts, paths, strict=True)
    ]
    best = heapq.nlargest(LOOKED_AT_MOST, range(len(rough)), key=rough.__getitem__)
    return sorted(best)


def score(agreement: Agreement) -> float:
    return sum([WEIGHTS[name] * value for name, value in agreement.items()])


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
    shared = old.around & new.around
    if not shared:
        return {}
    both, one, other = rare.weight(shared), rare.weight(old.around), rare.weight(new.around)
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
