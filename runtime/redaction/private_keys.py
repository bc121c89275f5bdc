"""Private keys as OpenSSL, OpenSSH and PGP write them, in one text or in lines that come one by one."""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator
from typing import Final

from runtime.redaction.spans import HIDDEN, Span

_BEGIN: Final = re.compile(r"-----BEGIN (?:[A-Z0-9]{1,12} ){0,3}PRIVATE KEY(?: BLOCK)?-----")
_END: Final = re.compile(r"-----END [A-Z0-9 ]{1,60}-----")
_BODY: Final = re.compile(r"[A-Za-z0-9+/=_-]{16,}|^[^A-Za-z0-9]*[A-Za-z0-9+/=]{1,80}[^A-Za-z0-9+/=]*$")
_HEADER: Final = re.compile(r"\s*(?:(?:Proc-Type|DEK-Info|Version|Comment|Hash)\s?:.*)?\s*$")
_LINES_MOST: Final = 500  # of a key whose end never comes


class PrivateKeys:
    """Of one stream: knows whether the line before was inside of a key."""

    def __init__(self) -> None:
        self._left = 0  # lines that an open key may still have

    def spans(self, text: str) -> Iterator[Span]:
        if self._left == 0 and "PRIVATE" not in text:
            return
        position = 0
        if self._left:
            position = yield from self._rest(text)
        while begin := _BEGIN.search(text, position):
            end = _END.search(text, begin.end())
            self._left = 0 if end else _LINES_MOST
            position = end.end() if end else len(text)
            yield begin.start(), position, HIDDEN

    def _rest(self, text: str) -> Generator[Span, None, int]:
        """Of the key that a line before has begun; returns where it ends. Loggers may write something before it."""
        self._left -= 1
        if end := _END.search(text):
            self._left = 0
            yield 0, end.end(), HIDDEN
            return end.end()
        found = False
        for match in _BODY.finditer(text):
            found = True
            yield match.start(), match.end(), HIDDEN
        if not found and not _HEADER.match(text):
            self._left = 0
        return len(text) if found else 0
