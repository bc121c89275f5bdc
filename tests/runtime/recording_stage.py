"""A recorded browser with a Playwright client at work in it, as in a run."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.async_api import Browser as Client
from playwright.async_api import Page, async_playwright

from libretto.protocol import LogLevel, TimelineData, Viewport
from runtime.browser import Browser, launch
from runtime.cdp import Connection
from runtime.chromium import find_chromium
from runtime.clock import Clock
from runtime.recorder import Recorder
from runtime.recording.fragments import Fragment
from runtime.remux import MediaInfo, remux

VIEWPORT: Viewport = {"width": 640, "height": 400}


@dataclass
class Stage:
    folder: Path
    browser: Browser
    connection: Connection
    clock: Clock
    client: Client
    page: Page
    recorder: Recorder
    fragments: list[Fragment] = field(default_factory=list)
    events: list[tuple[int, str, TimelineData]] = field(default_factory=list)
    console: list[tuple[int, LogLevel, str]] = field(default_factory=list)

    async def stop(self) -> MediaInfo:
        """Ends the recording; its file is `recording`."""
        await self.recorder.stop()
        return remux(fragments=[fragment.path for fragment in self.fragments], target=self.recording)

    @property
    def recording(self) -> Path:
        return self.folder / "recording.mp4"

    @property
    def recorded_ms(self) -> int:
        return sum(fragment.duration_ms for fragment in self.fragments)

    def latest(self, kind: str) -> list[TimelineData]:
        """The events of a kind, each as it was reported last."""
        return list({data["id"]: data for _, found, data in self.events if found == kind}.values())

    async def until_seconds(self, seconds: float) -> None:
        """On the session's clock."""
        await until(lambda: self.clock.now_ms() >= seconds * 1000, seconds + 5)


@asynccontextmanager
async def recorded(folder: Path, viewport: Viewport = VIEWPORT) -> AsyncIterator[Stage]:
    """In a browser of its own, for whoever kills it or lets it hang. For others see studio.py."""
    async with AsyncExitStack() as ending:
        browser = await launch(executable=find_chromium(), folder=folder / "browser", viewport=viewport)
        ending.push_async_callback(browser.close)
        stage = await on_stage(ending, folder, browser, viewport)
        playwright = await ending.enter_async_context(async_playwright())
        stage.client = await playwright.chromium.connect_over_cdp(browser.cdp_url)
        stage.page = stage.client.contexts[0].pages[0]
        yield stage


async def on_stage(ending: AsyncExitStack, folder: Path, browser: Browser, viewport: Viewport) -> Stage:
    """The recorder at work on what the browser shows. `client` and `page` are to be set."""
    (folder / "fragments").mkdir()
    connection = await Connection.open(browser.cdp_url)
    ending.push_async_callback(connection.close)
    lists: dict[str, list[Any]] = {"fragments": [], "events": [], "console": []}
    clock = Clock()
    recorder = Recorder(
        connection=connection,
        folder=folder / "fragments",
        clock=clock,
        viewport=viewport,
        on_fragment=lists["fragments"].append,
        on_page_event=lambda *event: lists["events"].append(event),
        on_console=lambda *line: lists["console"].append(line),
    )
    ending.push_async_callback(recorder.stop)
    await recorder.start()
    unset: Any = None
    return Stage(folder, browser, connection, clock, unset, unset, recorder, **lists)


async def until(condition: Callable[[], bool], seconds: float = 10) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        await asyncio.sleep(0.02)
