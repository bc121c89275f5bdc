"""A session of an hour with 50,000 events and 50,000 lines: nothing holds up the page for longer than 100 ms."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.replay.page_tasks import MOST_MS, during, longest
from tests.replay.timeline_stage import Stage, load, staged, until

pytestmark = pytest.mark.browser

MANY = 50_000
HOUR_MS = 3_600_000


@pytest.fixture(scope="module")
def page(chromium: Browser) -> Iterator[Page]:
    stage = Stage()
    gap = HOUR_MS // MANY
    for number in range(MANY):
        t_ms = number * gap
        kind, parent = ("step", f"{number - number % 100}") if number % 5 == 0 else ("network", None)
        title = f"GET https://shop.example/some/long/path/{number}?page={number % 17}&order=newest"
        stage.event(str(number), kind, t_ms, title, end=t_ms + 40, status=200, parent=parent, place="workflows.py:21")
        stage.line(t_ms + 7, f"Line {number} of the log, as long as lines usually are: {'word ' * (number % 40)}")
    with staged(chromium, stage) as page:
        load(page)
        yield page


SCROLLING = """
const box = document.querySelector(".timeline-scroller");
for (let frame = 0; frame < 60; frame += 1) {
  box.scrollTop = (frame * 7919 * 27) % box.scrollHeight;
  await new Promise(requestAnimationFrame);
}
"""
PLAYING = """
for (let ms = 1800000; ms < 1830000; ms += 250) {
  player.seek(ms);
  await new Promise(requestAnimationFrame);
}
"""
SEARCHED = "await new Promise((resolve) => store.addEventListener('visible', resolve, { once: true }))"


def test_a_long_task_is_noticed(page: Page) -> None:
    """By its CPU time, of which it has at least a part while other programs run beside."""
    counting = "let sum = 0; for (let number = 0; number < 3e8; number += 1) sum += number % 7"
    assert during(page, counting) > MOST_MS


ACTIONS = {
    "scrolling": SCROLLING,
    "playing": PLAYING,
    "filtering": "store.filter = { network: true, logs: false }",
    "searching for the first time": f"store.filter = {{ text: 'path 4999', logs: true }}; {SEARCHED}",
    "searching again": "store.filter = { text: 'word line 123' }",
    "a search without matches": "store.filter = { text: 'nothing like that' }",
    "everything again": "store.filter = { text: '' }",
    "folding": "store.toggle(store.byId('step-100'))",
    "selecting": "store.select(store.rows[77777], true)",
}


def test_no_task_is_long(page: Page) -> None:
    took = {"loading": longest(page, lambda: load(page))} | {name: during(page, do) for name, do in ACTIONS.items()}
    print(json.dumps(took))  # noqa: T201

    assert max(took.values()) <= MOST_MS, took
    assert page.evaluate("document.querySelectorAll('.row').length") < 60


def test_the_end_is_reached_and_found(page: Page) -> None:
    page.evaluate("store.filter = { text: '', network: true, logs: true }")
    page.get_by_role("listbox").focus()
    page.keyboard.press("End")
    expect(page.locator(".row-selected")).to_contain_text(f"Line {MANY - 1} ")
    expect(page.locator(".row-selected")).to_be_in_viewport()

    page.get_by_label("Search the timeline").fill("line 31415")
    until(page, "store.visible.length === 1")
    expect(page.get_by_role("option")).to_have_count(1)
