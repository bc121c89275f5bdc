"""Addresses of moments: `static/replay/links.js`."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.replay.player_stage import Stage
from tests.replay.timeline_stage import load, staged, until

pytestmark = pytest.mark.browser


@pytest.fixture
def failed(stage: Stage) -> Stage:
    stage.event("call@a b/ü%", "step", 9500, "The failing step", outcome="failed")
    stage.event("req:1", "network", 3700, "GET /", status=500)
    stage.line(5500, "hello")
    stage.header |= {"state": "failed", "failed_at_ms": 9500, "failed_key": "call@a b/ü%"}
    return stage


def shown(page: Page) -> tuple[float, str | None]:
    """The moment, and the title of the selected row."""
    ms, title = page.evaluate("[Replay.player.nowMs, Replay.store.selected?.title ?? null]")
    return ms, title


OPENINGS = (
    ("/", 9800, "The failing step"),
    ("/?t=12.5", 12_500, None),
    ("/?t=99999", 20_000, None),
    ("/?t=soon", 9800, "The failing step"),
    ("/#step-call%403", 3200, "Step 3"),
    ("/#step-call@3", 3200, "Step 3"),
    ("/?t=12.5#step-call%403", 3200, "Step 3"),
    ("/#step-call%40a%20b%2F%C3%BC%25", 9500, "The failing step"),
    ("/#event-req%3A1", 3700, "GET /"),
    ("/#log-1", 5500, "hello"),
    ("/#log-77", 9800, "The failing step"),
    ("/#100%", 9800, "The failing step"),
)


def test_what_a_page_opens_at(chromium: Browser, failed: Stage) -> None:
    with staged(chromium, failed) as page:
        for path, ms, title in OPENINGS:
            page.goto("about:blank")  # from page to page of one address, nothing would be loaded
            load(page, path)
            assert shown(page) == (ms, title), path
            assert not page.evaluate("Replay.player.isPlaying"), path
            assert page.url.endswith(path), "the address stays as it was opened"


def test_it_opens_at_the_failure_once_the_step_before_is_seen_but_not_after_its_end(
    chromium: Browser, failed: Stage
) -> None:
    failed.event("call@a b/ü%", "step", 9500, "The failing step", outcome="failed", end=9620)
    with staged(chromium, failed) as page:
        load(page)
        assert shown(page) == (9620, "The failing step")
        assert page.evaluate("Replay.links.link").endswith("#step-call%40a%20b%2F%C3%BC%25")

        page.keyboard.press("ArrowUp")
        page.keyboard.press("ArrowDown")
        assert shown(page) == (9500, "The failing step"), "selecting a row shows its beginning"


def test_without_a_failure_it_opens_at_the_first_step(chromium: Browser, stage: Stage) -> None:
    with staged(chromium, stage) as page:
        load(page)
        assert shown(page) == (1200, "Step 1")


def test_selecting_a_row_makes_it_the_address(chromium: Browser, failed: Stage) -> None:
    with staged(chromium, failed) as page:
        load(page, "/?t=12.5&x=1")
        page.evaluate("""() => {
          const own = history.replaceState;
          window.replaced = 0;
          history.replaceState = (...given) => {
            replaced += 1;
            own.apply(history, given);
          };
        }""")
        for _ in range(8):
            page.keyboard.press("p")
        until(page, "location.hash")
        page.wait_for_timeout(400)
        assert page.evaluate("[location.search, location.hash, replaced, history.length]") == [
            "?x=1",
            "#log-1",
            1,
            2,
        ]
        page.keyboard.press("Escape")
        until(page, "!location.hash")


def test_another_hash_in_the_address_is_followed(chromium: Browser, failed: Stage) -> None:
    with staged(chromium, failed) as page:
        load(page)
        page.evaluate("location.hash = '#step-call%4011'")
        until(page, "Replay.player.nowMs === 11200")
        page.evaluate("location.hash = '#main'")
        page.wait_for_timeout(100)
        assert shown(page) == (11_200, "Step 11")


def test_a_link_to_the_moment_is_copied(chromium: Browser, failed: Stage) -> None:
    with staged(chromium, failed, permissions=["clipboard-read", "clipboard-write"]) as page:
        load(page, "/?t=12.345")
        for moment in ("/?t=12.345", "/#step-call%4011"):
            page.get_by_role("button", name="Copy a link").click()
            expect(page.get_by_role("status").filter(has_text="Link copied")).to_be_visible()
            assert page.evaluate("navigator.clipboard.readText()") == page.evaluate("location.origin") + moment
            page.keyboard.press("p")


def test_without_a_clipboard_the_older_way_copies(chromium: Browser, failed: Stage) -> None:
    with staged(chromium, failed) as page:
        page.add_init_script("delete Navigator.prototype.clipboard")
        load(page, "/?t=12.345")
        page.evaluate("document.addEventListener('copy', () => { copied = document.activeElement.value; })")
        page.keyboard.press("c")
        until(page, "copied.endsWith('/?t=12.345')")
