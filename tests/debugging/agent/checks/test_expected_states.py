from __future__ import annotations

import pytest

from debugging.agent.diagnosing import diagnose
from debugging.failure_classes import FailureClass as F
from tests.debugging.agent.making import evidence, step

PAY = 'get_by_role("button", name="Pay")'


@pytest.mark.parametrize(
    ("state", "actual", "expected"),
    [
        ("enabled", "disabled", F.ELEMENT_DISABLED),
        ("editable", "readonly", F.ELEMENT_DISABLED),
        ("visible", "hidden", F.ELEMENT_HIDDEN),
        ("checked", "unchecked", F.VALUE_DIFFERS),
    ],
)
def test_an_expectation_of_a_state_is_about_that_state(state: str, actual: str, expected: F) -> None:
    message = (
        f"Locator expected to be {state}\nActual value: {actual} \nCall log:\n  - waiting for {PAY}\n"
        f'    9 \u00d7 locator resolved to <button>Pay</button>\n      - unexpected value "{actual}"\n'
    )
    found = diagnose(evidence(message=message, type="AssertionError", step=step(f"expect.to_be_{state}", PAY)))
    assert found.failure_class == expected
