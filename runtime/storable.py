"""What neither UTF-8 nor PostgreSQL can hold becomes U+FFFD: NUL, and halves of surrogate pairs.

Two halves that belong together become their character.
"""

from __future__ import annotations

from typing import Any


def storable_text(text: str) -> str:
    try:
        text.encode()
    except UnicodeEncodeError:
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text.replace("\0", "\ufffd")


def storable(value: Any) -> Any:
    """The same JSON value with storable texts, names of keys included. Tuples become lists."""
    if isinstance(value, str):
        return storable_text(value)
    if isinstance(value, dict):
        return {storable(key): storable(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [storable(item) for item in value]
    return value
