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


def test_a_row_is_told_by_text_that_no_line_break_parts() -> None:
    row = "<li><h6>{}<br><small>{}</small></h6><label>{}</label></li>"
    others = row.format("Banks", "Singer", "<input type='checkbox'>")
    before = row.format("Flume", "Producer", "<input id='one' type='checkbox' target>") + others
    now = row.format("Flume", "Producer", "<input type='checkbox'>") + others
    located = locate(changed(f"<ul>{before}</ul>", f"<ul>{now}</ul>", 'locator("#one")', api="locator.uncheck"))
    assert located.locator == 'get_by_role("listitem").filter(has_text="Flume").get_by_role("checkbox")'


def test_words_that_style_sheets_hide_are_no_name() -> None:
    """A menu that is folded shows the picture of its logo alone."""
    before = "<header><a href='home.html' class='logo' target><b>Shop</b></a></header>"
    hidden = "<span data-libretto-not-shown='self'>Shop</span>"
    now = f"<aside><a href='../home.html' class='brand-link'><img src='l.png' alt='Logo'>{hidden}</a></aside>"
    located = locate(changed(before, now, 'locator(".logo")'))
    assert located.locator == 'locator("a[href=\\"../home.html\\"]")', located
