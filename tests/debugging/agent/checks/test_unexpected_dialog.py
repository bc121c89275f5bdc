from __future__ import annotations

from typing import Any

import pytest

from debugging.agent.diagnosing import diagnose
from debugging.evidence import Evidence, Happening
from debugging.failure_classes import FailureClass as F
from tests.debugging.agent.making import dialog, done, good, not_found, page

CLICK = done("locator.click", 'get_by_role("button", name="Delete")', t_ms=3_900)
NOW = page("<h1>Items</h1><button>Delete</button>")


def after(*happenings: Happening, **facts: Any) -> Evidence:
    return not_found('get_by_text("Deleted")', page=NOW, happenings=happenings, **{"steps": (CLICK,), **facts})


@pytest.mark.parametrize("kind", ["confirm", "prompt", "beforeunload"])
def test_a_question_that_nobody_answered(kind: str) -> None:
    found = diagnose(after(dialog(kind, "Really?")))
    assert found.failure_class == F.UNEXPECTED_DIALOG
    assert found.why[0].pointers[0].kind == "dialog"


def test_where_the_last_good_run_had_none_it_is_sure() -> None:
    found = diagnose(after(dialog("confirm", "Really?"), good=good(happenings=())))
    assert (found.failure_class, found.confidence >= 0.9) == (F.UNEXPECTED_DIALOG, True)


def test_one_that_good_runs_had_too_is_not_why() -> None:
    usual = dialog("confirm", "Really?")
    found = diagnose(after(usual, good=good(happenings=(usual,))))
    assert found.failure_class == F.ELEMENT_NOT_FOUND


def test_one_that_is_still_open() -> None:
    found = diagnose(after(dialog("alert", "Out of stock", answer="")))
    assert (found.failure_class, found.confidence >= 0.9) == (F.UNEXPECTED_DIALOG, True)
    assert '"Out of stock"' in found.summary


def test_one_that_the_workflow_answered_itself() -> None:
    steps = (CLICK, done("dialog.dismiss", t_ms=4_002, title="Dismiss the dialog"))
    assert diagnose(after(dialog("confirm", "Really?"), steps=steps)).failure_class == F.ELEMENT_NOT_FOUND


def test_one_of_long_ago() -> None:
    steps = (CLICK, *(done("locator.click", f'locator("#n{n}")', t_ms=4_100 + n) for n in range(5)))
    assert diagnose(after(dialog("confirm", "Really?"), steps=steps)).failure_class == F.ELEMENT_NOT_FOUND
