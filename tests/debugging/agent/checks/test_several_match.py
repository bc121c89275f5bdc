from __future__ import annotations

from debugging.agent.checks.several_match import candidates
from debugging.agent.diagnosing import diagnose
from debugging.failure_classes import FailureClass as F
from tests.debugging.agent.making import evidence, good, page, step

SAVE = 'get_by_role("button", name="Save")'
HEADLINE = (
    f"strict mode violation: {SAVE} resolved to 2 elements:\n"
    '    1) <button id="save">Save</button> aka locator("#save")\n'
    '    2) <button id="save-as">Save as…</button> aka get_by_role("button", name="Save as…")\n'
)
MESSAGE = f"Locator.click: Error: {HEADLINE}\nCall log:\n  - waiting for {SAVE}\n"


def test_the_candidates_are_read() -> None:
    first, second = candidates(HEADLINE)
    assert first == ('<button id="save">Save</button>', 'locator("#save")')
    assert second.locator == 'get_by_role("button", name="Save as…")'


def test_the_one_that_the_last_good_run_used_is_proposed() -> None:
    body = '<button id="save">Save</button>'
    facts = evidence(
        message=MESSAGE,
        type="Error",
        step=step("locator.click", SAVE),
        page=page(f'{body}<button id="save-as">Save as…</button>'),
        good=good(body, xpath="/html/body/button"),
        mapped_stack=f"workflows.py:21 in pay\n    page.{SAVE}.click()",
    )
    found = diagnose(facts)
    assert (found.failure_class, found.confidence >= 0.9) == (F.SEVERAL_MATCH, True)
    assert "2 elements" in found.summary
    assert found.suggestion == 'page.locator("#save").click()'
    assert any("fitted one" in claim.text for claim in found.why)


def test_without_a_good_run_it_lists_them_and_proposes_none() -> None:
    found = diagnose(evidence(message=MESSAGE, type="Error", step=step("locator.click", SAVE)))
    assert found.failure_class == F.SEVERAL_MATCH
    assert "Save as…" in found.why[0].text
    assert found.suggestion == ""


def test_an_expectation_that_fits_two_is_not_a_wrong_value() -> None:
    head = f"Locator expected to have text 'x'\nActual value: None\nError: {HEADLINE} "
    message = f"{head}\nCall log:\n  - waiting for {SAVE}\n"
    found = diagnose(evidence(message=message, type="AssertionError", step=step("expect.to_have_text", SAVE)))
    assert (found.failure_class, found.confidence >= 0.9) == (F.SEVERAL_MATCH, True)
