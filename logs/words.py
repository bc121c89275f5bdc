"""What search takes for a word: letters, digits and underscores in a row, in any case."""

from __future__ import annotations

import re
from collections.abc import Iterable

LEAST = 3  # characters: the index (PostgreSQL's pg_trgm) knows words by three characters in a row

_WORD = re.compile(r"\w+")


def words_of(messages: Iterable[str]) -> str:
    """Each word once, separated by blanks. Whatever a message contains, its words contain the words of."""
    return " ".join(set(_WORD.findall("\n".join(messages).casefold())))


def telling_words(query: str) -> list[str]:
    """Those which the index can find. Each is, or is part of, a word of every message that contains `query`."""
    return sorted({word for word in _WORD.findall(query.casefold()) if len(word) >= LEAST})
