"""A repair makes no part of the page wider for calls that did not fail."""

from __future__ import annotations

from textwrap import dedent

import pytest

from debugging.repair.editing.banning.widening import WIDENED
from debugging.repair.editing.bans import banned
from debugging.repair.proposal import FileChange
from tests.debugging.repair.editing.making import failed

SIGN_IN = dedent(
    """
    def sign_in(page):
        form = page.locator("form.sign-in")
        form.locator("#mail").fill("ada@example.com")
        form.locator("button.primary").click()
    """
).lstrip()
PART = 'page.locator("form.sign-in")'


def said(old: str, new: str) -> tuple[str, ...]:
    evidence = failed(
        {"workflows.py": old}, "#mail", f'{PART.removeprefix("page.")}.locator("#mail")', api="locator.fill"
    )
    return banned([FileChange(file="workflows.py", old=old, new=new)], evidence)


def test_a_part_in_which_others_look_stays_one() -> None:
    assert WIDENED in said(SIGN_IN, SIGN_IN.replace(PART, "page"))


@pytest.mark.parametrize(
    "new",
    [
        SIGN_IN.replace(PART, 'page.locator("form.log-in")'),
        SIGN_IN.replace('form.locator("#mail")', 'page.locator("#mail")'),
    ],
)
def test_another_part_or_only_the_failed_call(new: str) -> None:
    assert said(SIGN_IN, new) == ()


def test_a_part_in_which_nothing_else_is_looked_for() -> None:
    alone = SIGN_IN.replace('    form.locator("button.primary").click()\n', "")
    assert said(alone, alone.replace(PART, "page")) == ()
