"""How far the time that a page shows in the film is from the time of the events it tells."""

from __future__ import annotations

import asyncio
import math
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import av
from av.video.frame import VideoFrame
from playwright.async_api import async_playwright

from bench.film import Film, recorded
from bench.pages import CLOCK_BITS, CLOCK_SQUARE
from libretto.protocol import DEFAULT_VIEWPORT
from runtime.browser import launch

TOLD: Final = "clock "


@dataclass(frozen=True, kw_only=True)
class Sync:
    """Milliseconds, one for each picture that shows a time, or for each event."""

    errors: Sequence[float]  # where in the film a picture is, less when events say that the page showed it
    ages: Sequence[float]  # how old the picture is that the film shows at the time of an event


async def measure_sync(*, site: str, folder: Path, chromium: Path, seconds: float) -> Sync:
    """`folder` exists and is empty. Raises ValueError when the page told nothing."""
    browser = await launch(executable=chromium, folder=folder / "browser", viewport=DEFAULT_VIEWPORT)
    try:
        async with recorded(browser, folder) as film, async_playwright() as playwright:
            client = await playwright.chromium.connect_over_cdp(browser.cdp_url)
            page = client.contexts[0].pages[0]
            await page.goto(f"{site}/clock")
            await asyncio.sleep(seconds)
            await film.stop()
            return _compared(film)
    finally:
        await browser.close()


def percentile(values: Sequence[float], share: float) -> float:
    """`share` of the values are at most this. 0 to 1; 1 is the largest."""
    return sorted(values)[math.ceil(share * len(values)) - 1]


def _compared(film: Film) -> Sync:
    told = [
        (t_ms, int(data["title"].removeprefix(TOLD)))
        for t_ms, kind, data in film.events
        if kind == "console" and data["title"].startswith(TOLD)
    ]
    shown = list(_shown(film.file()))
    if not told or not shown:
        raise ValueError("The page showed no clock.")
    offsets = [t_ms - clock_ms for t_ms, clock_ms in told]
    times = [clock_ms for _, clock_ms in told]

    def session_ms(clock_ms: int) -> int:
        """By the event before."""
        return clock_ms + offsets[max(0, bisect_right(times, clock_ms) - 1)]

    errors = [at_ms - session_ms(clock_ms) for at_ms, clock_ms in shown]
    starts = [at_ms for at_ms, _ in shown]
    ages = [t_ms - session_ms(shown[i - 1][1]) for t_ms, _ in told if (i := bisect_right(starts, t_ms))]
    return Sync(errors=errors, ages=ages)


def _shown(file: Path) -> Iterator[tuple[float, int]]:
    """Of each picture with a clock in it: where it is in the film (ms), and what the clock shows.

    A picture that is repeated, as at the beginning of each fragment, is the picture before.
    """
    before: int | None = None
    with av.open(str(file)) as container:
        for frame in container.decode(video=0):
            clock_ms = _clock(frame)
            if frame.time is not None and clock_ms is not None and clock_ms != before:
                yield frame.time * 1000, clock_ms
            before = clock_ms


def _clock(frame: VideoFrame) -> int | None:
    """None when the second row does not say the opposite of the first."""
    plane = frame.reformat(format="gray").planes[0]
    pixels, middle = bytes(plane), CLOCK_SQUARE // 2

    def bits(row: int) -> list[bool]:
        line = (row * CLOCK_SQUARE + middle) * plane.line_size
        return [pixels[line + bit * CLOCK_SQUARE + middle] > 127 for bit in range(CLOCK_BITS)]

    upper, lower = bits(0), bits(1)
    if any(one == other for one, other in zip(upper, lower, strict=True)):
        return None
    return sum(is_on << bit for bit, is_on in enumerate(upper))
