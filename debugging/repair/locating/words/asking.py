"""What a field asks for, as far as a list of words tells: "Repeat password" is "Confirm Password *"."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from debugging.relocation.elements import word_set, words_of
from debugging.repair.locating.words.field_words import AROUND, ASKED, ASKED_AS, LONGEST, SIDES

TEXT_MOST: Final = 80
_EITHER: Final = frozenset({"or", "oder", "ou", "lub"})  # "E-mail or user name" asks for an e-mail address, too


@lru_cache(4_000)
def asked_words(text: str) -> tuple[str, ...]:
    """Its words, each once: those of the list in one form, those that ask for nothing left out."""
    words = words_of(text[:TEXT_MOST])
    found: list[str] = []
    place = 0
    while place < len(words):
        length = next((some for some in range(LONGEST, 1, -1) if "-".join(words[place : place + some]) in ASKED_AS), 1)
        phrase = "-".join(words[place : place + length])
        if phrase in ASKED_AS or phrase not in AROUND:
            found.append(ASKED_AS.get(phrase, phrase))
        place += length
    return tuple(dict.fromkeys(found))


def is_the_other_side(old: str, new: str) -> bool:
    """Billing is not shipping, and a sender no recipient."""
    before, now = word_set(old[:TEXT_MOST].lower()), word_set(new[:TEXT_MOST].lower())
    pairs = [pair for one, other in SIDES for pair in ((one, other), (other, one))]
    return any(before & one and now & other and not before & other and not now & one for one, other in pairs)


def asked(text: str) -> frozenset[str]:
    return frozenset(asked_words(text))


def asks_for_the_same(old: str, new: str) -> bool:
    return bool(asked(old)) and asked(old) == asked(new)


def asks_for_another(old: str, new: str) -> bool:
    """Both say what they ask for, and a word of the list is in one of them only: a first name is no last name."""
    before, now = asked(old), asked(new)
    if not before & ASKED or not now & ASKED or (before & now & ASKED and (before | now) & _EITHER):
        return False
    return bool((before ^ now) & ASKED)
