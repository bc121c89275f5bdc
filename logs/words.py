"""What search takes for a word: letters, digits and underscores in a row, in any case."""

from __future__ import annotations

import re
from collections.abc import Iterable

LEAST = 3  # characters: the index (PostgreSQL's pg_trgm) knows words by three characters in a row

_WORD = re.compile(r"\w+")
_BETWEEN = {ord(sign): " " for sign in map(chr, range(128)) if not _WORD.match(sign)}


def words_of(messages: Iterable[str]) -> str:
    """Each word once, separated by blanks. Whatever a message contains, its words contain the words of."""
    text = "\n".join(messages).casefold()
    return " ".join(set(text.translate(_BETWEEN).split() if text.isascii() else _WORD.findall(text)))  # twice as fast


def telling_words(query: str) -> list[str]:
    """Those which the index can find. Each is, or is part of, a word of every message that contains `query`."""
    return sorted({word for word in _WORD.findall(query.casefold()) if len(word) >= LEAST})
