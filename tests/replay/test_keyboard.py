"""Every key that `static/replay/keys.js` lists, and where they are left alone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.replay.player_stage import Stage
from tests.replay.timeline_stage import load, staged, until

pytestmark = pytest.mark.browser


def now_ms(page: Page) -> float:
    return float(page.evaluate("Replay.player.nowMs"))


def selected(page: Page) -> str | None:
    title: str | None = page.evaluate("Replay.store.selected?.title ?? null")
    return title


def test_keys_that_play(chromium: Browser, stage: Stage) -> None:
    with staged(chromium, stage) as page:
        load(page, "/?t=10")
        for key, ms in (
            ("ArrowRight", 15_000),
            ("ArrowLeft", 10_000),
            ("Shift+ArrowRight", 11_000),
            ("Shift+ArrowLeft", 10_000),
            ("l", 20_000),
            ("j", 10_000),
            (".", 10_100),
            (",", 10_000),
            ("3", 6000),
            ("0", 0),
            ("End", 20_000),
            ("Home", 0),
        ):
            page.keyboard.press(key)
            assert now_ms(page) == ms, key
        for key in ("Space", "k"):
            page.keyboard.press(key)
            until(page, "Replay.player.isPlaying")
            page.keyboard.press(key)
            until(page, "!Replay.player.isPlaying")
        page.keyboard.press(">")
        assert page.evaluate("Replay.player.speed") == 1.5
        page.keyboard.press("<")
        page.keyboard.press("<")
        assert page.evaluate("Replay.player.speed") == 0.75
        page.keyboard.press("s")
        expect(page.get_by_role("button", name="Skip stretches")).to_have_attribute("aria-pressed", "true")
        page.keyboard.press("f")
        until(page, "document.fullscreenElement === Replay.player.root")


def test_keys_that_read(chromium: Browser, stage: Stage) -> None:
    for at in (4, 9):
        stage.event(f"bad@{at}", "step", at * 1000 + 500, f"Bad {at}", outcome="failed")
    with staged(chromium, stage) as page:
        load(page, "/?t=1")
        for key, title in (
            ("ArrowDown", "Step 1"),
            ("n", "Step 2"),
            ("p", "Step 1"),
            ("ArrowUp", "Step 1"),
            ("e", "Bad 4"),
            ("e", "Bad 9"),
            ("e", "Bad 9"),
            ("Shift+E", "Bad 4"),
        ):
            page.keyboard.press(key)
            assert selected(page) == title, key
        assert now_ms(page) == 4500
        page.keyboard.press("Alt+1")
        assert page.evaluate("Replay.store.filter.steps") is False
        page.keyboard.press("Alt+1")
        page.keyboard.press("Alt+6")
        assert page.evaluate("Replay.store.visible.length") == 2
        load(page)  # what was chosen is remembered, as when its button was clicked
        expect(page.get_by_role("button", name=re.compile("^Errors"))).to_have_attribute("aria-pressed", "true")


def test_searching_leaves_the_letters_to_the_search(chromium: Browser, stage: Stage) -> None:
    with staged(chromium, stage) as page:
        load(page, "/?t=10")
        page.keyboard.press("/")
        page.keyboard.type("step 1k ")
        search = page.get_by_role("textbox", name="Search the timeline")
        expect(search).to_have_value("step 1k ")
        assert (now_ms(page), page.evaluate("Replay.player.isPlaying")) == (10_000, False)
        page.keyboard.press("Escape")
        expect(search).to_have_value("")


def test_escape_clears_the_selection(chromium: Browser, stage: Stage) -> None:
    with staged(chromium, stage) as page:
        load(page)
        page.keyboard.press("n")
        page.keyboard.press("Escape")
        assert selected(page) is None


def test_the_browsers_own_keys_and_buttons_stay_theirs(chromium: Browser, stage: Stage) -> None:
    with staged(chromium, stage) as page:
        load(page, "/?t=10")
        page.keyboard.press("Control+ArrowRight")
        page.keyboard.press("Meta+k")
        assert (now_ms(page), page.evaluate("Replay.player.isPlaying")) == (10_000, False)
        page.get_by_role("button", name="Play").focus()
        page.keyboard.press("Space")  # the button's own, and not again the page's
        until(page, "Replay.player.isPlaying")


def test_the_sheet_lists_all_keys(chromium: Browser, stage: Stage) -> None:
    with staged(chromium, stage) as page:
        load(page, "/?t=10")
        page.keyboard.press("?")
        sheet = page.get_by_role("dialog", name="Keyboard")
        for words in ("Play or pause", "Next error", "Copy a link to this moment", "Alt + 1 … Alt + 7"):
            expect(sheet).to_contain_text(words)
        page.keyboard.press("k")
        assert not page.evaluate("Replay.player.isPlaying")
        page.keyboard.press("Escape")
        expect(sheet).to_be_hidden()
        page.get_by_role("button", name="Keyboard").click()
        expect(sheet).to_be_visible()
        page.keyboard.press("?")
        expect(sheet).to_be_hidden()
