"""What looks like a secret, in every encoding a page produces: found in lines of a log and other texts people read.

`docs/logs.md` says what is found. Time grows with the length of the text and no faster, whatever the text is.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any, Final

from runtime.redaction.fields import typed_values, values_of_fields
from runtime.redaction.in_base64 import encoded_secrets, has_long_run
from runtime.redaction.keys import KEY_STARTS, bearers, headers, known_keys, logins
from runtime.redaction.named_values import named_values
from runtime.redaction.names import PARTS, Names, lowered
from runtime.redaction.private_keys import PrivateKeys
from runtime.redaction.spans import Span, without
from runtime.redaction.writings import LAYERS_MOST, layer_under

_WORDS: Final = (*PARTS, "authorization", "cookie", "bearer", "basic")  # most lines have none of them
_TELLING: Final = (*_WORDS, *KEY_STARTS, "://", "%3a%2f%2f", ":\\/\\/")
_IN_BASE64: Final = 2  # how often a text may have been encoded


class StreamShapes:
    """Of lines that come one after the other: a private key may lie in many of them."""

    def __init__(self) -> None:
        self._keys = PrivateKeys()

    def spans(self, line: str) -> Iterator[Span]:
        yield from self._keys.spans(line)
        yield from _spans(line, encoded=_IN_BASE64)


def hidden(text: str) -> str:
    """The text without what looks like a secret."""
    spans = list(StreamShapes().spans(text))
    return without(text, spans, len(text)) if spans else text


def hidden_in(value: Any) -> Any:
    """A copy of a JSON value with every text in it as `hidden` gives it. Names of keys stay."""
    if isinstance(value, str):
        return hidden(value)
    if isinstance(value, dict):
        return {key: hidden_in(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [hidden_in(item) for item in value]
    return value


def _spans(text: str, *, encoded: int, layers: int = LAYERS_MOST) -> list[Span]:
    lower = lowered(text)
    spans: list[Span] = []
    for word in _WORDS:
        if word in lower:
            spans += _named(text, lower)
            break
    if "@" in text:
        spans += logins(text)
    if has_long_run(text):
        spans += known_keys(text)
        if encoded:
            spans += encoded_secrets(text, partial(_encoded, encoded=encoded - 1))
    if layers and (layer := layer_under(text)) is not None:
        spans += layer.spans_before(PrivateKeys().spans(layer.text))
        spans += layer.spans_before(_spans(layer.text, encoded=encoded, layers=layers - 1))
    return spans


def _named(text: str, lower: str) -> Iterator[Span]:
    yield from headers(text, lower)
    yield from bearers(text, lower)
    names = Names(text, lower)
    if names.spans:
        for find in (named_values, values_of_fields, typed_values):
            yield from find(text, names)


def _encoded(text: str, *, encoded: int) -> list[Span]:
    """Of what may be a picture: a long text without any telling word is not looked at again."""
    lower = lowered(text)
    if not any(word in lower for word in _TELLING) and not (text.isascii() and has_long_run(text)):
        return []
    return [*PrivateKeys().spans(text), *_spans(text, encoded=encoded)]
