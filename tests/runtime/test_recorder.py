from __future__ import annotations

import asyncio
import math
from collections.abc import Iterator
from pathlib import Path

import av
import pytest

from runtime.remux import remux
from tests.runtime.pictures import Shade, joined, played, size_and_duration
from tests.runtime.recording_stage import Stage, recorded, until
from tests.runtime.studio import Studio
from tests.runtime.web_site import web_site

pytestmark = pytest.mark.browser

WHITE = 255


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    with web_site() as address:
        yield address


def near(shade: Shade, expected: Shade, by: int = 4) -> bool:
    return abs(shade - expected) <= by


def test_a_changing_page_plays_in_time_and_what_was_delivered_without_the_rest(
    studio: Studio, tmp_path: Path, site: str
) -> None:
    async def run() -> None:
        async with studio.recorded(tmp_path) as stage:
            await stage.page.goto(f"{site}/counting")
            await until(lambda: len(stage.fragments) >= 2, 30)
            what_a_killed_host_leaves_plays(stage)
            await stage.page.wait_for_function("count === 100")
            started = await stage.page.evaluate("performance.timeOrigin") - stage.clock.wall_time_ms
            await stage.stop()
            whole = joined([fragment.path for fragment in stage.fragments], tmp_path / "whole.mp4")
            late = [time - started - shade / 2 * 50 for time, shade in played(whole, 600, 300) if 20 < shade < 180]
            assert len(late) > 3
            assert -100 < sorted(late)[len(late) // 2] < 300  # also the time the page needed to begin counting
            assert played(stage.recording) == played(whole)

    studio.run(run())


def what_a_killed_host_leaves_plays(stage: Stage) -> None:
    """Fragments so far, and the open one cut anywhere."""
    delivered = [fragment.path for fragment in stage.fragments]
    copies = [stage.folder / path.name for path in sorted((stage.folder / "fragments").iterdir())]
    for copy in copies:
        copy.write_bytes((stage.folder / "fragments" / copy.name).read_bytes())
    whole = remux(fragments=delivered, target=stage.folder / "one.mp4").duration_ms
    assert whole == pytest.approx(stage.recorded_ms, abs=2)
    assert remux(fragments=copies, target=stage.folder / "two.mp4").duration_ms >= whole


def test_a_still_page_costs_nothing_and_lasts_as_long_as_its_session(studio: Studio, tmp_path: Path, site: str) -> None:
    """That it is delivered every 2 seconds is shown in test_film.py."""

    async def run() -> None:
        async with studio.recorded(tmp_path) as stage:
            await stage.page.goto(f"{site}/white")
            await until(lambda: len(stage.fragments) >= 3, 30)  # the first may be over before the page is white
            assert stage.fragments[2].bytes < 2000
            info = await stage.stop()
            assert abs(info.duration_ms - stage.clock.now_ms()) < 500
            assert size_and_duration(stage.recording) == (640, 400, info.duration_ms)

    studio.run(run())


def test_what_a_burst_ends_with_is_shown(studio: Studio, tmp_path: Path, site: str) -> None:
    async def run() -> None:
        async with studio.recorded(tmp_path) as stage:
            await stage.page.goto(f"{site}/burst")
            await stage.page.evaluate("paint()")
            await stage.page.wait_for_function("count > 100")
            await stage.until_seconds(stage.clock.now_ms() / 1000 + 1)
            await stage.stop()
            assert near(played(stage.recording)[-1][1], 200)

    studio.run(run())


def test_the_last_picture_is_the_page_as_it_was_left(studio: Studio, tmp_path: Path, site: str) -> None:
    async def run() -> None:
        async with studio.recorded(tmp_path) as stage:
            await stage.page.goto(f"{site}/black")
            await stage.page.evaluate("document.body.innerHTML = ''; document.body.style.background = 'white'")
            await stage.stop()
            assert near(played(stage.recording)[-1][1], WHITE)

    studio.run(run())


def test_a_killed_browser_leaves_a_recording(tmp_path: Path, site: str) -> None:
    async def run() -> None:
        async with recorded(tmp_path) as stage:
            await stage.page.goto(f"{site}/counting")
            await until(lambda: len(stage.fragments) >= 1, 30)
            stage.browser.process.kill()
            await until(lambda: stage.connection.lost, 30)
            killed_ms = stage.clock.now_ms()
            await stage.until_seconds(killed_ms / 1000 + 1)  # until the host notices
            info = await stage.stop()
            assert abs(info.duration_ms - killed_ms) < 500
            assert len(played(stage.recording)) > 2
            assert stage.recorder.last_frame

    asyncio.run(run())


def test_small_text_can_be_read(studio: Studio, tmp_path: Path, site: str) -> None:
    """The recording differs from a screenshot by so little that letters keep their shape."""

    async def run() -> None:
        async with studio.recorded(tmp_path) as stage:
            words = "<p style='font: 11px sans-serif; color: #444'>The quick brown fox jumps over it. 0123456789</p>"
            await stage.page.set_content(words * 12)
            await stage.page.screenshot(path=tmp_path / "page.png")
            await stage.stop()
            assert likeness(stage.recording, tmp_path / "page.png") > 30

    studio.run(run())


def likeness(recording: Path, picture: Path) -> float:
    """Of the last picture, in decibels (PSNR of its brightness)."""
    with av.open(str(recording)) as one, av.open(str(picture)) as other:
        last = list(one.decode(video=0))[-1].reformat(format="gray")
        wanted = next(other.decode(video=0)).reformat(format="gray")
    pairs = zip(bytes(last.planes[0]), bytes(wanted.planes[0]), strict=True)
    error = sum((a - b) ** 2 for a, b in pairs) / (wanted.width * wanted.height)
    return 10 * math.log10(255**2 / error) if error else math.inf
