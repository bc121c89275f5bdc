"""A log of 50,000 lines, all of them loaded: nothing holds up the page for longer than 100 ms."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.logs.log_stage import LogStage
from tests.logs.test_viewer import is_seen, load, row
from tests.replay.page_tasks import MOST_MS, during, longest
from tests.replay.timeline_stage import staged, until

pytestmark = pytest.mark.browser

MANY = 50_000
LEVELS = ("info", "info", "info", "info", "warn", "info", "info", "error")


@pytest.fixture(scope="module")
def log() -> LogStage:
    log = LogStage()
    for number in range(MANY):
        colour = "\x1b[32mok\x1b[0m " if number % 7 == 0 else ""
        log.say(f"{colour}Line {number}. As long as lines are: {'word ' * (number % 40)}", level=LEVELS[number % 8])
    return log


@pytest.fixture(scope="module")
def page(chromium: Browser, log: LogStage) -> Iterator[Page]:
    with staged(chromium, log) as page:
        yield page


TO_TOP = "document.querySelector('.log-scroller').scrollTop = 0"
SCROLLING = """
const box = document.querySelector(".log-scroller");
for (let frame = 0; frame < 60; frame += 1) {
  box.scrollTop = (frame * 7919 * 22) % box.scrollHeight;
  await new Promise(requestAnimationFrame);
}
"""
UNFOLDING = """
const { window: shown, lines, actions } = Logs.viewer;
for (let at = 0; at < 50000; at += 1000) actions.toggle(lines.all[at]);
shown.show(lines.all[40000], true);
"""
ACTIONS = {
    "loading": TO_TOP,
    "scrolling": SCROLLING,
    "to the end": "Logs.viewer.follow()",
    "unfolding": UNFOLDING,
    "scrolling with lines unfolded": SCROLLING,
    "a line far away": "Logs.viewer.window.choose(Logs.viewer.lines.all[25000])",
}


def load_all(page: Page) -> None:
    load(page)
    until(page, f"{TO_TOP}, Logs.viewer.lines.all.length === {MANY}", seconds=40)


def test_no_task_is_long(page: Page) -> None:
    loading = longest(page, lambda: load_all(page))
    took = {name: during(page, action) for name, action in ACTIONS.items()}
    sys.stdout.write(f"longest tasks in ms: loading all {loading}, {took}\n")
    assert max(took.values()) <= MOST_MS, took
    assert loading <= 2 * MOST_MS


def test_few_rows_are_in_the_page_and_new_lines_come(page: Page, log: LogStage) -> None:
    load(page)
    log.say_now("Fresh.")
    is_seen(page, "Fresh.")
    assert row(page, "Line").count() < 130
