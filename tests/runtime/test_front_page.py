"""Which page the recording shows, and how large every page is."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.runtime.pictures import Shade, played, shade_of, size_and_duration
from tests.runtime.recording_stage import VIEWPORT, Stage, until
from tests.runtime.studio import Studio
from tests.runtime.web_site import web_site

pytestmark = pytest.mark.browser

BLACK, GREY, WHITE = 0, 128, 255
CORNER = (VIEWPORT["width"] - 20, VIEWPORT["height"] - 20)  # no page writes there


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    with web_site() as address:
        yield address


def near(shade: Shade, expected: Shade) -> bool:
    return abs(shade - expected) <= 4


def shown_in_order(file: Path) -> list[Shade]:
    """Black, grey and white, in the order the recording shows them, without the empty page it begins with."""
    known = [wanted for _, shade in played(file, *CORNER) for wanted in (BLACK, GREY, WHITE) if near(shade, wanted)]
    shades = [shade for shade, _ in itertools.groupby(known)]
    return shades[shades.index(WHITE) + 1 :]


async def shown(stage: Stage, shade: Shade) -> None:
    """Until a page of this shade is in front and has been pictured."""

    def pictured() -> bool:
        frame = stage.recorder.last_frame
        return frame is not None and near(shade_of(frame, *CORNER), shade)

    await until(pictured, 60)


def test_a_popup_is_followed_and_left(studio: Studio, tmp_path: Path, site: str) -> None:
    async def run() -> None:
        async with studio.recorded(tmp_path) as stage:
            await stage.page.goto(f"{site}/black")
            await shown(stage, BLACK)
            async with stage.page.expect_popup() as opening:
                await stage.page.click("button")
            popup = await opening.value
            await popup.wait_for_load_state()
            await shown(stage, WHITE)
            async with popup.expect_event("close"):
                await popup.click("button")
            await shown(stage, BLACK)
            await stage.stop()
            assert shown_in_order(stage.recording) == [BLACK, WHITE, BLACK]
            (event,) = stage.latest("popup")
            assert event["outcome"] == "ok"
            assert event["end_ms"] > 0
            assert any(f"shows {site}/black" in data["title"] for data in stage.latest("page"))

    studio.run(run())


def test_the_recording_goes_back_to_the_page_that_is_used(studio: Studio, tmp_path: Path, site: str) -> None:
    async def run() -> None:
        async with studio.recorded(tmp_path) as stage:
            await stage.page.goto(f"{site}/black")
            await shown(stage, BLACK)
            other = await stage.client.contexts[0].new_page()
            await other.goto(f"{site}/white")
            await shown(stage, WHITE)
            await stage.page.click("text=grey")  # by a click
            await stage.page.wait_for_url("**/grey")
            await shown(stage, GREY)
            await other.goto(f"{site}/black")  # by an address
            await shown(stage, BLACK)
            await stage.stop()
            order = shown_in_order(stage.recording)
            assert [shade for shade in order if shade != BLACK][:2] == [WHITE, GREY]
            assert order[-1] == BLACK

    studio.run(run())


def test_a_page_that_moves_by_itself_does_not_take_over(studio: Studio, tmp_path: Path, site: str) -> None:
    async def run() -> None:
        async with studio.recorded(tmp_path) as stage:
            await stage.page.goto(f"{site}/black")
            await shown(stage, BLACK)
            other = await stage.client.contexts[0].new_page()
            await other.goto(f"{site}/white")
            await shown(stage, WHITE)
            await stage.page.evaluate("setTimeout(() => location.href = '/grey')")
            await stage.page.wait_for_url("**/grey")
            await stage.until_seconds(stage.clock.now_ms() / 1000 + 0.5)
            await stage.stop()
            assert GREY not in shown_in_order(stage.recording)

    studio.run(run())


def test_another_process_for_another_site(studio: Studio, tmp_path: Path, site: str) -> None:
    async def run() -> None:
        async with studio.recorded(tmp_path) as stage:
            await stage.page.goto(f"{site}/black")
            await shown(stage, BLACK)
            await stage.page.goto(f"{site.replace('127.0.0.1', 'localhost')}/white")
            await shown(stage, WHITE)
            await stage.stop()
            assert shown_in_order(stage.recording) == [BLACK, WHITE]
            assert await stage.page.evaluate("[innerWidth, innerHeight]") == [640, 400]

    studio.run(run())


def test_a_crashed_page_can_be_left(studio: Studio, tmp_path: Path, site: str) -> None:
    async def run() -> None:
        async with studio.recorded(tmp_path) as stage:
            await stage.page.goto(f"{site}/black")
            await shown(stage, BLACK)
            stage.connection.post("Page.crash", {}, stage.recorder.front_session)
            await until(lambda: bool(stage.latest("page_error")))
            other = await stage.client.contexts[0].new_page()
            await other.goto(f"{site}/white")
            await shown(stage, WHITE)
            await stage.stop()
            assert stage.latest("page_error")[0]["title"] == "The page crashed"
            assert shown_in_order(stage.recording) == [BLACK, WHITE]

    studio.run(run())


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (801, 601)])
def test_every_page_has_the_viewport(studio: Studio, tmp_path: Path, site: str, width: int, height: int) -> None:
    async def run() -> None:
        async with studio.recorded(tmp_path, {"width": width, "height": height}) as stage:
            context = stage.client.contexts[0]
            await stage.page.goto(f"{site}/black")
            async with stage.page.expect_popup() as opening:
                await stage.page.click("button")
            async with stage.page.expect_popup() as opening_tab:
                await stage.page.click("text=tab")
            third = await context.new_page()
            await third.goto(f"{site}/white")
            for page in (stage.page, await opening.value, await opening_tab.value, third):
                # No longer the empty page that a window begins with.
                await page.wait_for_url(f"{site}/*", wait_until="commit")
                await page.wait_for_function(f"innerWidth === {width} && innerHeight === {height}", timeout=5000)
                assert await page.evaluate("[devicePixelRatio, screen.width, screen.height]") == [1, width, height]
            for page in (stage.page, third):  # a popup begins with a size of its own
                assert await page.evaluate("sizeAtStart") == [width, height]
            await stage.stop()
            assert size_and_duration(stage.recording)[:2] == (width + width % 2, height + height % 2)

    studio.run(run())
