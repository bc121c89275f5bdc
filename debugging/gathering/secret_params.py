"""Which params are secret, and what is shown of them: nothing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from runtime.masking import Masker
from runtime.recording.hiding import is_secret

HIDDEN: Final = "[hidden]"
DEEPEST: Final = 20


def masked_params(params: Any, schema: Any) -> Any:
    """`params` without the values that their JSON Schema or their name calls secret."""
    return _masked(params, schema, schema, DEEPEST)


def masker_of(params: Any, schema: Any) -> Masker:
    """Takes those values out of whatever else the run wrote."""
    return Masker(set(_secrets(params, schema, schema, DEEPEST)))


def _masked(value: Any, schema: Any, whole: Any, deep: int) -> Any:
    schema = _resolved(schema, whole)
    if value is not None and (_says_secret(schema) or deep == 0):
        return HIDDEN
    if isinstance(value, dict):
        return {
            name: HIDDEN if is_secret(name) and item not in (None, "") else _masked(item, part, whole, deep - 1)
            for name, item, part in _parts(value, schema)
        }
    if isinstance(value, list):
        return [_masked(item, _get(schema, "items"), whole, deep - 1) for item in value]
    return value


def _secrets(value: Any, schema: Any, whole: Any, deep: int) -> Iterator[str]:
    schema = _resolved(schema, whole)
    if _says_secret(schema) or deep == 0:
        yield from _texts(value)
    elif isinstance(value, dict):
        for name, item, part in _parts(value, schema):
            yield from _texts(item) if is_secret(name) else _secrets(item, part, whole, deep - 1)
    elif isinstance(value, list):
        for item in value:
            yield from _secrets(item, _get(schema, "items"), whole, deep - 1)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield str(value)
    elif isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _texts(item)


def _parts(value: dict[str, Any], schema: Any) -> Iterator[tuple[str, Any, Any]]:
    properties = _get(schema, "properties")
    for name, item in value.items():
        yield name, item, _get(properties, name) or _get(schema, "additionalProperties")


def _says_secret(schema: Any) -> bool:
    """As pydantic writes a SecretStr: {"format": "password", "writeOnly": true}."""
    if not isinstance(schema, dict):
        return False
    if schema.get("format") == "password" or schema.get("writeOnly") is True:
        return True
    options = schema.get("anyOf") or schema.get("oneOf") or schema.get("allOf") or ()
    return any(_says_secret(option) for option in options)


def _resolved(schema: Any, whole: Any) -> Any:
    """One `$ref` of the document, or the option of an `anyOf` that has parts."""
    reference = _get(schema, "$ref")
    if isinstance(reference, str) and reference.startswith("#/"):
        found = whole
        for part in reference[2:].split("/"):
            found = _get(found, part)
        return found
    options = _get(schema, "anyOf") or _get(schema, "oneOf") or _get(schema, "allOf") or ()
    with_parts = [found for option in options if _get(found := _resolved(option, whole), "properties")]
    return with_parts[0] if with_parts and not _says_secret(schema) else schema


def _get(schema: Any, name: str) -> Any:
    return schema.get(name) if isinstance(schema, dict) else None
