"""What a page wrote to its console, as the text a person would read there."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any, Final

from libretto.protocol import LogLevel

FRAMES_MOST: Final = 30
_PLACES: Final = re.compile(r"%[sdifoOc%]")


def console_level(kind: str) -> LogLevel:
    """`kind` is the type of a console call ("log", "warning", "assert"…) or the level of a log entry."""
    if kind in {"error", "assert"}:
        return "error"
    return "warn" if kind == "warning" else "info"


def console_text(arguments: Sequence[dict[str, Any]]) -> str:
    """Of DevTools' remote objects. A first text may have places for the others: ``"%s has %d items"``."""
    if not arguments or arguments[0]["type"] != "string" or "%" not in arguments[0].get("value", ""):
        return " ".join(_value_text(argument) for argument in arguments)
    rest = iter(arguments[1:])
    filled = _PLACES.sub(lambda match: _filled(match[0], rest), str(arguments[0]["value"]))
    return " ".join([filled, *(_value_text(argument) for argument in rest)])


def stack_text(trace: dict[str, Any] | None) -> str:
    """A line for each frame of DevTools' stack trace, as JavaScript writes them."""
    frames = (trace or {}).get("callFrames", [])[:FRAMES_MOST]
    return "".join(
        f"\n    at {frame['functionName'] or '(anonymous)'} "
        f"({frame['url']}:{frame['lineNumber'] + 1}:{frame['columnNumber'] + 1})"
        for frame in frames
    )


def exception_text(details: dict[str, Any]) -> str:
    """Of DevTools' exception details: the stack if there is one, else what was thrown."""
    thrown, stack = details.get("exception"), stack_text(details.get("stackTrace"))
    if thrown is None:
        return str(details.get("text", "Uncaught exception")) + stack
    if "description" in thrown and (thrown.get("subtype") == "error" or "preview" not in thrown):
        return str(thrown["description"])
    return f"{details.get('text', 'Uncaught')} {_value_text(thrown)}{stack}"


def _filled(place: str, arguments: Iterator[dict[str, Any]]) -> str:
    if place == "%%":
        return "%"
    argument = next(arguments, None)
    if argument is None:
        return place
    return "" if place == "%c" else _value_text(argument)  # %c: a style, not a text


def _value_text(value: dict[str, Any]) -> str:
    if value["type"] == "string":
        return str(value.get("value", ""))
    if preview := value.get("preview"):
        return _preview_text(preview)
    for key in ("unserializableValue", "description"):
        if key in value:
            return str(value[key])
    return json.dumps(value["value"]) if "value" in value else str(value["type"])


def _preview_text(preview: dict[str, Any]) -> str:
    if preview.get("subtype") not in {None, "array"}:  # a date, an error, an element…
        return str(preview.get("description", ""))
    is_array = preview.get("subtype") == "array"
    parts = [
        _property_text(one) if is_array else f"{one['name']}: {_property_text(one)}"
        for one in preview.get("properties", [])
    ]
    inside = ", ".join([*parts, "…"] if preview.get("overflow") else parts)
    return f"[{inside}]" if is_array else f"{{{inside}}}"


def _property_text(one: dict[str, Any]) -> str:
    value = str(one.get("value", one["type"]))
    return f'"{value}"' if one["type"] == "string" else value
