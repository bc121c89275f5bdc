"""Makes what a browser session reports fit to be stored: page content ends up in it."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping
from typing import Any

from runtime.storable import storable_text

TEXT_MOST = 8_000  # characters of one text
ITEMS_MOST = 100  # of one list or object
DEPTH_MOST = 6
BYTES_MOST = 64 * 1024  # of one event as JSON
INTEGER_MOST = 2**63 - 1
KEY_MOST = 100
CUT = "…"


def bounded(data: Mapping[str, Any]) -> dict[str, Any]:
    """A copy of `data` that is JSON, holds no NUL and is bounded. What does not fit is cut, at worst left out."""
    kept: dict[str, Any] = _items(dict(data), 1)
    sizes = {name: len(json.dumps(value)) for name, value in kept.items()}
    while sum(sizes.values()) > BYTES_MOST:
        largest = max(sizes, key=sizes.__getitem__)
        del kept[largest], sizes[largest]
    return kept


def key_of(*, t_ms: int, kind: str, data: Mapping[str, Any]) -> str:
    """The event's own id. One without an id, or with a very long one, is known by its content."""
    given = data.get("id")
    if not isinstance(given, str):
        given = ""
    if given and len(given) <= KEY_MOST:
        return storable_text(given)
    content = given or json.dumps([t_ms, kind, bounded(data)], sort_keys=True)
    return hashlib.sha256(content.encode(errors="replace")).hexdigest()


def _value(value: Any, depth: int) -> Any:
    match value:
        case None | bool():
            return value
        case str():
            return _text(value, TEXT_MOST)
        case int():
            return value if -INTEGER_MOST <= value <= INTEGER_MOST else None
        case float():
            return value if math.isfinite(value) else None
    return _items(value, depth + 1) if depth < DEPTH_MOST else None


def _items(value: Any, depth: int) -> Any:
    match value:
        case dict():
            items = list(value.items())[:ITEMS_MOST]
            return {_text(str(name), KEY_MOST): _value(item, depth) for name, item in items}
        case list() | tuple():
            return [_value(item, depth) for item in value[:ITEMS_MOST]]
    return None


def _text(value: str, most: int) -> str:
    return storable_text(value if len(value) <= most else value[: most - 1] + CUT)
