from __future__ import annotations

import pytest

from debugging.diagnosing import diagnose
from debugging.failure_classes import FailureClass as F
from tests.debugging.making import evidence, good, not_found, page, step


@pytest.mark.parametrize(
    ("api", "selector", "headline"),
    [
        ("locator.check", 'get_by_label("Terms")', "Error: Not a checkbox or radio button"),
        ("locator.fill", 'get_by_label("Date")', 'Error: Input of type "checkbox" cannot be filled'),
        ("locator.set_input_files", 'locator("#file")', "Error: Node is not an HTMLInputElement"),
        ("locator.input_value", 'locator("#x")', "Error: Node is not an <input>, <textarea> or <select> element"),
        ("locator.select_option", 'locator("#x")', "Error: Element is not a <select> element"),
    ],
)
def test_playwright_says_so(api: str, selector: str, headline: str) -> None:
    log = f"Call log:\n  - waiting for {selector}\n    - locator resolved to <div>x</div>\n"
    message = f"Locator.{api[8:]}: {headline}\n{log}"
    found = diagnose(evidence(message=message, type="Error", step=step(api, selector)))
    assert (found.failure_class, found.confidence >= 0.9) == (F.WRONG_CONTROL, True)


@pytest.mark.parametrize(
    ("api", "selector", "before", "now"),
    [
        (
            "locator.select_option",
            'locator("select#plan")',
            '<label for="plan">Plan</label><select id="plan"><option>Gold</option></select>',
            '<button aria-haspopup="listbox" aria-label="Plan" id="plan">Gold</button>',
        ),
        (
            "locator.check",
            'get_by_role("checkbox", name="I agree")',
            '<label><input type="checkbox">I agree</label>',
            "<button role='switch'>I agree</button>",
        ),
    ],
)
def test_a_control_of_another_kind_has_taken_its_place(api: str, selector: str, before: str, now: str) -> None:
    xpath = "/html/body/select" if "select" in before else "/html/body/label/input"
    found = diagnose(not_found(selector, api, page=page(now), good=good(before, xpath=xpath)))
    assert found.failure_class == F.WRONG_CONTROL
    assert "in its place" in found.summary
