"""What pages do that is hard to picture, and what must not stop the recording."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.runtime.pictures import Shade, played, shade_of
from tests.runtime.recording_stage import VIEWPORT, Stage, until
from tests.runtime.studio import Studio
from tests.runtime.web_site import PAGES, web_site

pytestmark = pytest.mark.browser

GREY, WHITE = 128, 255
MIDDLE = (VIEWPORT["width"] // 2, VIEWPORT["height"] // 2)
CORNER = (VIEWPORT["width"] - 20, VIEWPORT["height"] - 20)
FILLING = "position:absolute;left:0;top:0;width:100%;height:100%;border:0"
START = "<!doctype html><body style='margin:0;background:#fff'>"
CANVAS = f"""{START}<canvas style='{FILLING}' width=640 height=400></canvas><script>
const drawing = document.querySelector("canvas").getContext("2d");
function paint(shade) {{
  drawing.fillStyle = `rgb(${{shade}},${{shade}},${{shade}})`;
  drawing.fillRect(0, 0, 640, 400);
}}
</script>"""
WEBGL = f"""{START}<canvas style='{FILLING}' width=640 height=400></canvas><script>
const gl = document.querySelector("canvas").getContext("webgl");
function paint(shade) {{ gl.clearColor(shade / 255, shade / 255, shade / 255, 1); gl.clear(gl.COLOR_BUFFER_BIT); }}
</script>"""
FRAME = f"{START}<iframe style='{FILLING}'></iframe>"
LONG = f"{START}<div style='height:6000px'>long</div>"


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    with web_site({**PAGES, "/canvas": CANVAS, "/webgl": WEBGL, "/frame": FRAME, "/long": LONG}) as address:
        yield address


def near(shade: Shade, expected: Shade) -> bool:
    return abs(shade - expected) <= 6


async def shown(stage: Stage, shade: Shade) -> None:
    def pictured() -> bool:
        frame = stage.recorder.last_frame
        return frame is not None and near(shade_of(frame, *MIDDLE), shade)

    await until(pictured, 60)


@pytest.mark.parametrize("page", ["canvas", "webgl"])
def test_what_a_script_draws(studio: Studio, tmp_path: Path, site: str, page: str) -> None:
    async def run() -> None:
        async with studio.recorded(tmp_path) as stage:
            await stage.page.goto(f"{site}/{page}")
            for shade in (60, 200):
                await stage.page.evaluate("paint", shade)
                await shown(stage, shade)
            await stage.stop()
            assert near(played(stage.recording)[-1][1], 200)

    studio.run(run())


def test_a_frame_of_another_site(studio: Studio, tmp_path: Path, site: str) -> None:
    async def run() -> None:
        async with studio.recorded(tmp_path) as stage:
            await stage.page.goto(f"{site}/frame")
            elsewhere = site.replace("127.0.0.1", "localhost")
            await stage.page.evaluate("url => { document.querySelector('iframe').src = url }", f"{elsewhere}/black")
            await shown(stage, 0)
            await stage.page.frame_locator("iframe").locator("text=grey").click()
            await shown(stage, GREY)
            await stage.stop()
            assert near(played(stage.recording)[-1][1], GREY)

    studio.run(run())


def test_a_dialog_and_a_download_do_not_stop_it(studio: Studio, tmp_path: Path, site: str) -> None:
    async def run() -> None:
        async with studio.recorded(tmp_path) as stage:
            await stage.page.goto(f"{site}/black")
            opened_ms = stage.clock.now_ms()
            stage.page.once("dialog", lambda dialog: asyncio.ensure_future(answered(stage, opened_ms, dialog)))
            await stage.page.evaluate("alert('wait'); document.body.style.background = 'rgb(128,128,128)'")
            await shown(stage, GREY)
            async with stage.page.expect_download():
                await stage.page.evaluate("url => { location.href = url }", f"{site}/file")
            await stage.page.evaluate("document.body.style.background = 'white'")
            await shown(stage, WHITE)
            await stage.stop()
            assert near(played(stage.recording)[-1][1], WHITE)

    async def answered(stage: Stage, opened_ms: int, dialog: object) -> None:
        await until(lambda: stage.recorded_ms > opened_ms, 30)  # recorded while it is open
        await dialog.accept()  # type: ignore[attr-defined]

    studio.run(run())


def test_a_screenshot_of_the_full_page_is_not_seen(studio: Studio, tmp_path: Path, site: str) -> None:
    async def run() -> None:
        async with studio.recorded(tmp_path) as stage:
            await stage.page.goto(f"{site}/long")
            await shown(stage, WHITE)
            begun_ms = stage.clock.now_ms()
            for _ in range(4):
                await stage.page.screenshot(full_page=True)
            await stage.page.evaluate("document.body.style.background = 'rgb(128,128,128)'")
            await shown(stage, GREY)
            await stage.stop()
            corners = [shade for at_ms, shade in played(stage.recording, *CORNER) if at_ms >= begun_ms]
            assert all(near(shade, WHITE) or near(shade, GREY) for shade in corners), corners  # no black frame around

    studio.run(run())


def test_another_size_that_stays_is_fitted_in(studio: Studio, tmp_path: Path, site: str) -> None:
    """As of a context that the workflow makes itself."""

    async def run() -> None:
        async with studio.recorded(tmp_path) as stage:
            await stage.page.goto(f"{site}/white")
            context = await stage.client.new_context(viewport={"width": 300, "height": 900})
            page = await context.new_page()
            await page.goto(f"{site}/canvas")
            await page.evaluate("paint", GREY)
            await shown_in_the_middle(stage)
            await stage.stop()
            assert near(played(stage.recording)[-1][1], GREY)
            assert near(played(stage.recording, *CORNER)[-1][1], 0)
            await context.close()

    async def shown_in_the_middle(stage: Stage) -> None:
        await until(lambda: near(shade_of(stage.recorder.last_frame or b"", 60, 200), GREY), 60)

    studio.run(run())
