"""Whether a person chose an id, a name, a class, or a tool made it."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final

# What only looks grown together: a counter, a hash, what a framework numbers.
_MADE: Final = re.compile(
    r"\d{3,}|^[\W\d]|:|[0-9a-f]{8,}|^(?:ember|react|radix|mui|headlessui|ext-|gwt|yui|ui-id)", re.I
)
_MIXED: Final = re.compile(r"(?=.*\d)(?=.*[a-z])[a-z0-9]{5,}", re.I)
_VOWEL: Final = re.compile(r"[aeiouy]", re.I)


def is_given(mark: str) -> bool:
    """Whether a person chose this id, name or class, as far as its letters tell."""
    if not 1 <= len(mark) <= 60 or _MADE.search(mark) or not mark.isprintable() or " " in mark:
        return False
    parts = [part for part in re.split(r"[-_.]+", mark) if part]
    return bool(parts) and not any(_is_scrambled(part) for part in parts)


def _is_scrambled(part: str) -> bool:
    """'k3jx9', 'xYzQw', 'bcdfg'; not 'step2' or 'inputEmail3'."""
    letters = re.sub(r"\d", "", part)
    if re.search(r"[a-z]\d+[a-z]", part, re.I) or (len(letters) >= 5 and not _VOWEL.search(letters)):
        return True
    turns = sum(one.islower() != other.islower() for one, other in pairwise(letters))
    is_mixed = _MIXED.fullmatch(part) is not None and re.fullmatch(r"[a-zA-Z]+\d{1,2}", part) is None
    return is_mixed or turns > max(4, len(part) // 3)
