"""What a page wrote to its console, as the text a person would read there."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from libretto.protocol import LogLevel


def console_level(kind: str) -> LogLevel:
    """`kind` is the type of a console call ("log", "warning", "assert"…) or the level of a log entry."""
    if kind in {"error", "assert"}:
        return "error"
    return "warn" if kind == "warning" else "info"


def console_text(arguments: Sequence[dict[str, Any]]) -> str:
    """Of DevTools' remote objects."""
    return " ".join(_value_text(argument) for argument in arguments)


def exception_text(details: dict[str, Any]) -> str:
    """Of DevTools' exception details: the stack if there is one, else what was thrown."""
    thrown = details.get("exception")
    if thrown is None:
        return str(details.get("text", "Uncaught exception"))
    if "description" in thrown:
        return str(thrown["description"])
    return f"Uncaught {_value_text(thrown)}"


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
