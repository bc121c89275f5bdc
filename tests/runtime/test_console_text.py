from __future__ import annotations

from typing import Any

import pytest

from runtime.recording.budget import Budget
from runtime.recording.console_text import console_level, console_text, exception_text

OBJECT = {"type": "object", "description": "Object", "preview": {"type": "object", "overflow": False}}


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ({"type": "string", "value": "hello"}, "hello"),
        ({"type": "number", "value": 1.5, "description": "1.5"}, "1.5"),
        ({"type": "number", "unserializableValue": "NaN", "description": "NaN"}, "NaN"),
        ({"type": "boolean", "value": False}, "false"),
        ({"type": "object", "subtype": "null", "value": None}, "null"),
        ({"type": "undefined"}, "undefined"),
        ({"type": "object", "subtype": "error", "description": "Error: no\n    at f"}, "Error: no\n    at f"),
        (
            OBJECT | {"preview": {"properties": [{"name": "a", "type": "number", "value": "1"}], "overflow": True}},
            "{a: 1, …}",
        ),
        (
            OBJECT | {"preview": {"subtype": "array", "properties": [{"name": "0", "type": "string", "value": "x"}]}},
            '["x"]',
        ),
        (OBJECT | {"preview": {"subtype": "date", "description": "Mon Nov 23"}}, "Mon Nov 23"),
    ],
)
def test_values(value: dict[str, Any], text: str) -> None:
    assert console_text([value]) == text


def test_values_side_by_side() -> None:
    assert console_text([{"type": "string", "value": "n:"}, {"type": "number", "description": "3"}]) == "n: 3"


def texts(*values: str) -> list[dict[str, Any]]:
    return [{"type": "string", "value": value} for value in values]


def test_places_in_the_first_text_are_filled() -> None:
    three = {"type": "number", "description": "3"}
    assert console_text([*texts("%s has %d%% of", "Jo"), three, *texts("all")]) == "Jo has 3% of all"
    assert console_text(texts("%cred%c text", "color: red", "")) == "red text"
    assert console_text(texts("%s and %s", "one")) == "one and %s"
    assert console_text([three, *texts("%s")]) == "3 %s"


def test_levels() -> None:
    assert [console_level(kind) for kind in ("log", "debug", "warning", "error", "assert")] == [
        *("info", "info", "warn", "error", "error")
    ]


def test_exceptions() -> None:
    assert exception_text({"text": "Uncaught"}) == "Uncaught"
    assert (
        exception_text({"exception": {"type": "object", "description": "TypeError: x\n at y"}}) == "TypeError: x\n at y"
    )
    stack = {"callFrames": [{"functionName": "", "url": "http://a/b.js", "lineNumber": 1, "columnNumber": 2}]}
    thrown = {"text": "Uncaught", "exception": {"type": "string", "value": "thrown"}, "stackTrace": stack}
    assert exception_text(thrown) == "Uncaught thrown\n    at (anonymous) (http://a/b.js:2:3)"
    an_object = OBJECT | {"preview": {"properties": [{"name": "a", "type": "number", "value": "1"}]}}
    rejected = {"text": "Uncaught (in promise)", "exception": an_object}
    assert exception_text(rejected) == "Uncaught (in promise) {a: 1}"


def test_a_budget_lets_a_burst_through_and_then_its_rate() -> None:
    budget = Budget(burst=3, per_second=2)
    assert [budget.take(100.0) for _ in range(5)] == [True, True, True, False, False]
    assert budget.left_out() == 2
    assert budget.left_out() == 0
    assert [budget.take(101.0) for _ in range(3)] == [True, True, False]
