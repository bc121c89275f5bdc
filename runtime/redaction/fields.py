"""What was put into a field for a secret: `<input type="password" value="…">`, `get_by_label("Password").fill("…")`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from runtime.redaction.named_values import value_span
from runtime.redaction.names import Names
from runtime.redaction.spans import HIDDEN, Span
from runtime.redaction.writings import end_of_quoted

_TAG: Final = re.compile(r"<(?:input|meta|button|textarea)\b", re.IGNORECASE)
_TAG_MOST: Final = 4_000  # characters
_VALUE: Final = re.compile(r"\b(?:value|content)\s{0,3}=\s{0,3}(?P<quote>[\"'`])?", re.IGNORECASE)
_TYPED: Final = re.compile(
    r"\b(?:fill|type|press_sequentially|pressSequentially|insert_text|insertText)\(\s{0,3}(?:\w{1,20}=)?"
)
_NEXT: Final = re.compile(r"\s{0,3},\s{0,3}(?:(?:value|text)=)?")
_OPTION: Final = re.compile(r"\w{1,20}\s?[=:]|\{|\)")
_LOOK_BACK: Final = 1_200  # characters, from a note of a call log to what it acts on


def without_typed(note: str) -> str:
    """A note of a call log, when the field is known to be one for secrets: 'fill("[hidden]")'."""
    for match in _TYPED.finditer(note):
        if argument := _last_text(note, match.end()):
            return f"{note[: argument[0]]}{HIDDEN}{note[argument[1] :]}"
    return note


def values_of_fields(text: str, names: Names) -> Iterator[Span]:
    if "<" not in text:
        return
    position = 0
    starts = [match.start() for match in _TAG.finditer(text)]
    for start, following in pairwise([*starts, len(text)]):
        most = min(following, start + _TAG_MOST)
        found = text.find(">", start, most)
        end = most if found < 0 else found
        if start < position or not names.any_between(start, end):
            continue
        for match in _VALUE.finditer(text, start, end):
            for span in value_span(text, match.end(), match["quote"]):
                position = span[1]
                yield span


def typed_values(text: str, names: Names) -> Iterator[Span]:
    """The last text in the brackets of a call that types, when its field is one for secrets."""
    for match in _TYPED.finditer(text):
        first = max(0, match.start() - _LOOK_BACK)
        line_start = text.rfind("\n", first, match.start()) + 1
        is_note = not text[line_start : match.start()].strip(" -\t")
        argument = _last_text(text, match.end())
        if argument and names.any_between(first if is_note else max(first, line_start), argument[0]):
            yield *argument, HIDDEN


def _last_text(text: str, start: int) -> tuple[int, int] | None:
    """Of the quoted texts between commas from `start` on, the inside of the last. Options may follow, no other code."""
    last = None
    while start < len(text) and text[start] in "\"'`":
        end = end_of_quoted(text, start + 1, text[start])
        last = (start + 1, end)
        comma = _NEXT.match(text, end + 1)
        if comma is None:
            return last
        start = comma.end()
    return last if _OPTION.match(text, start) else None
