"""Banners and messages that lie over the element are closed, where that is all that their button does."""

from __future__ import annotations

from typing import Any

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
    went_well,
)

COVERED = (
    "Locator.click: Timeout 1200ms exceeded.\nCall log:\n  - waiting for {selector}\n"
    "    - locator resolved to <button>Go</button>\n  - attempting click action\n"
    "    - {cover} intercepts pointer events\n  - retrying click action\n"
)

GO = 'get_by_role("button", name="Go")'
BANNER = '<div id="consent">We use cookies. {buttons}</div><button id="go">Go</button>'
ASYNC = sources_of(
    'async def pay(page):\n    await page.goto("/")\n    await page.get_by_role("button", name="Go").click()\n'
)


def covered(
    sources: dict[str, str], body: str, cover: str = '<div id="consent">…</div>', before: str = "", **facts: Any
) -> Evidence:
    selector = 'get_by_role("button", name="Go")'
    return failed(
        sources,
        "click",
        selector,
        error=COVERED.format(selector=selector, cover=cover),
        page=Page(html=html(body), url="https://shop.example/pay"),
        good=good(before or '<button id="go">Go</button>'),
        **facts,
    )


def test_a_banner_is_closed_whenever_it_shows_up() -> None:
    buttons = "<button>Accept all</button> <button>Only necessary</button> <button>Settings</button>"
    found = proposed(ASYNC, covered(ASYNC, BANNER.format(buttons=buttons)), NOWHERE, FailureClass.ELEMENT_COVERED)
    assert changed_lines(found) == [
        '+    await page.add_locator_handler(page.locator("#consent"), lambda cover: cover.get_by_role("button",'
        ' name="Only necessary", exact=True).click())'
    ]
    assert found.new_locator == 'locator("#consent").get_by_role("button", name="Only necessary", exact=True)'


def test_a_message_in_a_loop() -> None:
    sources = sources_of(
        """
        class Shop:
            def run(self, names):
                for name in names:
                    self.page.get_by_role("button", name="Go").click()
        """
    )
    body = '<div role="dialog" aria-label="News"><p>More</p><button aria-label="Close">x</button></div>'
    evidence = covered(sources, body, '<div role="dialog" aria-label="News">…</div>')
    found = proposed(sources, evidence, NOWHERE, FailureClass.ELEMENT_COVERED)
    assert changed_lines(found)[0].startswith(
        '+            self.page.add_locator_handler(self.page.get_by_role("dialog", name="News"), lambda cover:'
    )
    assert changed_lines(found)[0].endswith(", times=1)")


NOT_CLOSED = {
    "nothing that closes": ("<button>Continue</button><button>Delete</button>", "", '<div id="consent">…</div>'),
    "terms": ("", '<div id="terms">New privacy terms. <button>I agree</button></div>', '<div id="terms">…</div>'),
    "two of them": ("<button>Close</button><button>Close</button>", "", '<div id="consent">…</div>'),
    "a spinner": ("", '<div class="loading">Loading…</div>', '<div class="loading">…</div>'),
    "a sign-in": (
        "",
        '<div role="dialog" id="in">Sign in <input type="password"><button>Close</button></div>',
        '<div role="dialog" id="in">…</div>',
    ),
    "made-up marks": (
        "",
        '<div id="css-1x9f3k" class="sc-bdVaJa">Cookies <button>Reject all</button></div>',
        '<div id="css-1x9f3k">…</div>',
    ),
}


@pytest.mark.parametrize("name", NOT_CLOSED)
def test_what_is_not_closed(name: str) -> None:
    buttons, body, cover = NOT_CLOSED[name]
    evidence = covered(ASYNC, body or BANNER.format(buttons=buttons), cover)
    refused(ASYNC, evidence, NOWHERE, FailureClass.ELEMENT_COVERED)


def test_a_banner_that_good_runs_had_too() -> None:
    body = BANNER.format(buttons="<button>Reject all</button>")
    refused(ASYNC, covered(ASYNC, body, before=body), NOWHERE, FailureClass.ELEMENT_COVERED)


def test_a_banner_that_comes_at_a_later_turn_of_a_loop() -> None:
    sources = sources_of(
        """
        def pay(page):
            for row in page.get_by_role("row").all():
                row.get_by_role("button", name="Go").click()
        """
    )
    evidence = covered(sources, BANNER.format(buttons="<button>Reject all</button>"))
    step = evidence.failing_step.model_copy(update={"selector": f"get_by_role('row').nth(1).{GO}"})  # type: ignore[union-attr]
    turn = went_well(3, f"get_by_role('row').first.{GO}")
    evidence = evidence.model_copy(update={"failing_step": step, "steps": (turn, step)})
    found = proposed(sources, evidence, NOWHERE, FailureClass.ELEMENT_COVERED)
    assert changed_lines(found)[0].startswith('+        page.add_locator_handler(page.locator("#consent"), ')
    assert changed_lines(found)[0].endswith(".click(), times=1)")
