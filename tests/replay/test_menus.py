"""`static/replay/menus.js`: the menus of a session's page close as menus do."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.replay.player_stage import Stage
from tests.replay.timeline_stage import load, staged

pytestmark = pytest.mark.browser

MENU = """<details class="menu"><summary class="button">Download</summary>
<ul class="menu-items"><li><a href="#chosen">Video</a></li></ul></details>"""


def opened_menu(page: Page) -> None:
    page.get_by_text("Download").click()
    expect(page.get_by_role("link", name="Video")).to_be_visible()


def test_a_menu_closes(chromium: Browser, stage: Stage) -> None:
    with staged(chromium, stage) as page:
        load(page)
        page.evaluate("html => document.querySelector('main').insertAdjacentHTML('afterbegin', html)", MENU)
        video = page.get_by_role("link", name="Video")
        page.keyboard.press("n")
        selected = page.evaluate("Replay.store.selected.title")

        opened_menu(page)
        page.keyboard.press("Tab")
        page.keyboard.press("Escape")
        expect(video).to_be_hidden()
        expect(page.get_by_text("Download")).to_be_focused()
        assert page.evaluate("Replay.store.selected?.title") == selected, "Escape has done its work"

        opened_menu(page)
        page.get_by_role("slider").click()
        expect(video).to_be_hidden()

        opened_menu(page)
        video.click()
        expect(video).to_be_hidden()
