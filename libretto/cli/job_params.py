"""The params of a run, from the command line: whole as JSON, or one by one."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any, NoReturn

import click

VIEWPORT = re.compile(r"([1-9]\d{0,4})x([1-9]\d{0,4})")


class ParamsType(click.ParamType[dict[str, Any]]):
    """A JSON object, `@file` that holds one, or `-` for standard input."""

    name = "JSON|@FILE|-"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> dict[str, Any]:
        params = _json(self._text(str(value), param, ctx), lambda reason: self.fail(reason, param, ctx))
        if not isinstance(params, dict):
            self.fail('is not a JSON object such as {"name": "value"}.', param, ctx)
        return params

    def _text(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        try:
            if value == "-":
                return sys.stdin.read()
            if value.startswith("@"):
                return Path(value[1:]).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            self.fail(f"{value} cannot be read: {getattr(error, 'strerror', None) or error}.", param, ctx)
        return value


class ParamType(click.ParamType[tuple[str, Any]]):
    """`name=text`, or `name:=JSON` for anything that is not text."""

    name = "NAME=TEXT|NAME:=JSON"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, Any]:
        if isinstance(value, tuple):
            return value
        name, equals, text = str(value).partition("=")
        if not equals or not name.rstrip(":"):
            self.fail(f"{value!r} is not of the form name=text or name:=JSON.", param, ctx)
        if name.endswith(":"):
            return name[:-1], _json(text, lambda reason: self.fail(f"{name[:-1]}: {reason}", param, ctx))
        return name, text


class ViewportType(click.ParamType[dict[str, int]]):
    """`1280x800`: width and height in CSS pixels."""

    name = "WIDTHxHEIGHT"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> dict[str, int]:
        if isinstance(value, dict):
            return value
        match = VIEWPORT.fullmatch(str(value).strip().lower())
        if not match:
            self.fail(f"{value!r} is not of the form 1280x800.", param, ctx)
        return {"width": int(match[1]), "height": int(match[2])}


def _json(text: str, refuse: Any) -> Any:
    def no_number(word: str) -> NoReturn:
        raise ValueError(f"{word} is not JSON")

    try:
        return json.loads(text, parse_constant=no_number)
    except (ValueError, RecursionError) as error:
        refuse(f"is not valid JSON: {error}.")
