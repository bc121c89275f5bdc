"""Secrets in base64: what is encoded is looked at, and if there is a secret in it, all of it is hidden."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Final

from runtime.redaction.spans import HIDDEN, Span

_SIGN: Final = "[A-Za-z0-9+/_-]"
_LONG: Final = re.compile(rf"(?:[^A-Za-z0-9+/_-]*+(?:{_SIGN}{{1,13}}+(?!{_SIGN}))?+)*+{_SIGN}{{14}}")
_RUN: Final = re.compile(rf"(?<!{_SIGN}){_SIGN}{{14,}}+={{0,2}}")


def has_long_run(text: str) -> bool:
    """Whether something in the text is long enough to be a key, or a secret in base64."""
    return _LONG.match(text) is not None


def encoded_secrets(text: str, spans_of: Callable[[str], Iterable[Span]]) -> Iterator[Span]:
    """`spans_of` finds secrets in what was encoded."""
    for match in _RUN.finditer(text):
        run = match[0]
        if run.islower() or run.isupper() or run.isdigit():  # no text in base64 looks like this
            continue
        if any(_holds_one(decoded, spans_of) for decoded in _decoded(run)):
            yield *match.span(), HIDDEN


def _decoded(run: str) -> Iterator[str]:
    """From each of the first four characters on: a path or a word may stand directly before."""
    plain = run.rstrip("=").replace("-", "+").replace("_", "/")
    for first in range(4):
        part = plain[first:]
        part = part[: len(part) - 1] if len(part) % 4 == 1 else part
        try:
            yield base64.b64decode(part + "=" * (-len(part) % 4)).decode("latin-1").replace("\0", "")
        except (binascii.Error, ValueError):
            continue


def _holds_one(decoded: str, spans_of: Callable[[str], Iterable[Span]]) -> bool:
    return next(iter(spans_of(decoded)), None) is not None
