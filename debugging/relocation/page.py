"""The elements of a page, with what is rare on it."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Hashable, Iterable, Sequence
from functools import cached_property
from typing import Final, Generic, TypeVar

from debugging.relocation.elements import Element

Thing = TypeVar("Thing", bound=Hashable)
TEXT_MOST: Final = 200
_UNSEEN: Final = 8.0  # the weight of a word that the page does not have


class Rarity(Generic[Thing]):
    """How rare things are on a page, and how much sets of them weigh: most sets are asked for again and again."""

    def __init__(self, sets: Iterable[frozenset[Thing]]) -> None:
        counted: Counter[Thing] = Counter()
        number = 0
        for some in sets:
            counted.update(some)
            number += 1
        self._rare = {thing: math.log((number + 1) / (count + 0.5)) for thing, count in counted.items()}
        self._weights: dict[frozenset[Thing], float] = {}

    def weight(self, things: frozenset[Thing]) -> float:
        known = self._weights.get(things)
        if known is None:
            rare = self._rare
            known = self._weights[things] = sum([rare.get(thing, _UNSEEN) for thing in things])
        return known


class Page:
    """The elements of a page, with what is rare on it: a rare word tells more than a frequent one."""

    def __init__(self, elements: Sequence[Element]) -> None:
        self.elements = elements

    @cached_property
    def texts(self) -> list[str]:
        return [element.said[:TEXT_MOST] for element in self.elements]

    @cached_property
    def rare_words(self) -> Rarity[str]:
        return Rarity(frozenset(element.words) for element in self.elements)

    @cached_property
    def rare_around(self) -> Rarity[str]:
        return Rarity(element.around for element in self.elements)

    @cached_property
    def rare_classes(self) -> Rarity[str]:
        return Rarity(element.classes for element in self.elements)

    @cached_property
    def rare_attributes(self) -> Rarity[tuple[str, str]]:
        return Rarity(element.attributes for element in self.elements)

    @cached_property
    def paths(self) -> list[str]:
        return [element.letters for element in self.elements]

    @cached_property
    def reach(self) -> list[float]:
        """1 for what one can click or type into, less for what is inside of such an element."""
        active = {element.path for element in self.elements if element.is_interactive}
        return [
            1.0 if element.is_interactive else 0.6 if _inside(element.path, active) else 0.0
            for element in self.elements
        ]


def _inside(path: str, active: Collection[str]) -> bool:
    while path := path.rpartition("/")[0]:
        if path in active:
            return True
    return False
