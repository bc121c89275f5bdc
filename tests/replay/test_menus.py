"""`static/replay/menus.js`: the menus of a session's page close as menus do."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.replay.player_stage import Stage, loaded, opened

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("player_browser")]

MENU = """<details class="menu"><summary class="button">Download</summary>
<ul class="menu-items"><li><a href="#chosen">Video</a></li></ul></details>"""


def opened_menu(page: Page) -> None:
    page.get_by_text("Download").click()
    expect(page.get_by_role("link", name="Video")).to_be_visible()


def test_a_menu_closes(stage: Stage) -> None:
    with opened(stage) as page:
        loaded(page)
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
