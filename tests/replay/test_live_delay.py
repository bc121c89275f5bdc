"""How far a viewer is behind a page that the real recorder records: the page's shade of grey is its clock."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path
from statistics import median
from typing import Any

import pytest
from playwright.async_api import Page, async_playwright, expect

from runtime.chromium import find_chromium
from runtime.recording.fragments import Fragment
from tests.replay.films import Recorded
from tests.replay.player_stage import Stage
from tests.replay.timeline_stage import served
from tests.runtime.recording_stage import recorded, until

pytestmark = pytest.mark.browser

TICK_MS, SHADES, STEP = 100, 50, 5  # so the shade comes again every 5 s
ROUND_MS = TICK_MS * SHADES
SECONDS = 12
CLOCK = f"""setInterval(() => {{
  const shade = (Math.floor(Date.now() / {TICK_MS}) % {SHADES}) * {STEP};
  document.body.style.background = `rgb(${{shade}} ${{shade}} ${{shade}})`;
}}, 50)"""


class Running(Stage):
    """What the recorder has closed so far."""

    def __init__(self, fragments: list[Fragment], now_ms: Any) -> None:
        self.kept, self.now_ms = fragments, now_ms
        super().__init__(Recorded([], [], b"", 0))

    def answer(self, *, timeline: int, logs: int, pieces: int) -> dict[str, Any]:
        kept, offset, known = list(self.kept), 0, []
        for one in kept:
            known.append([one.index, one.start_ms, one.duration_ms, offset, one.bytes, int(one.key)])
            offset += one.bytes
        self.recorded = Recorded([one.path.read_bytes() for one in kept], known, b"", 0)
        if kept:
            self.grow(len(kept))
        self.header["length_ms"] = self.now_ms()
        return super().answer(timeline=timeline, logs=logs, pieces=pieces)


async def delays_of(viewer: Page, seconds: float) -> list[float]:
    """Milliseconds from when the page looked so to when the viewer shows it, modulo the round of its shades."""
    found, until_then = [], time.monotonic() + seconds
    while time.monotonic() < until_then:
        shade, now = await viewer.evaluate("[shade(), Date.now()]")
        shown = round(shade / STEP) * TICK_MS + TICK_MS / 2
        found.append((now - shown) % ROUND_MS)
        await asyncio.sleep(0.1)
    return found


async def measured(tmp_path: Path) -> list[float]:
    async with recorded(tmp_path) as stage, async_playwright() as playwright:
        await stage.page.evaluate(CLOCK)
        await until(lambda: len(stage.fragments) >= 2)
        with served(Running(stage.fragments, stage.clock.now_ms)) as url:
            browser = await playwright.chromium.launch(executable_path=find_chromium(None), args=["--no-sandbox"])
            viewer = await browser.new_page()
            await viewer.add_init_script(path=Path(__file__).with_name("page_probe.js"))
            await viewer.goto(url)
            await expect(viewer.get_by_role("button", name="Pause")).to_be_visible()
            await expect(viewer.locator(".screen-video")).to_have_js_property("readyState", 4)
            found = await delays_of(viewer, SECONDS)
            await browser.close()
            return found


def test_a_viewer_is_at_most_three_seconds_behind(tmp_path: Path) -> None:
    delays = sorted(asyncio.run(measured(tmp_path)))
    p95 = delays[int(len(delays) * 0.95)]
    assert median(delays) <= 3000, delays
    assert p95 <= 4000, delays  # loosely: two browsers and an encoder share the machine
