"""How far two elements agree, in each of the ways in which elements are known again; and what each way counts.

The weights were fitted to pairs of five of six sites at a time and tried on the sixth (docs/decisions/relocation.md),
then rounded: they say which kinds of agreement tell elements apart, not what one page looks like.
"""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from typing import Final

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from debugging.relocation.elements import Element
from debugging.relocation.page import TEXT_MOST, Page
from debugging.relocation.properties import Agreement, of_place, of_properties, of_surroundings, of_texts, reachable

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
        **of_texts(old, new, page, text),
        **of_surroundings(old, new, page),
        **of_properties(old, new, page),
        **of_place(old, new, path),
        "interactive": reachable(old, page.reach[place]),
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


def _alike(text: str, texts: Sequence[str]) -> list[float]:
    """From 0 to 1, letter by letter."""
    found = process.extract(text, texts, scorer=Levenshtein.normalized_similarity, processor=None, limit=None)
    alike = [0.0] * len(texts)
    for _, likeness, place in found:
        alike[place] = likeness
    return alike
