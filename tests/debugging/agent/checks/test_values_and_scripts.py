from __future__ import annotations

import pytest

from debugging.agent.diagnosing import diagnose
from debugging.failure_classes import FailureClass as F
from libretto.protocol import ErrorCode
from tests.debugging.agent.making import evidence, page, step


def raising(line: str) -> str:
    return f"workflows.py:21 in pay\n    {line}"


@pytest.mark.parametrize(
    ("type", "message", "line"),
    [
        ("AssertionError", "AssertionError", 'assert total == "12.5"'),
        ("AssertionError", "total is 13.5", 'assert total == "12.5", f"total is {total}"'),
        ("ValueError", "Expected a total of 12.5 but got 13.5", 'raise ValueError(f"Expected … got {total}")'),
        ("RuntimeError", "Prices do not match: 3 != 4", 'raise RuntimeError(f"Prices do not match: {a} != {b}")'),
        ("PriceMismatch", "price mismatch", 'raise PriceMismatch("price mismatch")'),
    ],
)
def test_a_check_of_the_workflow_did_not_hold(type: str, message: str, line: str) -> None:
    found = diagnose(evidence(type=type, message=message, mapped_stack=raising(line), page=page("<h1>Total</h1>")))
    assert (found.failure_class, found.confidence >= 0.9) == (F.VALUE_DIFFERS, True)
    assert "(workflows.py:21)" in found.summary


def test_what_was_expected_and_what_there_was_are_named() -> None:
    message = (
        "Locator expected to have text 'Total: 10'\nActual value: Total: 11 \nCall log:\n"
        '  - Expect "to_have_text" locator("h1") with timeout 800ms\n  - waiting for locator("h1")\n'
        '    9 \u00d7 locator resolved to <h1>Total: 11</h1>\n      - unexpected value "Total: 11"\n'
    )
    found = diagnose(
        evidence(type="AssertionError", message=message, step=step("expect.to_have_text", 'locator("h1")'))
    )
    assert (found.failure_class, found.confidence >= 0.9) == (F.VALUE_DIFFERS, True)
    assert "to have text 'Total: 10', and it is \"Total: 11\"" in found.summary


def test_a_result_that_does_not_fit_its_model() -> None:
    message = 'Invalid output of workflow "pay-invoice":\n  total: Input should be a valid number'
    found = diagnose(evidence(code=ErrorCode.INVALID_OUTPUT, message=message, mapped_stack=""))
    assert (found.failure_class, found.confidence >= 0.9) == (F.VALUE_DIFFERS, True)


@pytest.mark.parametrize(
    ("type", "message", "line"),
    [
        ("KeyError", "KeyError: 'price'", 'row["price"]'),
        ("TypeError", "unsupported operand type(s) for +: 'int' and 'str'", "a + b"),
        ("ZeroDivisionError", "division by zero", "a / 0"),
        ("UnboundLocalError", "cannot access local variable 'x'", "x"),
    ],
)
def test_an_exception_of_its_own_code(type: str, message: str, line: str) -> None:
    found = diagnose(evidence(type=type, message=message, mapped_stack=raising(line), page=page("<h1>Total</h1>")))
    assert (found.failure_class, found.confidence >= 0.9) == (F.SCRIPT_ERROR, True)
    assert line in found.why[-1].text


def test_what_script_in_a_page_says_is_not_read_as_ours() -> None:
    message = "Page.evaluate: Error: net::ERR_FAILED Target crashed\n    at eval (<anonymous>:1:7)"
    found = diagnose(evidence(type="Error", message=message, step=step("page.evaluate")))
    assert found.failure_class == F.SCRIPT_ERROR


def test_a_result_that_is_not_json() -> None:
    found = diagnose(evidence(code=ErrorCode.RESULT_NOT_JSON, message="The result cannot be written as JSON: set."))
    assert found.failure_class == F.SCRIPT_ERROR
