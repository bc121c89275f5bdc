"""A session of an hour with 50,000 events and 50,000 lines: nothing holds up the page for longer than 100 ms."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.replay.timeline_stage import Stage, load, staged, until

pytestmark = pytest.mark.browser

MANY = 50_000
HOUR_MS = 3_600_000
MOST_MS = 200  # 100 where nothing else is at work: other tests run beside

WATCH = """
window.longTasks = [];
new PerformanceObserver((list) => longTasks.push(...list.getEntries().map(({ duration }) => Math.round(duration))))
  .observe({ type: "longtask" });
"""


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
        page.add_init_script(WATCH)
        load(page)
        yield page


def longest(page: Page, action: str) -> int:
    """The longest task during this, in ms; 0 below 50. In a task of the page's own: Playwright's are not watched."""
    page.evaluate(f"async () => {{ {PAUSE % 0}; {action}; {PAUSE % 300}; }}")
    return max(page.evaluate("longTasks.splice(0)"), default=0)


PAUSE = "await new Promise((resolve) => setTimeout(resolve, %d))"
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
    page.evaluate("longTasks.length = 0")
    assert longest(page, "const end = performance.now() + 120; while (performance.now() < end);") >= 110


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


def measure(page: Page) -> dict[str, int]:
    load(page)
    loading = max(page.evaluate("longTasks.splice(0)"), default=0)
    return {"loading": loading} | {name: longest(page, action) for name, action in ACTIONS.items()}


def test_no_task_is_long(page: Page) -> None:
    """The best of six rounds at most: what is long by itself is long in each, what waits for other programs is not."""
    best = measure(page)
    for _ in range(5):
        if max(best.values()) > MOST_MS:
            best = {name: min(ms, best[name]) for name, ms in measure(page).items()}
    print(json.dumps(best))  # noqa: T201

    assert max(best.values()) <= MOST_MS, best
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
