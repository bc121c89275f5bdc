"""Python values as JSON that can be stored: no NaN, no NUL, bounded."""

from __future__ import annotations

import json
import math
from collections import deque
from collections.abc import ItemsView, Iterable, KeysView, Mapping, ValuesView
from dataclasses import fields, is_dataclass
from datetime import date, datetime, time
from decimal import Decimal
from enum import Enum
from pathlib import PurePath
from typing import Any
from uuid import UUID

from pydantic import BaseModel
from pydantic_core import PydanticSerializationError, to_jsonable_python

from libretto.credentials import Credentials
from runtime.python_child.wire_text import cut_end
from runtime.storable import storable_text

DEEPEST = 100
INTEGER_BITS = 10_000  # Python itself refuses to write longer ones
KEY_BYTES = 100

_LISTS = (list, tuple, set, frozenset, deque, KeysView, ValuesView, ItemsView)
_WRITTEN_AS_TEXT = (Decimal, PurePath, UUID)


class NotJson(Exception):
    """`path` is where, such as 'result.rows[3].price'; `reason` why, and what to do."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"{path} {reason}")


class TooLarge(Exception):
    """`size` in words: exact, unless it is far too large."""

    def __init__(self, size: str) -> None:
        super().__init__(size)
        self.size = size


def json_value(value: Any, name: str, most_bytes: int) -> Any:
    """What `json.dumps` takes, free of NUL, lone surrogates and NaN. Raises NotJson and TooLarge."""
    converted = _Converter(most_bytes).convert(value, name, 0)
    size = len(json.dumps(converted, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode())
    if size > most_bytes:
        raise TooLarge(f"{size:,} bytes")
    return converted


class _Converter:
    """Walks a value once. Counts what it has seen, so that a small value that unfolds without end stops it."""

    def __init__(self, most_bytes: int) -> None:
        self._most = 16 * most_bytes + 4096  # beyond it no exact number is due
        self._counted = 0  # at most the bytes of what was seen

    def convert(self, value: Any, path: str, depth: int) -> Any:
        self._count(1)
        if depth > DEEPEST:
            raise NotJson(cut_end(path, KEY_BYTES), f"is nested more than {DEEPEST} levels deep, or contains itself")
        if value is None or isinstance(value, bool):
            return value
        if isinstance(value, Enum):
            return self.convert(value.value, path, depth + 1)
        if isinstance(value, str | int | float):
            return self._plain(value, path)
        if isinstance(value, datetime | date | time):
            return value.isoformat()
        if isinstance(value, _WRITTEN_AS_TEXT):
            return self._decimal_or_text(value, path)
        return self._structure(value, path, depth)

    def _count(self, size: int) -> None:
        self._counted += size
        if self._counted > self._most:
            raise TooLarge(f"more than {self._counted:,} bytes")

    def _plain(self, value: str | float, path: str) -> str | float:
        if isinstance(value, str):
            self._count(len(value))
            return storable_text(str(value))
        if isinstance(value, int):
            if value.bit_length() > INTEGER_BITS:
                raise NotJson(path, "is a number with thousands of digits; return it as text")
            return int(value)
        if not math.isfinite(value):
            raise NotJson(path, f"is {float(value)}, which JSON does not have; return None or a text instead")
        return float(value)

    def _decimal_or_text(self, value: Decimal | PurePath | UUID, path: str) -> str:
        if isinstance(value, Decimal) and not value.is_finite():
            raise NotJson(path, f"is {value}, which JSON does not have; return None or a text instead")
        return storable_text(str(value))

    def _structure(self, value: Any, path: str, depth: int) -> Any:
        if isinstance(value, Credentials):
            raise NotJson(path, "holds credentials; return something else")
        if isinstance(value, BaseModel):
            return self.convert(_dumped(value, path), path, depth + 1)
        if is_dataclass(value) and not isinstance(value, type):
            return self._object(((field.name, getattr(value, field.name)) for field in fields(value)), path, depth)
        if isinstance(value, Mapping):
            return self._object(value.items(), path, depth)
        if isinstance(value, _LISTS):
            found = [self.convert(item, f"{path}[{index}]", depth + 1) for index, item in enumerate(value)]
            return sorted(found, key=json.dumps) if isinstance(value, set | frozenset) else found
        return self.convert(_known_to_pydantic(value, path), path, depth + 1)

    def _object(self, items: Iterable[tuple[Any, Any]], path: str, depth: int) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key, item in items:
            name = self._key(key, path)
            if name in found:
                raise NotJson(path, f"has two keys that are both {name!r} in JSON")
            found[name] = self.convert(item, f"{path}.{cut_end(name, KEY_BYTES)}", depth + 1)
        return found

    def _key(self, key: Any, path: str) -> str:
        name = self.convert(key, f"a key of {path}", 0)
        if isinstance(name, list | dict):
            raise NotJson(path, f"has a key of type {type(key).__name__}; use texts as keys")
        return name if isinstance(name, str) else json.dumps(name)


def _dumped(value: BaseModel, path: str) -> Any:
    try:
        return value.model_dump(mode="json", by_alias=True)
    except PydanticSerializationError as error:
        raise NotJson(path, f"({type(value).__name__}): {error}") from None


def _known_to_pydantic(value: Any, path: str) -> Any:
    """Addresses, durations and the like; never bytes, and nothing that would have to be run to be read."""
    kind = type(value).__name__
    if isinstance(value, bytes | bytearray | memoryview):
        raise NotJson(path, f"is {kind}; decode it, or return it as base64 text")
    if hasattr(value, "__next__") or hasattr(value, "__await__") or hasattr(value, "__anext__"):
        raise NotJson(path, f"is a {kind} that has not been run; await it, or make a list of it")
    try:
        return to_jsonable_python(value)
    except PydanticSerializationError:
        raise NotJson(path, f"is a {kind}; return texts, numbers, lists and dicts") from None
