"""Element handles become locators."""

from __future__ import annotations

import pytest

from debugging.failure_classes import FailureClass
from tests.debugging.repair.editing.making import NOWHERE, changed_lines, failed, proposed, refused, sources_of


def lines_for(body: str, *, define: str = "def") -> list[str]:
    sources = {"workflows.py": f"{define} pick(page, order, ships):\n    {body}\n"}
    evidence = failed(sources, "click()", "", api="element_handle.click")
    return changed_lines(proposed(sources, evidence, NOWHERE, FailureClass.ELEMENT_DETACHED))


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
    assert (found.kind, found.new_locator) == ("handle", 'locator("li.ship")')


@pytest.mark.parametrize(
    ("lookup", "locator"),
    [
        ('page.query_selector("#ship")', 'page.locator("#ship")'),
        ("page.query_selector(f'#ship-{order}')", "page.locator(f'#ship-{order}')"),
        ('page.query_selector(selector="#ship")', 'page.locator(selector="#ship")'),
        ('page.get_by_role("link", name="Moon").element_handle()', 'page.get_by_role("link", name="Moon")'),
    ],
)
def test_every_way_to_look_it_up(lookup: str, locator: str) -> None:
    assert lines_for(f"ship = {lookup}\n    ship.click()") == [f"-    ship = {lookup}", f"+    ship = {locator}"]
    awaited = f"ship = await {lookup}\n    await ship.click()"
    assert lines_for(awaited, define="async def")[1] == f"+    ship = {locator}"


@pytest.mark.parametrize(
    "before",
    [
        'ship = page.query_selector("#ship")\n    assert ship is not None',
        'ship = page.wait_for_selector("#ship", timeout=900)',
        'ship = page.wait_for_selector("#ship", state="attached")',
        'ship = page.query_selector("#ship")\n    ship.query_selector("a")',
        'ship = page.query_selector("#ship")\n    log(ship)',
    ],
)
def test_a_handle_that_does_more_stays_and_only_the_call_uses_a_locator(before: str) -> None:
    assert lines_for(f"{before}\n    ship.click()") == ["-    ship.click()", '+    page.locator("#ship").click()']


def test_a_lookup_and_its_call_in_one() -> None:
    assert lines_for('page.query_selector("#a").click()')[1] == '+    page.locator("#a").click()'
    both = lines_for('await (await page.query_selector("#a")).click()', define="async def")
    assert both[1] == '+    await page.locator("#a").click()'


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ("ship = ships[0]\n    ship.click()", "one in its place"),
        ('for ship in page.query_selector_all("li"):\n        ship.click()', "one in its place"),
        ('ship = page.locator("li").first.element_handle()\n    ship.click()', "told by its place"),
        ('ship = page.query_selector("a")\n    ship = page.query_selector("b")\n    ship.click()', "several places"),
        ('ship = page.wait_for_selector("a", state="hidden")\n    ship.click()', "go away"),
        (
            'ship = page.query_selector(order, strict=True)\n    order = "b"\n    order = "c"\n    ship.click()',
            "by the",
        ),
        ("ships.click()", "does not show"),
    ],
)
def test_handles_that_stay(body: str, why: str) -> None:
    sources = {"workflows.py": f"def pick(page, order, ships):\n    {body}\n"}
    evidence = failed(sources, "click()", "", api="element_handle.click")
    assert why in refused(sources, evidence, NOWHERE, FailureClass.ELEMENT_DETACHED).reason


def test_what_is_read_of_a_handle() -> None:
    sources = sources_of("def read(page):\n    total = page.query_selector('p')\n    return total.inner_text()\n")
    evidence = failed(sources, "inner_text", "", api="element_handle.inner_text")
    refused(sources, evidence, NOWHERE, FailureClass.ELEMENT_DETACHED)
