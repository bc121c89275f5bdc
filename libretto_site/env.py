"""Typed getters for settings from the environment. An odd value stops the start, with the remedy.

Every getter also reads ``NAME_FILE``: the path of a file that holds the value, for secrets.
"""

from __future__ import annotations

import json
import os
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any


class SettingError(Exception):
    """A setting has a value that cannot be used."""


def text(name: str, default: str | None = None) -> str:
    value = _raw(name)
    if value is not None:
        return value
    if default is None:
        raise SettingError(f"{name} is not set. Set it in the environment, or {name}_FILE to a file that holds it.")
    return default


def optional(name: str) -> str | None:
    return _raw(name)


def boolean(name: str, default: bool) -> bool:
    value = _raw(name)
    if value is None:
        return default
    if value.lower() in {"1", "true", "yes", "on"}:
        return True
    if value.lower() in {"0", "false", "no", "off"}:
        return False
    raise SettingError(f"{name} is {value!r}. Use true or false.")


def integer(name: str, default: int, *, least: int = 0, most: int | None = None) -> int:
    value = _raw(name)
    if value is None:
        return default
    try:
        number = int(value)
    except ValueError:
        raise SettingError(f"{name} is {value!r}. Use a whole number.") from None
    if number < least or (most is not None and number > most):
        upper = "" if most is None else f" and at most {most}"
        raise SettingError(f"{name} is {number}. Use a number of at least {least}{upper}.")
    return number


def amount(name: str, default: str) -> Decimal:
    """Of money."""
    value = _raw(name) or default
    try:
        number = Decimal(value)
    except InvalidOperation:
        raise SettingError(f"{name} is {value!r}. Use an amount such as {default}.") from None
    if not number.is_finite() or number < 0:
        raise SettingError(f"{name} is {value!r}. Use an amount of at least 0.")
    return number


def choice(name: str, default: str, allowed: tuple[str, ...]) -> str:
    value = _raw(name)
    if value is None:
        return default
    if value not in allowed:
        raise SettingError(f"{name} is {value!r}. Use one of: {', '.join(allowed)}.")
    return value


def words(name: str, default: list[str]) -> list[str]:
    value = _raw(name)
    return default if value is None else [word.strip() for word in value.split(",") if word.strip()]


def path(name: str, default: Path) -> Path:
    value = _raw(name)
    return default if value is None else Path(value).expanduser().resolve()


def json_object(name: str, default: dict[str, Any]) -> dict[str, Any]:
    value = _raw(name)
    if value is None:
        return default
    try:
        data = json.loads(value)
    except ValueError as error:
        raise SettingError(f"{name} is not JSON: {error}. Use an object such as {{}}.") from None
    if not isinstance(data, dict):
        raise SettingError(f"{name} is not a JSON object. Use an object such as {{}}.")
    return data


def _raw(name: str) -> str | None:
    value = os.environ.get(name)
    file = os.environ.get(f"{name}_FILE")
    if value and file:
        raise SettingError(f"{name} and {name}_FILE are both set. Keep one of them.")
    if file:
        try:
            value = Path(file).read_text(encoding="utf-8")
        except OSError as error:
            raise SettingError(f"{name}_FILE is {file!r}, which cannot be read: {error.strerror}.") from None
    value = (value or "").strip()
    return value or None
