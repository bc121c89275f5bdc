from __future__ import annotations

import pytest

from debugging.agent.diagnosing import diagnose
from debugging.failure_classes import FailureClass as F
from tests.debugging.agent.making import evidence, good, not_found, page, step


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


@pytest.mark.parametrize(("field", "expected"), [("", True), ('<input placeholder="Your card">', False)])
def test_a_link_that_has_the_word_of_a_field_did_not_take_its_place(field: str, expected: bool) -> None:
    before = good('<label for="c">Card</label><input id="c">', xpath="/html/body/input")
    now = page(f'<a href="/help">About your card</a>{field}')
    found = diagnose(not_found('locator("#c")', "locator.fill", page=now, good=before))
    assert (found.failure_class == F.WRONG_CONTROL) is expected


def test_a_button_that_became_a_link_is_named_and_proposed() -> None:
    pay, stack = 'get_by_role("button", name="Pay")', "workflows.py:21 in pay\n    page.{}.click()"
    before = good("<h1>Pay</h1><button>Pay</button>", xpath="/html/body/button")
    now = page("<h1>Pay</h1><a href='/pay'>Pay</a>")
    found = diagnose(not_found(pay, page=now, good=before, mapped_stack=stack.format(pay)))
    assert (found.failure_class, found.confidence < 0.9) == (F.WRONG_CONTROL, True)
    assert 'link "Pay"' in found.summary
    assert found.suggestion == 'page.get_by_role("link", name="Pay").click()'
