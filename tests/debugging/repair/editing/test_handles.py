"""Element handles become locators."""

from __future__ import annotations

import pytest

from debugging.failure_classes import FailureClass
from tests.debugging.repair.editing.making import NOWHERE, changed_lines, failed, proposed, refused, sources_of


def test_a_handle_becomes_a_locator() -> None:
    sources = sources_of(
        """
        async def pick(page):
            ship = await page.wait_for_selector("li.ship")  # the first
            await page.get_by_label("Filter").fill("Moon")
            await ship.click()
        """
    )
    evidence = failed(sources, "ship.click", "", api="element_handle.click")
    found = proposed(sources, evidence, NOWHERE, FailureClass.ELEMENT_DETACHED)
    assert changed_lines(found)[1] == '+    ship = page.locator("li.ship")  # the first'
    assert found.kind == "handle"


@pytest.mark.parametrize(
    "body",
    [
        'ship = page.query_selector("li")\n    if ship:\n        ship.click()',
        'ship = page.wait_for_selector("li", state="attached")\n    ship.click()',
        'ship = page.query_selector("li")\n    ship.query_selector("a")\n    ship.click()',
        "ship = ships[0]\n    ship.click()",
        'for ship in page.query_selector_all("li"):\n        ship.click()',
    ],
)
def test_handles_that_stay(body: str) -> None:
    sources = {"workflows.py": f"def pick(page, ships):\n    {body}\n"}
    evidence = failed(sources, "ship.click", "", api="element_handle.click")
    refused(sources, evidence, NOWHERE, FailureClass.ELEMENT_DETACHED)


def test_what_is_read_of_a_handle() -> None:
    sources = sources_of("def read(page):\n    total = page.query_selector('p')\n    return total.inner_text()\n")
    evidence = failed(sources, "inner_text", "", api="element_handle.inner_text")
    refused(sources, evidence, NOWHERE, FailureClass.ELEMENT_DETACHED)
