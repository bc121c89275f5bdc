"""One browser and one Playwright driver for many tests. Each gets a page, a recorder and a client of its own."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any, TypeVar

from playwright.async_api import Playwright, async_playwright

from libretto.protocol import Viewport
from runtime.browser import Browser, launch
from runtime.cdp import Connection
from runtime.chromium import find_chromium
from tests.runtime.recording_stage import VIEWPORT, Stage, on_stage

T = TypeVar("T")


class Studio:
    """Starting a browser and a driver takes longer than most of what is looked at in them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._runner = asyncio.Runner()  # Playwright belongs to its loop
        self._ending = AsyncExitStack()
        self._started: tuple[Browser, Playwright] | None = None

    def run(self, story: Coroutine[Any, Any, T]) -> T:
        """Instead of asyncio.run."""
        return self._runner.run(story)

    def close(self) -> None:
        self._runner.run(self._ending.aclose())
        self._runner.close()

    @asynccontextmanager
    async def recorded(self, folder: Path, viewport: Viewport = VIEWPORT) -> AsyncIterator[Stage]:
        """In the order of a run: the page, the recorder, the client."""
        browser, playwright = self._started = self._started or await self._start()
        async with AsyncExitStack() as ending:
            # After each, not before: what a page does without end would slow down other tests.
            ending.push_async_callback(_start_over, browser)
            stage = await on_stage(ending, folder, browser, viewport)
            stage.client = await playwright.chromium.connect_over_cdp(browser.cdp_url)
            ending.push_async_callback(stage.client.close)
            stage.page = stage.client.contexts[0].pages[0]
            yield stage

    async def _start(self) -> tuple[Browser, Playwright]:
        browser = await launch(executable=find_chromium(), folder=self._folder, viewport=VIEWPORT)
        self._ending.push_async_callback(browser.close)
        return browser, await self._ending.enter_async_context(async_playwright())


async def _start_over(browser: Browser) -> None:
    """An empty page, and nothing of what was there before."""
    connection = await Connection.open(browser.cdp_url)
    before = await _pages(connection)
    await connection.send("Target.createTarget", {"url": "about:blank"})
    for page in before:
        await connection.send("Target.closeTarget", {"targetId": page})
    async with asyncio.timeout(20):
        while before & await _pages(connection):  # noqa: ASYNC110 - a browser sets no event
            await asyncio.sleep(0.01)
    await connection.send("Storage.clearCookies")
    await connection.close()


async def _pages(connection: Connection) -> set[str]:
    targets = (await connection.send("Target.getTargets"))["targetInfos"]
    return {target["targetId"] for target in targets if target["type"] == "page"}
