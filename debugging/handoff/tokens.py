"""How many tokens a text has, at most: without a tokenizer, for no model in particular.

Models' tokenizers differ; each splits texts into words, numbers, signs and blanks first. A word counts as one token per
three letters (real ones need fewer), up to three digits as one, every sign as one, and a letter beyond ASCII as one
less than its bytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

ELLIPSIS: Final = "…"
_PIECES: Final = re.compile(r"[A-Z]?[a-z]+|[A-Z]+|[0-9]{1,3}|\n+| {2,}|\s|.", re.DOTALL)
_LETTERS_OF_A_TOKEN: Final = 3


def tokens_in(text: str) -> int:
    return sum(cost for _, cost in _pieces(text))


def bounded(text: str, most: int) -> str:
    """Of a longer text the beginning, and an ellipsis."""
    if tokens_in(text) <= most:
        return text
    room = most - tokens_in(ELLIPSIS)
    kept = 0
    for end, cost in _pieces(text):
        room -= cost
        if room < 0:
            break
        kept = end
    return text[:kept].rstrip() + ELLIPSIS


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    """Where each piece ends, and what it costs."""
    for found in _PIECES.finditer(text):
        yield found.end(), _cost(found[0])


def _cost(piece: str) -> int:
    if piece == " ":
        return 0  # part of the word behind it
    if piece[0].isascii():
        return -(-len(piece) // _LETTERS_OF_A_TOKEN) if piece[0].isalpha() else 1
    return len(piece.encode("utf-8", "replace")) - 1
