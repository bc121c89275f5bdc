"""Takes credential values out of all that a run writes.

A value is found as it is, and as URL, JSON, HTML, Python's ``repr`` and base64 write it, mixed forms
included: every character may stand in any of its encodings. Values of fewer than ``LEAST_LENGTH``
characters are not masked: they would be found in every other word, and their places would tell them.
"""

from __future__ import annotations

import base64
import contextlib
import html.entities
import re
import sys
from collections.abc import Callable, Iterable
from typing import Any, Final

from runtime.redaction.spans import Span, without

LEAST_LENGTH: Final = 3
LEAST_LINE: Final = 6  # of a value of several lines, each line as long as this is masked by itself: logs go by line
LEAST_BASE64: Final = 5  # bytes; fewer have no telling middle that every alignment leaves alone
LONGEST_ENCODING: Final = 16  # characters that one character may take, e.g. "&#x00026;"
MARKS: Final = ("[credential]", "[masked]", "***")  # the first that no value is part of
_NO_LIMIT: Final = sys.maxsize
_ESCAPE: Final = r"\\{1,8}"  # JSON in JSON in JSON doubles the backslash each time


class Masker:
    """Masks every one of `values`, wherever they overlap. Knows text, bytes and JSON values."""

    def __init__(self, values: Iterable[str]) -> None:
        wanted = sorted({part for value in values for part in _parts(value)}, key=lambda part: (-len(part), part))
        self.mark: Final = next((mark for mark in MARKS if not any(value in mark for value in wanted)), MARKS[-1])
        self.longest: Final = max((len(value) for value in wanted), default=0) * LONGEST_ENCODING  # of a masked form
        self._in_text = [form for value in wanted for form in _forms(value, str)]
        self._in_bytes = [form for value in wanted for form in _forms(value, _bytes_as_text)]
        self._tells = [form.tell.encode() for form in self._in_text]

    def may_be_in(self, line: bytes) -> bool:
        """False when no value is in what `line` is the JSON of. Quickly told, so ask before masking each string."""
        return any(tell in line for tell in self._tells)

    def text(self, text: str, *, most: int = _NO_LIMIT) -> str:
        """The text without values; of a longer text than `most` only the beginning, and no half value at the cut.

        For the second, give at least `longest` characters more than `most`.
        """
        return without(text, self.spans(text), most)

    def spans(self, text: str) -> Iterable[Span]:
        """Where values are in the text."""
        return self._spans(text, self._in_text)

    def raw(self, data: bytes) -> bytes:
        """The same for bytes in UTF-8 or any other encoding that extends ASCII."""
        if not self._in_bytes:
            return data
        text = data.decode("latin-1")
        return without(text, self._spans(text, self._in_bytes), len(data)).encode("latin-1")

    def json(self, value: Any) -> Any:
        """A copy of a JSON value with every string in it masked, names of keys included. Numbers stay."""
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, dict):
            return {self.text(key): self.json(item) for key, item in value.items()}
        if isinstance(value, list | tuple):
            return [self.json(item) for item in value]
        return value

    def _spans(self, text: str, forms: list[_Form]) -> Iterable[Span]:
        return ((start, end, self.mark) for form in forms for start, end in form.find(text))


class _Form:
    """One pattern, and a piece of it that tells quickly where it cannot be."""

    def __init__(self, pattern: str, tell: str) -> None:
        self._find = re.compile(pattern).search
        self.tell = tell

    def find(self, text: str) -> Iterable[tuple[int, int]]:
        if self.tell not in text:
            return
        position = 0
        while match := self._find(text, position):
            yield match.span()
            position = match.start() + 1  # a value may overlap itself


def _parts(value: str) -> Iterable[str]:
    """The value, as it is and stripped (it may come from a file), and its long lines."""
    lines = [line.strip() for line in value.splitlines()] if "\n" in value.strip() else []
    for part in (value, value.strip(), *(line for line in lines if len(line) >= LEAST_LINE)):
        if len(part) >= LEAST_LENGTH:
            yield part


def _forms(value: str, written: Callable[[str], str]) -> Iterable[_Form]:
    """Patterns for `value` in a text where a character appears as `written` gives it."""
    runs = re.findall(r"[A-Za-z0-9]+", value)
    pieces = (_any_encoding(match[0], written) for match in re.finditer(r"\\+|[^\\]", value, re.DOTALL))
    yield _Form("".join(pieces), max(runs, key=len, default=""))
    for data in _as_bytes(value):
        if len(data) < LEAST_BASE64:
            yield _base64_form(data, 0, whole=True)
            continue
        for offset in range(3):
            yield _base64_form(data, offset, whole=False)


def _as_bytes(value: str) -> Iterable[bytes]:
    """As UTF-8, and in the bytes that JavaScript's `btoa` takes it for."""
    utf8 = value.encode("utf-8", "surrogatepass")
    yield utf8
    with contextlib.suppress(UnicodeEncodeError):
        if (latin := value.encode("latin-1")) != utf8:
            yield latin


def _any_encoding(character: str, written: Callable[[str], str]) -> str:
    """A pattern for one character, or a run of backslashes, in every encoding it may stand in.

    Letters and digits are always plain. What an encoding repeats is bounded, so that no text makes the search slow.
    """
    plain = re.escape(written(character))
    if character.isascii() and character.isalnum():
        return plain
    if character[0] == "\\":
        count = len(character)
        return rf"(?:\\{{{count},{8 * count}}}|(?:%(?:25)*5[cC]|&(?:amp;)*(?:#92|#[xX]5[cC]|bsol);){{{count}}})"
    code = ord(character)
    data = character.encode("utf-8", "surrogatepass")
    utf16 = character.encode("utf-16-be", "surrogatepass").hex()
    forms = [
        "".join(rf"{_ESCAPE}u{_any_case(utf16[i : i + 4])}" for i in range(0, len(utf16), 4)),
        "".join(rf"{_ESCAPE}x{_any_case(f'{byte:02x}')}" for byte in data),
        "".join(rf"%(?:25)*{_any_case(f'{byte:02x}')}" for byte in data),
        rf"{_ESCAPE}(?:x{_any_case(f'{code:02x}')}|U{_any_case(f'{code:08x}')})",
        rf"&(?:amp;)*#(?:0*{code}|[xX]0*{_any_case(f'{code:x}')});",
        *(rf"&(?:amp;)*{name};" for name in _entity_names(character)),
        *({"\n": [rf"{_ESCAPE}n"], "\r": [rf"{_ESCAPE}r"], "\t": [rf"{_ESCAPE}t"], " ": [r"\+"]}.get(character, [])),
        plain,
    ]
    quoted = r"\\{0,8}" if character in "\"'/`$" else ""
    return f"{quoted}(?:{'|'.join(forms)})"


def _entity_names(character: str) -> list[str]:
    return [name[:-1] for name, meant in html.entities.html5.items() if meant == character and name.endswith(";")]


def _any_case(hexadecimal: str) -> str:
    return "".join(f"[{digit}{digit.upper()}]" if digit.isalpha() else digit for digit in hexadecimal)


def _base64_form(data: bytes, offset: int, *, whole: bool) -> _Form:
    """`data` inside of something longer that was encoded, after 3n + `offset` bytes; or all of it, when `whole`.

    The characters at both ends also hold bits of the neighbours: they may be anything, and are masked too.
    """
    encoded = base64.b64encode(b"\0" * offset + data).decode().rstrip("=")
    end = len(encoded) if whole or (offset + len(data)) % 3 == 0 else -1
    middle = encoded[(0, 2, 3)[offset] : end]
    either = re.sub(r"[+/]", lambda match: {"+": "[+-]", "/": "[/_]"}[match[0]], middle)
    first = "" if offset == 0 else "[A-Za-z0-9+/_-]"
    last = "" if end == len(encoded) else "[A-Za-z0-9+/_-]"
    runs = re.findall(r"[A-Za-z0-9]+", middle)
    if whole:
        return _Form(rf"(?<![A-Za-z0-9+/_-]){either}(?![A-Za-z0-9+/_-])=*", max(runs, key=len, default=""))
    return _Form(f"{first}{either}{last}(?:=|%3[dD]){{0,2}}", max(runs, key=len, default=""))


def _bytes_as_text(character: str) -> str:
    return character.encode("utf-8", "surrogatepass").decode("latin-1")
