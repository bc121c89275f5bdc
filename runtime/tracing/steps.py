"""What one call in Playwright's trace is called for people."""

from __future__ import annotations

import json
from typing import Any, Final

from runtime.redaction import names
from runtime.redaction.spans import HIDDEN
from runtime.shortening import shortened
from runtime.tracing.selectors import readable_selector

_LONGEST_VALUE: Final = 100
_LONGEST_TITLE: Final = 500
_TYPED: Final = frozenset({"value", "text"})
_HIDDEN_TEXT: Final = f'"{HIDDEN}"'
_HIDDEN_CLASSES: Final = frozenset({"Tracing", "Route", "WebSocketRoute", "Artifact", "CDPSession"})

# Method: its words; {name} is a parameter, {selector} the readable selector.
_TITLES: Final = {
    "accept": "Accept the dialog",
    "ariaSnapshot": "Read the accessibility tree of {selector}",
    "boundingBox": "Measure {selector}",
    "check": "Check {selector}",
    "click": "Click {selector}",
    "close": "Close",
    "content": "Read the page's HTML",
    "dblclick": "Double-click {selector}",
    "dismiss": "Dismiss the dialog",
    "dispatchEvent": "Dispatch {type} to {selector}",
    "evalOnSelector": "Evaluate on {selector}",
    "evalOnSelectorAll": "Evaluate on all {selector}",
    "evaluateExpression": "Evaluate {expression}",
    "evaluateExpressionHandle": "Evaluate {expression}",
    "fetch": "Request {method} {url}",
    "fill": "Fill {selector} with {value}",
    "focus": "Focus {selector}",
    "getAttribute": "Read attribute {name} of {selector}",
    "goBack": "Go back",
    "goForward": "Go forward",
    "goto": "Go to {url}",
    "hover": "Hover over {selector}",
    "innerHTML": "Read the HTML of {selector}",
    "innerText": "Read the text of {selector}",
    "inputValue": "Read the value of {selector}",
    "keyboardInsertText": "Insert {text}",
    "keyboardPress": "Press {key}",
    "keyboardType": "Type {text}",
    "mouseClick": "Click at {x}, {y}",
    "mouseMove": "Move the mouse to {x}, {y}",
    "newPage": "Open a new page",
    "press": "Press {key} in {selector}",
    "queryCount": "Count {selector}",
    "querySelector": "Find {selector}",
    "querySelectorAll": "Find all {selector}",
    "reload": "Reload the page",
    "screenshot": "Take a screenshot",
    "selectOption": "Select {options} in {selector}",
    "setContent": "Set the page's HTML",
    "setInputFiles": "Choose files for {selector}",
    "tap": "Tap {selector}",
    "textContent": "Read the text of {selector}",
    "title": "Read the page's title",
    "type": "Type {text} into {selector}",
    "uncheck": "Uncheck {selector}",
    "waitForFunction": "Wait for a condition",
    "waitForSelector": "Wait for {selector}",
    "waitForTimeout": "Wait {waitTimeout} ms",
}


def is_step(call: dict[str, Any]) -> bool:
    """Whether the `before` entry of a call is one that the workflow's author would call a step."""
    if call.get("method") == "tracingGroup":
        return True
    return call.get("class") not in _HIDDEN_CLASSES and isinstance(call.get("method"), str)


def title_and_selector(call: dict[str, Any]) -> tuple[str, str]:
    """The title of a `before` entry, and the readable selector it acts on ("" if none)."""
    given = call.get("params")
    params = given if isinstance(given, dict) else {}
    raw = params.get("selector")
    selector = readable_selector(raw) if isinstance(raw, str) else ""
    method = str(call["method"])
    if method == "expect":
        return _expectation(params, selector), selector
    if isinstance(call.get("title"), str) and call["title"]:
        return " ".join([call["title"][:_LONGEST_TITLE], *([selector] if selector else [])]), selector
    if method == "dragAndDrop":
        return f"Drag {_selector(params.get('source'))} to {_selector(params.get('target'))}", selector
    words = _TITLES.get(method) or f"{_in_words(method)} {{selector}}"
    is_secret = names.are_in(selector)
    shown = {key: _HIDDEN_TEXT if is_secret and key in _TYPED else _shown(key, value) for key, value in params.items()}
    shown["selector"] = selector or ("the element" if call.get("class") == "ElementHandle" else "")
    return " ".join(words.format_map(_Blank(shown)).split()), selector


def _expectation(params: dict[str, Any], selector: str) -> str:
    """'Expect locator("p") not to have text "Total"', for the parameters of an `expect`."""
    words = str(params.get("expression", "")).replace(".", " ")
    expected = params.get("expectedText")
    texts = [item.get("string") for item in expected if isinstance(item, dict)] if isinstance(expected, list) else []
    value = _shown("value", texts[0]) if len(texts) == 1 and isinstance(texts[0], str) else ""
    if value and "value" in words and names.are_in(selector):
        value = _HIDDEN_TEXT
    negation = "not" if params.get("isNot") is True else ""
    return " ".join(f"Expect {selector or 'the page'} {negation} {words} {value}".split())[:_LONGEST_TITLE]


class _Blank(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return ""


def _selector(value: object) -> str:
    return readable_selector(value) if isinstance(value, str) else ""


def _shown(key: str, value: object) -> str:
    if key == "options" and isinstance(value, list):
        return ", ".join(_option(option) for option in value)
    if isinstance(value, str):
        short = shortened(value, _LONGEST_VALUE)
        return short if key in ("url", "method", "expression", "key", "type") else json.dumps(short, ensure_ascii=False)
    return json.dumps(value)[:_LONGEST_VALUE]


def _option(option: object) -> str:
    values = option.values() if isinstance(option, dict) else [option]
    return ", ".join(json.dumps(value, ensure_ascii=False)[:_LONGEST_VALUE] for value in values)


def _in_words(method: str) -> str:
    """'scrollIntoViewIfNeeded' is 'Scroll into view if needed'."""
    words = "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in method)
    return words[:1].upper() + words[1:]
