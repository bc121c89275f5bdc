"""Fields that several endpoints use."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.exceptions import ValidationError

from api.issues import INVALID_UUID
from api.moments import iso

UUID_LENGTH = 36
DEPTH_MOST = 100  # levels of a JSON value: deeper ones exhaust Python's stack when written again
FIRST_SURROGATE, LAST_SURROGATE = "\ud800", "\udfff"


class UuidField(serializers.UUIDField):
    """An id. Anything but a UUID in its usual form is the contract's 'Invalid uuid'."""

    def to_internal_value(self, data: Any) -> UUID:
        try:
            if isinstance(data, str) and len(data) == UUID_LENGTH:
                return UUID(data)
        except ValueError:
            pass
        raise ValidationError("Invalid uuid", code=INVALID_UUID)


class IsoDateTime(serializers.DateTimeField):
    """ISO-8601; without an offset it is UTC. Answers are UTC with milliseconds and Z."""

    def to_representation(self, value: datetime | str | None) -> str:
        return iso(value) if isinstance(value, datetime) else str(value)


class NoNulCharField(serializers.CharField):
    """Text the database can hold: no NUL, no half characters. Keeps leading and trailing blanks."""

    def __init__(self, **options: Any) -> None:
        # "" is refused anyway, by the same word; but only a declared length shows in the OpenAPI document.
        least = {} if options.get("allow_blank") else {"min_length": 1}
        super().__init__(**{"trim_whitespace": False, **least, **options})

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        text = super().to_internal_value(data)
        if problem := unstorable(text):
            raise ValidationError(problem, code="custom")
        return text


class WholeNumber(serializers.IntegerField):
    """A JSON number without a fraction; not a text that looks like one."""

    def to_internal_value(self, data: Any) -> int:
        if isinstance(data, bool) or not isinstance(data, int | float):
            self.fail("invalid")
        return super().to_internal_value(data)


class TrueOrFalse(serializers.BooleanField):
    """JSON's true or false; not "yes", 1 or null."""

    def to_internal_value(self, data: Any) -> bool:
        if not isinstance(data, bool):
            self.fail("invalid", input=data)
        return data


@extend_schema_field({"type": "object", "additionalProperties": True})
class JsonObject(serializers.JSONField):
    """Any JSON object the database can hold. `max_bytes` is asked at each use; None is no limit of its own."""

    def __init__(self, *, max_bytes: Callable[[], int] | None = lambda: settings.PARAMS_MAX_BYTES, **options: Any):
        super().__init__(**options)
        self.max_bytes = max_bytes

    def to_internal_value(self, data: Any) -> dict[str, Any]:
        if not isinstance(data, dict):
            raise ValidationError("Not an object. Send {...}.", code="invalid")
        problem = next(_problems(data), None)
        if problem is not None:
            raise ValidationError(problem, code="custom")
        if self.max_bytes is not None:
            self._check_size(data, self.max_bytes())
        return data

    def _check_size(self, data: dict[str, Any], most: int) -> None:
        size = len(json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode())
        if size > most:
            raise ValidationError(f"{size} bytes as JSON; the limit is {most} bytes.", code="max_length")


def unstorable(text: str) -> str | None:
    """Why PostgreSQL would refuse the text, if it would."""
    if "\0" in text:
        return f"Holds a NUL character at position {text.index(chr(0))}. Remove it."
    if not text.isascii() and any(FIRST_SURROGATE <= character <= LAST_SURROGATE for character in text):
        return "Holds half a character (a lone surrogate). Remove it."
    return None


def _problems(root: Any) -> Iterator[str]:
    """What keeps a JSON value out of the database. Without recursion: its depth is the sender's choice."""
    waiting: list[tuple[Any, str, int]] = [(root, "", 0)]
    while waiting:
        value, place, depth = waiting.pop()
        if depth > DEPTH_MOST:
            yield f"Nested deeper than {DEPTH_MOST} levels. Send a flatter object."
            return
        if isinstance(value, str) and (problem := unstorable(value)):
            yield f"At {place}: {problem}"
        elif isinstance(value, list):
            waiting.extend((item, f"{place}[{index}]", depth + 1) for index, item in enumerate(value))
        elif isinstance(value, dict):
            for name, item in value.items():
                if problem := unstorable(name):
                    yield f"In a name at {place or 'the top'}: {problem}"
                waiting.append((item, f"{place}.{name}" if place else name, depth + 1))
