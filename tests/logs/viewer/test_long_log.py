"""A log of 50,000 lines, all of them loaded: nothing holds up the page for longer than 100 ms."""

from __future__ import annotations

import sys

import pytest
from django.http import QueryDict
from playwright.sync_api import Page

from tests.logs.viewer.log_stage import PAGE_LINES, LogStage
from tests.logs.viewer.test_viewer import is_seen, load, row
from tests.replay.page_tasks import MOST_MS, during, longest
from tests.replay.timeline_stage import until

pytestmark = pytest.mark.browser

MANY = 50_000
SLOWLY = 10_000  # lines
LEVELS = ("info", "info", "info", "info", "warn", "info", "info", "error")


class LongLog(LogStage):
    """What comes last, when most lines are loaded, comes in pages as the server's; what comes before, in large ones."""

    def page_lines(self, asked: QueryDict) -> int:
        direction, _, at = asked.get("token", "").partition(" ")
        return 10_000 if direction == "older" and int(at) > SLOWLY else PAGE_LINES


@pytest.fixture
def log() -> LogStage:
    log = LongLog()
    for number in range(MANY):
        colour = "\x1b[32mok\x1b[0m " if number % 7 == 0 else ""
        log.say(f"{colour}Line {number}. As long as lines are: {'word ' * (number % 40)}", level=LEVELS[number % 8])
    return log


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


def load_most(page: Page) -> None:
    load(page)
    until(page, f"{TO_TOP}, Logs.viewer.lines.all.length >= {MANY - SLOWLY}", seconds=40)


def load_rest(page: Page) -> None:
    until(page, f"{TO_TOP}, Logs.viewer.lines.all.length === {MANY}", seconds=40)


def test_no_task_is_long_and_few_rows_are_in_the_page(page: Page, log: LogStage) -> None:
    load_most(page)
    loading = longest(page, lambda: load_rest(page))
    took = {name: during(page, action) for name, action in ACTIONS.items()}
    sys.stdout.write(f"longest tasks in ms: loading the rest {loading}, {took}\n")
    assert max(took.values()) <= MOST_MS, took
    assert loading <= 2 * MOST_MS

    assert row(page, "Line").count() < 130
    page.evaluate("Logs.viewer.follow()")
    log.say_now("Fresh.")
    is_seen(page, "Fresh.")
    assert row(page, "Line").count() < 130
