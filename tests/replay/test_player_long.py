"""An hour of video and 50,000 rows: the page never stops for long."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.replay.films import recorded, shade_of
from tests.replay.page_tasks import MOST_MS, longest
from tests.replay.player_stage import Stage, shows
from tests.replay.timeline_stage import load, staged, until

pytestmark = pytest.mark.browser

HOUR_MS = 3_600_000
ROWS = 50_000
PICTURE_MS = 20_000


@pytest.fixture
def long(tmp_path: Path) -> Stage:
    stage = Stage(recorded(tmp_path, seconds=HOUR_MS / 1000, every_ms=PICTURE_MS))
    for number in range(ROWS // 2):
        t_ms = number * HOUR_MS * 2 // ROWS
        stage.event(f"call@{number}", "step", t_ms, f"Click on row {number}", end=t_ms + 60)
        stage.line(t_ms + 30, f"row {number} was opened")
    return stage


def scrub(page: Page) -> None:
    box = page.get_by_role("slider").bounding_box()
    assert box is not None
    page.mouse.move(box["x"], box["y"] + 10)
    page.mouse.down()
    for part in range(100):
        page.mouse.move(box["x"] + box["width"] * part / 100, box["y"] + 10)
    page.mouse.up()


def play(page: Page) -> None:
    page.evaluate("Replay.player.speed = 4; Replay.player.play()")
    until(page, "Replay.player.nowMs > 1810000")


def choose(page: Page) -> None:
    page.keyboard.press("s")
    page.keyboard.press("Alt+1")
    page.keyboard.press("e")
    until(page, "Replay.player.nowMs > 1812000")


def test_an_hour_never_stops_the_page_for_long(chromium: Browser, long: Stage) -> None:
    with staged(chromium, long) as page:
        took = {"load": longest(page, lambda: load(page))}
        expect(page.get_by_role("option", name="Click on row 0,")).to_be_visible()
        took["scrub"] = longest(page, lambda: scrub(page))
        page.evaluate("Replay.player.seek(1802000)")
        shows(page, shade_of(1_802_000 // PICTURE_MS))
        took["play"] = longest(page, lambda: play(page))
        took["filter"] = longest(page, lambda: choose(page))
        assert max(took.values()) <= MOST_MS, took
