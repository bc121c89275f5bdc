"""Values that have a name that tells: `password=…`, `"token": "…"`, `<secret>…</secret>`, `--api-key …`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from runtime.redaction.names import Names
from runtime.redaction.spans import HIDDEN, Span
from runtime.redaction.writings import end_of_quoted

_COLOUR: Final = r"(?:\x1b\[[0-9;]{0,12}m){0,3}"  # loggers colour name and value by themselves
SEPARATOR: Final = (
    rf"{_COLOUR}(?:[\"'`]{_COLOUR}\]?)?(?:[ \t\xa0]{{0,10}}"
    r"(?:=>|:=|:[ ]?(?:str|string|bytes|SecretStr)(?:[ ]?\|[ ]?\w{1,20})?[ ]?=|={1,2}|:)[ \t\xa0]{0,10}|(?P<tag>>))"
    rf"{_COLOUR}"
)
_AFTER_NAME: Final = re.compile(
    rf"(?P<tail>[a-z0-9_-]{{0,30}})\]?{SEPARATOR}"
    r"(?:[bruf]{0,2}(?P<quote>[\"'`]))?(?:(?:bearer|basic|token)[ ]{1,3})?",
    re.IGNORECASE,
)
_BEFORE_FLAG: Final = re.compile(r"--(?:[a-z]{1,20}[-_ ]){0,3}$", re.IGNORECASE)
_AFTER_FLAG: Final = re.compile(r"[ \t]{1,5}(?P<quote>[\"'])?(?=[^\s-])")
_OPENED: Final = re.compile(r"<(?:[\w-]{1,20}[:_-])?[\w-]{0,20}$")
_UNQUOTED: Final = re.compile(r"[^\s\"'`<>&]+")
_HARMLESS_TAIL: Final = re.compile(
    r"[_-]*(?:types?|counts?|limits?|usage|used|length|len|policy|fields?|inputs?|selectors?|required|resets?|urls?|uri"
    r"|endpoint|names?|labels?|strength|managers?|pages?|expir[a-z]*|expires?[a-z_]*|ttl|age|scopes?|errors?|hints?"
    r"|valid[a-z]*|invalid|enabled|visible|form|box|button|prompt|changed?(?:_at)?|at)",
    re.IGNORECASE,
)
_HARMLESS_TEXT: Final = re.compile(
    r"null|none|nil|undefined|true|false|\*+|•+|\[(?:hidden|credential|masked|redacted|filtered)\]", re.IGNORECASE
)
_HARMLESS: Final = re.compile(
    rf"(?:{_HARMLESS_TEXT.pattern}|str|string|bytes|object|required|missing|empty|\.{{3}}|…)(?:[\s,;.)\]}}>\"'&\\]|$)"
    # What a selector, a stack or an address has after a colon; what program code gives a name to.
    r"|:|//|(?<=:)(?:visible|hidden|hover|focus|enabled|disabled|checked|required|invalid|valid|read-only|empty)\b"
    r"|(?<=:)(?:not|is|has|has-text|text|where|nth-child|nth-of-type|nth-match)\("
    r"|(?:await )?[a-z_]{1,60}(?:\.[a-z_]{1,60}){0,9}(?:\(\)|[(\[][\"'])"
    r"|(?:await )?[a-z_]{1,60}(?:\.[a-z_]{1,60}){1,9}[(\[]"
    r"|(?:self|this|ctx|os|process|params|input|args|config|settings|credentials)\.[a-z_]+",
    re.IGNORECASE,
)
_PARSERS_WORDS: Final = re.compile(r"(?:unexpected|illegal|invalid) token: $", re.IGNORECASE)


def named_values(text: str, names: Names) -> Iterator[Span]:
    position = 0
    for start, end in names.spans:
        if start < position:
            continue  # what is in a value needs no look: else many names in a row would cost their square
        match = _AFTER_NAME.match(text, end)
        if match is not None and (_HARMLESS_TAIL.fullmatch(match["tail"]) or _is_no_name(text, start, match)):
            continue
        if match is None and _BEFORE_FLAG.search(text, max(0, start - 65), start):
            match = _AFTER_FLAG.match(text, end)
        if match is not None:
            for span in value_span(text, match.end(), match["quote"]):
                position = span[1]
                yield span


def value_span(text: str, start: int, quote: str | None) -> Iterator[Span]:
    """The value that begins at `start`, unless it tells nothing. `quote` has opened it."""
    if quote:
        end = end_of_quoted(text, start, quote)
        if end > start and not _HARMLESS_TEXT.fullmatch(text, start, end):
            yield start, end, HIDDEN
    elif not tells_nothing(text, start) and (end := _end_of_unquoted(text, start)) > start:
        yield start, end, HIDDEN


def tells_nothing(text: str, start: int) -> bool:
    """Whether what stands there without quotes is no value: 'null', a sign that hides one, program code."""
    return _HARMLESS.match(text, start) is not None


def _end_of_unquoted(text: str, start: int) -> int:
    """Of what is no part of a bare value in a sentence or a list, the signs at the end are left."""
    found = _UNQUOTED.match(text, start)
    if found is None:
        return start
    return start + len(found[0].rstrip(",;.)}\\"))


def _is_no_name(text: str, start: int, match: re.Match[str]) -> bool:
    if match["tag"]:  # `<password>…`, not `…password>…`
        return _OPENED.search(text, max(0, start - 45), start) is None
    return _PARSERS_WORDS.search(text, max(0, start - 12), match.end()) is not None
