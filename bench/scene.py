"""One page shown for a while in one browser, recorded in one way: `python -m bench.scene <json>`.

A process of its own for each, so that its tree is everything: Chromium, Playwright's driver, its ffmpeg, and this
process, which is the client and, when we record, the host. Prints what it measured as one line of JSON.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final, Literal, TypedDict

from playwright.async_api import Browser as Client
from playwright.async_api import BrowserContext, FloatRect, Page, async_playwright

from bench.cpu import tree_cpu_seconds
from bench.film import recorded
from libretto.protocol import DEFAULT_VIEWPORT
from runtime.browser import launch
from runtime.processes import become_subreaper

Way = Literal["none", "playwright", "ours"]
SETTLE_SECONDS: Final = 2.0
REGIONS: Final = """[...document.querySelectorAll("h1, p, pre, nav")].map(element => {
  const {x, y, width, height} = element.getBoundingClientRect();
  return {x, y, width, height};
})"""


class Order(TypedDict):
    way: Way
    page: str  # a key of DRIVES
    site: str
    seconds: float
    folder: str  # exists and is empty
    chromium: str


@dataclass(frozen=True, kw_only=True)
class Measured:
    cpu_seconds: float  # from when the page had settled until the recording was complete
    bytes: int  # of the video; 0 without one
    video: str  # its path, or ""
    screenshot: str
    regions: list[FloatRect]  # where the page has text, CSS pixels


async def _still(page: Page, seconds: float) -> None:
    await asyncio.sleep(seconds)


async def _fill_forms(page: Page, seconds: float) -> None:
    """As a person would who types quickly, one customer after the other; always the same in the same time."""
    loop = asyncio.get_running_loop()
    end, number = loop.time() + seconds, 0
    while loop.time() < end:
        number += 1
        for name in ("name", "mail", "street"):
            await page.locator(f"#{name}").press_sequentially(f"{name} of customer {number}", delay=40)
            await asyncio.sleep(0.3)
        await page.select_option("#country", index=number % 4)
        await page.set_checked("#news", number % 2 == 0)
        await page.fill("#remarks", "Nothing to remark.\n" * (number % 4))
        await page.click("button")
        await asyncio.sleep(0.8)
        await page.click("nav a:last-child")
        await asyncio.sleep(0.8)
        await page.click("nav a:first-child")


DRIVES: Final[dict[str, Callable[[Page, float], Awaitable[None]]]] = {
    "busy": _still,
    "form": _fill_forms,
    "text": _still,
    "animated": _still,
}


async def measure(order: Order) -> Measured:
    folder = Path(order["folder"])
    async with AsyncExitStack() as ending:
        playwright = await ending.enter_async_context(async_playwright())
        browser = await launch(executable=Path(order["chromium"]), folder=folder / "browser", viewport=DEFAULT_VIEWPORT)
        ending.push_async_callback(browser.close)
        film = await ending.enter_async_context(recorded(browser, folder)) if order["way"] == "ours" else None
        client = await playwright.chromium.connect_over_cdp(browser.cdp_url)
        context = await _context(client, order["way"], folder)
        page = await context.new_page()
        await page.goto(f"{order['site']}/{order['page']}")
        await asyncio.sleep(SETTLE_SECONDS)
        before = tree_cpu_seconds(os.getpid())
        await DRIVES[order["page"]](page, order["seconds"])
        regions: list[FloatRect] = await page.evaluate(REGIONS)
        if film is not None:
            await film.stop()
        cpu_of_page = tree_cpu_seconds(os.getpid()) - before
        await page.screenshot(path=folder / "page.png")
        between = tree_cpu_seconds(os.getpid())
        await context.close()
        cpu_seconds = cpu_of_page + tree_cpu_seconds(os.getpid()) - between
        video = film.file() if film is not None else next((folder / "video").glob("*.webm"), None)
    return Measured(
        cpu_seconds=cpu_seconds,
        bytes=video.stat().st_size if video else 0,
        video=str(video or ""),
        screenshot=str(folder / "page.png"),
        regions=regions,
    )


async def _context(client: Client, way: Way, folder: Path) -> BrowserContext:
    if way == "playwright":
        return await client.new_context(
            viewport=DEFAULT_VIEWPORT, record_video_dir=folder / "video", record_video_size=DEFAULT_VIEWPORT
        )
    return await client.new_context(viewport=DEFAULT_VIEWPORT)


if __name__ == "__main__":
    become_subreaper()
    print(json.dumps(asdict(asyncio.run(measure(json.loads(sys.argv[1]))))))
