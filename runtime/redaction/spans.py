"""Parts of a text that must not be seen, and the text without them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

Span = tuple[int, int, str]  # from, to (excluded), what is written in its place

HIDDEN: Final = "[hidden]"


def without(text: str, spans: Iterable[Span], most: int) -> str:
    """Parts that overlap become one, with the sign of the first. Of a longer text than `most` only the beginning."""
    pieces: list[str] = []
    position = 0
    for start, end, sign in sorted(spans):
        if start >= most:
            break
        if start > position or not pieces:
            pieces += [text[position:start], sign]
        position = max(position, end)
    pieces.append(text[position : max(most, position)])
    return "".join(pieces)
