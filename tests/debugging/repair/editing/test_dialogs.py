"""Questions of the page."""

from __future__ import annotations

import pytest

from debugging.evidence import Evidence, Happening, Page, Step
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


def asked(
    sources: dict[str, str],
    message: str,
    *,
    kind: str = "confirm",
    before: tuple[Happening, ...] = (),
    clicked: str = "Delete draft",
) -> Evidence:
    question = Happening(key="q", t_ms=105, kind="dialog", title="", dialog=kind, message=message, answer="dismissed")
    click = Step(
        key="s1",
        title="Click",
        t_ms=100,
        end_ms=200,
        outcome="ok",
        api="locator.click",
        selector=f'get_by_role("button", name="{clicked}")',
        file="workflows.py",
        line=2,
    )
    return failed(
        sources,
        "wait_for",
        'get_by_text("Deleted")',
        api="locator.wait_for",
        earlier=(click,),
        happenings=(question,),
        page=Page(
            html=html("<h1>Drafts</h1><p>No. 9</p><button>Delete draft</button>"), url="https://shop.example/pay"
        ),
        good=good(happenings=before),
    )


DIALOG = sources_of(
    """
    async def delete(page):
        await page.get_by_role("button", name="Delete draft").click()
        await page.get_by_text("Deleted").wait_for()
    """
)


@pytest.mark.parametrize(
    "message", ["Delete draft 9?", "Are you sure you want to delete this draft? This cannot be undone."]
)
def test_a_question_is_answered_where_it_asks_for_what_was_clicked(message: str) -> None:
    found = proposed(DIALOG, asked(DIALOG, message), NOWHERE, FailureClass.UNEXPECTED_DIALOG)
    assert changed_lines(found) == ['+    page.once("dialog", lambda dialog: dialog.accept())']
    assert DIALOG["workflows.py"].splitlines()[1] == found.changes[0].new.splitlines()[2]


@pytest.mark.parametrize(
    "message",
    [
        "Delete all drafts?",
        "Draft No. 9 was already sent. Delete anyway?",
        "Are you sure?",
        "A fee of 10.00 will be charged. Delete draft?",
        "Send the draft?",
        "",
        "Delete draft " + "x" * 300,
    ],
)
def test_questions_that_are_left_to_people(message: str) -> None:
    refused(DIALOG, asked(DIALOG, message), NOWHERE, FailureClass.UNEXPECTED_DIALOG)


def test_other_dialogs() -> None:
    for kind in ("alert", "prompt", "beforeunload"):
        refused(DIALOG, asked(DIALOG, "Delete draft?", kind=kind), NOWHERE, FailureClass.UNEXPECTED_DIALOG)
    usual = Happening(key="q", t_ms=1, kind="dialog", title="", dialog="confirm", message="Delete draft?")
    refused(DIALOG, asked(DIALOG, "Delete draft?", before=(usual,)), NOWHERE, FailureClass.UNEXPECTED_DIALOG)
    own = {"workflows.py": DIALOG["workflows.py"] + "\n\ndef other(page):\n    page.on('dialog', print)\n"}
    refused(own, asked(own, "Delete draft?"), NOWHERE, FailureClass.UNEXPECTED_DIALOG)


@pytest.mark.parametrize(
    ("selector", "is_answered"),
    [
        ("locator(\"button:has-text('Delete draft')\")", True),
        ('locator("text=Delete draft")', True),
        ('locator("form").locator("text=Delete draft")', True),
        ('locator("button").filter(has_text="Delete draft")', True),
        ('get_by_text("Delete draft").first', True),
        ("locator(\"form button:has-text('Delete draft')\")", True),
        ('locator("#delete")', False),
        ("locator(\"li:has-text('Delete draft') button\")", False),
        ("locator(\"form:has-text('Delete draft')\").locator('button')", False),
    ],
)
def test_what_was_clicked_as_the_workflow_calls_it(selector: str, is_answered: bool) -> None:
    sources = sources_of(
        f"def delete(page):\n    page.{selector}.click()\n    page.get_by_text('Deleted').wait_for()\n"
    )
    evidence = asked(sources, "Delete this draft?")
    click, *rest = evidence.steps
    evidence = evidence.model_copy(update={"steps": (click.model_copy(update={"selector": selector}), *rest)})
    if is_answered:
        proposed(sources, evidence, NOWHERE, FailureClass.UNEXPECTED_DIALOG)
    else:
        refused(sources, evidence, NOWHERE, FailureClass.UNEXPECTED_DIALOG)
