"""How much two names are alike."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import Final

from debugging.agent.page_element import Element

COMPARED_MOST: Final = 3_000
LIKE: Final = 0.6
_WORD: Final = re.compile(r"\w+")


def alike(wanted: str, given: str) -> float:
    """From 0 to 1: how much two names have in common, as words or as letters."""
    one, other = " ".join(wanted.casefold().split()), " ".join(given.casefold().split())
    if not one or not other:
        return 0.0
    if one == other:
        return 1.0
    first, second = set(_WORD.findall(one)), set(_WORD.findall(other))
    shared = len(first & second) / min(len(first), len(second)) if first and second else 0.0
    by_words = 0.9 * shared if shared >= 0.5 else 0.0
    one, other = one[:100], other[:100]
    if 2 * min(len(one), len(other)) < LIKE * (len(one) + len(other)):  # by letters it cannot be like it; most are not
        return by_words
    return max(by_words, SequenceMatcher(None, one, other).ratio())


def most_alike(wanted: str, elements: Sequence[Element]) -> Element | None:
    """The one with the name most like it, when one is like it at all."""
    rated = [(alike(wanted, one.name), one) for one in elements[:COMPARED_MOST] if 0 < len(one.name) <= 200]
    best = max(rated, key=lambda pair: pair[0], default=None)
    return best[1] if best and best[0] >= LIKE else None
