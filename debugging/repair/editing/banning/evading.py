"""Ways of writing that hide from a reader, or from these bans, what an edit does."""

from __future__ import annotations

import io
import re
import tokenize
import unicodedata
from collections import Counter
from collections.abc import Iterator
from typing import Final

_TURNING: Final = re.compile("[\u202a-\u202e\u2066-\u2069]")  # text reads otherwise than it is
_LONE_RETURN: Final = re.compile(r"\r(?!\n)")
_CONTINUED: Final = re.compile(r"\\\r?\n")


def written_oddly(old: str, new: str) -> Iterator[str]:
    before, after = _tokens(old), _tokens(new)
    if _of(before, tokenize.COMMENT) - _of(after, tokenize.COMMENT):
        yield "It removes a comment."
    if _of(after, tokenize.COMMENT) - _of(before, tokenize.COMMENT):
        yield "It adds a comment."
    if _joins(after) > _joins(before) or len(_CONTINUED.findall(new)) > len(_CONTINUED.findall(old)):
        yield "It puts several statements on one line, or one on several by backslashes."
    if _unseen(new) - _unseen(old):
        yield "It holds signs that are not seen, or that turn text around."
    names = _of(after, tokenize.NAME) - _of(before, tokenize.NAME)
    if any(not name.isascii() for name in names):
        yield "It spells a name with letters that look like others."


def _tokens(text: str) -> list[tokenize.TokenInfo]:
    try:
        return list(tokenize.generate_tokens(io.StringIO(text).readline))
    except (tokenize.TokenError, SyntaxError):
        return []


def _of(tokens: list[tokenize.TokenInfo], kind: int) -> Counter[str]:
    return Counter(token.string for token in tokens if token.type == kind)


def _joins(tokens: list[tokenize.TokenInfo]) -> int:
    return sum(token.type == tokenize.OP and token.string == ";" for token in tokens)


def _unseen(text: str) -> Counter[str]:
    controls = (sign for sign in text if sign not in "\n\r\t" and unicodedata.category(sign) == "Cc")
    return Counter([*controls, *_TURNING.findall(text), *_LONE_RETURN.findall(text)])
