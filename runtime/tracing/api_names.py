"""What a call of a trace is called in the Python API: 'locator.click', 'page.goto', 'expect.to_have_text'."""

from __future__ import annotations

import re
from typing import Any, Final

_OBJECTS: Final = {
    "BrowserContext": "context",
    "APIRequestContext": "request",
    "Frame": "page",  # a page passes its calls on to its frame
}
_LONGEST: Final = 100
_WORD_STARTS: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_DEVICES: Final = ("keyboard", "mouse", "touchscreen")  # of a page: 'keyboardPress' is keyboard.press
_NAMES: Final = {
    "evaluateExpression": "evaluate",
    "evaluateExpressionHandle": "evaluate_handle",
    "innerHTML": "inner_html",
}
# Calls that only locators make, or whose trace does not say so.
_OF_LOCATORS: Final = {"queryCount": "count", "ariaSnapshot": "aria_snapshot"}
_LOCATOR_NAMES: Final = {
    "dragAndDrop": "drag_to",
    "evalOnSelector": "evaluate",
    "evalOnSelectorAll": "evaluate_all",
    "waitForSelector": "wait_for",
    "type": "press_sequentially",
}
_WAITS: Final = {  # what their titles begin with
    "Wait for event": "wait_for_event",
    "Wait for load state": "wait_for_load_state",
    "Wait for navigation": "expect_navigation",
}


def api_name(call: dict[str, Any]) -> str:
    """Of a `before` entry."""
    given = call.get("params")
    params: dict[str, Any] = given if isinstance(given, dict) else {}
    kind, method = str(call.get("class", "")), str(call.get("method", ""))
    title = call["title"] if isinstance(call.get("title"), str) else ""
    if method == "expect":
        return f"expect.{'not_' if params.get('isNot') is True else ''}{_snake(str(params.get('expression')))}"
    if method == "__waitInfo__":
        name = next((name for words, name in _WAITS.items() if title.startswith(words)), "wait")
        return f"{_object(kind)}.{name}"
    if kind == "Frame" and (method in _OF_LOCATORS or params.get("strict") is True):
        if title:  # another call behind it, such as "Bounding box"
            return f"locator.{title.lower().replace(' ', '_')}"
        return f"locator.{_OF_LOCATORS.get(method) or _LOCATOR_NAMES.get(method) or _snake(method)}"
    for device in _DEVICES:
        if kind == "Page" and method.startswith(device):
            return f"{device}.{_snake(method.removeprefix(device))}"
    return f"{_object(kind)}.{_snake(method)}"


def _object(kind: str) -> str:
    return _OBJECTS.get(kind) or _snake(kind)


def _snake(name: str) -> str:
    return _NAMES.get(name) or _WORD_STARTS.sub("_", name).replace(".", "_").lower()[:_LONGEST]
