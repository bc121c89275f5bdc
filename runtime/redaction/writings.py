"""Texts as they were before they were written into a URL, JSON or HTML, with the way back to where things stand.

Each layer undoes all three at once; a text that was written into another several times has several layers.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from runtime.redaction.spans import Span

LAYERS_MOST: Final = 4
_CODE: Final = re.compile(
    r"%[0-9a-fA-F]{2}|&(?:[a-zA-Z]{2,8}|#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6});"
    r"|\\(?:u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|[\"'`/\\nrt])"
)
_FORM: Final = re.compile(r"%[0-9a-fA-F]{2}")
_LETTERS: Final = {"n": "\n", "r": "\r", "t": "\t"}


@dataclass(frozen=True)
class Layer:
    text: str
    _codes: list[int]  # where in `text` the characters are that were written as codes
    _shifts: list[int]  # how much longer the text was up to each of them

    def spans_before(self, spans: Iterable[Span]) -> Iterator[Span]:
        """The same parts of the text that this was made from."""
        for start, end, sign in spans:
            yield self._before(start), self._before(end), sign

    def _before(self, position: int) -> int:
        return position + self._shifts[bisect_left(self._codes, position)]


def layer_under(text: str) -> Layer | None:
    """None when nothing in `text` is a code."""
    if "%" not in text and "&" not in text and "\\" not in text:
        return None
    pieces: list[str] = []
    codes: list[int] = []
    shifts = [0]
    position = length = 0
    for match in _CODE.finditer(text):
        pieces += [text[position : match.start()], character := _character(match[0])]
        length += match.start() - position
        codes += range(length, length + len(character))
        shifts += [shifts[-1]] * (len(character) - 1) + [shifts[-1] + len(match[0]) - len(character)]
        length += len(character)
        position = match.end()
    if not codes:
        return None
    under = "".join([*pieces, text[position:]])
    return Layer(under.replace("+", " ") if _FORM.search(text) else under, codes, shifts)


def _character(code: str) -> str:
    """What is no code after all, such as '&nosuch;', stays."""
    if code[0] == "%":
        return chr(int(code[1:], 16))
    if code[0] == "&":
        return html.unescape(code)
    if code[1] in "ux":
        return chr(int(code[2:], 16))
    return _LETTERS.get(code[1], code[1])


def end_of_quoted(text: str, start: int, quote: str) -> int:
    """Where the text that `quote` has opened before `start` ends: at its twin, else with the line."""
    line_end = text.find("\n", start)
    stop = len(text) if line_end < 0 else line_end
    position = start
    while (found := text.find(quote, position, stop)) >= 0:
        first = found
        while first > start and text[first - 1] == "\\":
            first -= 1
        if (found - first) % 2 == 0:
            return found
        position = found + 1
    return stop
