"""How sure a diagnosis is, for people."""

from __future__ import annotations

from typing import Final

_WORDS: Final = ((0.9, "Almost certain"), (0.75, "Likely"), (0.5, "Possible"))


def in_words(confidence: float) -> str:
    return next((words for least, words in _WORDS if confidence >= least), "A guess")


def per_cent(confidence: float) -> int:
    """Never 100: nobody is that sure."""
    return min(99, round(confidence * 100))
