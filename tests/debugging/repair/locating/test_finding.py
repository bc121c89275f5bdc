"""Where the element of a failed call is after a change of the page, and that it is not taken for another one."""

from __future__ import annotations

import pytest

from debugging.repair.locating.finding import locate
from tests.debugging.repair.locating.making import Change, changed, changes, is_right


def name(change: Change) -> str:
    return change.name


@pytest.mark.parametrize("change", changes("found"), ids=name)
def test_what_changed_is_found_again(change: Change) -> None:
    located = locate(changed(change.before, change.now, change.selector, api=change.api))
    assert located.why_not == ""
    assert located.proof
    assert is_right(located, change.now), (located.frame, located.locator)


@pytest.mark.parametrize("change", changes("gone"), ids=name)
def test_what_is_gone_is_left_alone(change: Change) -> None:
    located = locate(changed(change.before, change.now, change.selector, api=change.api))
    assert located.winner is None, (located.proof, located.locator)
    assert (located.locator, located.proof) == ("", "")
    assert located.why_not


def test_what_was_only_waited_for_is_what_the_locator_found_alone() -> None:
    now = "<form><h2>Sign in</h2><label>User <input name='user'></label></form>"
    before = "<form><h2>Sign in</h2><label>User <input class='u'></label></form>"
    waited = changed(before, now, 'locator(".u")', api="locator.wait_for")
    assert locate(waited).locator == 'get_by_role("textbox", name="User")'
    twice = changed(f"{before}<input class='u'>", now, 'locator(".u")', api="locator.wait_for")
    assert locate(twice).why_not == "The kept page of the good run does not tell which element it was."
