"""Whether a long session needs more memory than a short one."""

from __future__ import annotations

import asyncio
import itertools
import os
import tempfile
from fractions import Fraction
from pathlib import Path
from typing import Final

import av
import psutil
from av.video.frame import VideoFrame
from playwright.async_api import async_playwright

from bench.film import recorded
from libretto.protocol import DEFAULT_VIEWPORT
from runtime.browser import launch
from runtime.recording.film import Film
from runtime.recording.fragments import Fragment

HOUR_MS: Final = 3_600_000
PICTURE_MS: Final = 500  # of the hour, which is filmed as fast as it goes
PICTURES: Final = 20  # different ones


def measured(*, site: str, chromium: Path, minutes: float) -> dict[str, dict[str, float]]:
    """MB of this process, when a tenth was recorded and at the end."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        hour = _film_an_hour(Path(folder))
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        real = asyncio.run(_record(site, chromium, Path(folder), 60 * minutes))
    return {"film of an hour, 2 pictures a second": hour, f"{minutes:g} minutes of the busy page": real}


def _film_an_hour(folder: Path) -> dict[str, float]:
    film = Film(folder, DEFAULT_VIEWPORT, _forget)
    pictures = itertools.cycle([_picture(number) for number in range(PICTURES)])
    sizes = {}
    for t_ms in range(0, HOUR_MS, PICTURE_MS):
        film.show(next(pictures), t_ms)
        if t_ms == HOUR_MS // 10:
            sizes["at a tenth, MB"] = _megabytes()
    sizes["at the end, MB"] = _megabytes()
    film.end(HOUR_MS)
    return sizes


async def _record(site: str, chromium: Path, folder: Path, seconds: float) -> dict[str, float]:
    browser = await launch(executable=chromium, folder=folder / "browser", viewport=DEFAULT_VIEWPORT)
    sizes = {}
    try:
        async with recorded(browser, folder), async_playwright() as playwright:
            client = await playwright.chromium.connect_over_cdp(browser.cdp_url)
            await client.contexts[0].pages[0].goto(f"{site}/busy")
            await asyncio.sleep(seconds / 10)
            sizes["at a tenth, MB"] = _megabytes()
            await asyncio.sleep(seconds * 9 / 10)
            sizes["at the end, MB"] = _megabytes()
    finally:
        await browser.close()
    return sizes


def _forget(fragment: Fragment) -> None:
    fragment.path.unlink()


def _megabytes() -> float:
    return round(psutil.Process(os.getpid()).memory_info().rss / 1e6, 1)


def _picture(number: int) -> bytes:
    """A JPEG of the viewport's size, grey below stripes; each has others."""
    width, height = DEFAULT_VIEWPORT["width"], DEFAULT_VIEWPORT["height"]
    encoder = av.CodecContext.create("mjpeg", "w")
    encoder.width, encoder.height, encoder.pix_fmt, encoder.time_base = width, height, "yuvj420p", Fraction(1, 1000)
    frame = VideoFrame(width, height, "yuvj420p")
    for plane in frame.planes:
        striped = bytes((at * (number + 1) // 8) % 256 for at in range(plane.buffer_size // 10))
        plane.update(striped.ljust(plane.buffer_size, b"\x80"))
    return b"".join(bytes(packet) for packet in [*encoder.encode(frame), *encoder.encode(None)])
