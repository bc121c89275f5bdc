"""Options of a list under another name or value."""

from __future__ import annotations

import pytest

from debugging.evidence import Evidence, Page
from debugging.failure_classes import FailureClass
from tests.debugging.repair.editing.making import (
    NOWHERE,
    changed_lines,
    failed,
    good,
    html,
    proposed,
    refused,
    sources_of,
)


def chosen(sources: dict[str, str], before: str, now: str, text: str, api: str = "locator.select_option") -> Evidence:
    error = (
        'Locator.select_option: Timeout 1200ms exceeded.\nCall log:\n  - waiting for locator("#s")\n'
        '    - locator resolved to <select id="s"></select>\n  - attempting select option action\n'
        "    - did not find some options\n"
    )
    evidence = failed(
        sources,
        "select_option",
        'locator("#s")',
        api=api,
        error=error,
        page=Page(html=html(f'<select id="s">{now}</select>'), url="https://shop.example/pay"),
        good=good(f'<select id="s">{before}</select>', target="/html/body/select"),
    )
    step = evidence.failing_step.model_copy(update={"title": f'Select "{text}" in locator("#s")'})  # type: ignore[union-attr]
    return evidence.model_copy(update={"failing_step": step, "steps": (step,)})


OPTIONS = {
    "value under the same name": (
        'page.locator("#s").select_option("y", timeout=5)',
        '<option value="y">yearly</option><option value="m">monthly</option>',
        '<option value="1">yearly</option><option value="12">monthly</option>',
        "y",
        'page.locator("#s").select_option("1", timeout=5)',
    ),
    "by label": (
        "page.select_option('#s', label='Express')",
        '<option value="STD">Standard</option><option value="EXP">Express</option>',
        '<option value="STD">Standard</option><option value="EXP">Priority</option>',
        "Express",
        "page.select_option('#s', label='Priority')",
    ),
    "a longer name": (
        'page.locator("#s").select_option("Express")',
        "<option>Standard</option><option>Express</option>",
        "<option>Standard</option><option>Express (1 to 2 days)</option>",
        "Express",
        'page.locator("#s").select_option("Express (1 to 2 days)")',
    ),
}


@pytest.mark.parametrize("name", OPTIONS)
def test_options(name: str) -> None:
    line, before, now, text, edited = OPTIONS[name]
    sources = {"workflows.py": f"def choose(page):\n    {line}  # fast\n"}
    api = "page.select_option" if "page.select" in line else "locator.select_option"
    found = proposed(sources, chosen(sources, before, now, text, api), NOWHERE, FailureClass.OPTION_MISSING)
    assert changed_lines(found) == [f"-    {line}  # fast", f"+    {edited}  # fast"]
    assert found.kind == "option"


def test_an_option_in_a_constant() -> None:
    sources = sources_of('SERVICE = "y"\n\ndef choose(page):\n    page.locator("#s").select_option(SERVICE)\n')
    _, before, now, text, _ = OPTIONS["value under the same name"]
    found = proposed(sources, chosen(sources, before, now, text), NOWHERE, FailureClass.OPTION_MISSING)
    assert changed_lines(found) == ['-SERVICE = "y"', '+SERVICE = "1"']


NO_OPTIONS = {
    "another year": (
        "<option>2025</option><option>2026</option>",
        "<option>2027</option><option>2026</option>",
        "2025",
    ),
    "other hours": ("<option>Morning (8 to 12)</option>", "<option>Morning (7 to 11)</option>", "Morning (8 to 12)"),
    "another company": (
        "<option>Lake GmbH</option><option>Lake Inc.</option>",
        "<option>Lake Inc.</option>",
        "Lake GmbH",
    ),
    "another name": ("<option>Express</option>", "<option>Priority</option>", "Express"),
    "a number that others have now": (
        '<option value="1">Ann</option><option value="2">Bob</option>',
        '<option value="1">Bob</option><option value="2">Cem</option>',
        "Ann",
    ),
    "of several": (
        "<option>Express</option>",
        "<option>Express 9:00</option><option>Express 12:00</option>",
        "Express",
    ),
}


@pytest.mark.parametrize("name", NO_OPTIONS)
def test_no_options(name: str) -> None:
    before, now, text = NO_OPTIONS[name]
    sources = sources_of(f'def choose(page):\n    page.locator("#s").select_option("{text}")\n')
    refused(sources, chosen(sources, before, now, text), NOWHERE, FailureClass.OPTION_MISSING)


def test_an_option_that_the_run_is_given() -> None:
    sources = sources_of('def choose(page, input):\n    page.locator("#s").select_option(input["service"])\n')
    _, before, now, text, _ = OPTIONS["a longer name"]
    found = refused(sources, chosen(sources, before, now, text), NOWHERE, FailureClass.OPTION_MISSING)
    assert "depends on the run" in found.reason


YEARLY = "<option>Yearly</option><option>Monthly</option>"
YEARLY_NOW = "<option>Yearly plan</option><option>Monthly</option>"


@pytest.mark.parametrize("given", ['["Yearly"]', 'label=["Yearly"]', '("Yearly",)'])
def test_the_only_one_of_a_list(given: str) -> None:
    sources = {"workflows.py": f'def pay(page):\n    page.locator("#s").select_option({given})\n'}
    found = proposed(sources, chosen(sources, YEARLY, YEARLY_NOW, "Yearly"), NOWHERE, FailureClass.OPTION_MISSING)
    assert changed_lines(found)[1].endswith(f"({given.replace('Yearly', 'Yearly plan')})")


def in_a_function(body: str, call: str) -> tuple[dict[str, str], Evidence]:
    sources = {"workflows.py": f"def choose(page, data):\n    {body}\n\n\ndef pay(page):\n    {call}\n"}
    evidence = chosen(sources, YEARLY, YEARLY_NOW, "Yearly")
    stack = "workflows.py:2 in choose\nworkflows.py:6 in pay"
    failure = evidence.failure.model_copy(update={"mapped_stack": stack})
    return sources, evidence.model_copy(update={"failure": failure})


@pytest.mark.parametrize(
    ("given", "call"),
    [
        ("data", 'choose(page, "Yearly")'),
        ("data", 'choose(page, data="Yearly")'),
        ('data["plan"]', 'choose(page, {"plan": "Yearly", "seats": "3"})'),
    ],
)
def test_what_a_function_is_given(given: str, call: str) -> None:
    sources, evidence = in_a_function(f'page.locator("#s").select_option({given})', call)
    found = proposed(sources, evidence, NOWHERE, FailureClass.OPTION_MISSING)
    assert changed_lines(found)[1] == f"+    {call.replace('Yearly', 'Yearly plan')}"


def test_what_a_function_uses_for_more_than_to_choose() -> None:
    body = 'page.locator("#s").select_option(data); return data'
    sources, evidence = in_a_function(body, 'choose(page, "Yearly")')
    refused(sources, evidence, NOWHERE, FailureClass.OPTION_MISSING)
