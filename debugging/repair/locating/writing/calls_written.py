"""Calls of a locator as Python text."""

from __future__ import annotations

import json
from collections.abc import Iterable

from lxml.html import HtmlElement

from debugging.agent.locators import Call, Pattern, Value
from debugging.agent.page_element import text_of


def call_of(api: str, /, *args: Value, **options: Value) -> Call:
    return Call(api, args, options)


def written(calls: Iterable[Call]) -> str:
    return ".".join(_written(call) for call in calls)


def quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _written(call: Call) -> str:
    if call.name in ("first", "last", "content_frame"):
        return call.name
    parts = [_value(value) for value in call.args]
    parts += [f"{name}={_value(value)}" for name, value in call.options.items()]
    return f"{call.name}({', '.join(parts)})"


def _value(value: Value) -> str:
    if isinstance(value, Pattern):
        return f"re.compile(r{quoted(value.text)}{', re.IGNORECASE' if value.ignores_case else ''})"
    return quoted(value) if isinstance(value, str) else repr(value)


def unbroken_text(node: HtmlElement) -> str:
    """As Playwright reads it: "" where only a line break, or the beginning of an element, parts two words."""
    read = " ".join("".join(node.itertext()).split())
    return read if read == text_of(node) else ""
