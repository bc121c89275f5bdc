"""Locators as browsers take them, which name elements otherwise than people do."""

from __future__ import annotations

import pytest

from debugging.repair.locating.finding import locate
from tests.debugging.repair.locating.making import changed


@pytest.mark.parametrize(
    ("before", "now", "locator"),
    [
        ("<ul><li id='r' target>Red</li></ul>", "<ul><li>Red</li></ul>", 'get_by_text("Red")'),
        ("<p id='r' title='Total' target>12 EUR</p>", "<p title='Total'>12 EUR</p>", 'get_by_title("Total")'),
        (
            "<ul role='tree'><li role='treeitem' id='r' target>Red</li></ul>",
            "<ul role='tree'><li role='treeitem'>Red</li></ul>",
            'get_by_role("treeitem", name="Red")',
        ),
    ],
)
def test_what_has_no_name_in_a_browser_is_not_found_by_one(before: str, now: str, locator: str) -> None:
    located = locate(changed(before, now, 'locator("#r")', api="locator.text_content"))
    assert located.locator == locator, located
