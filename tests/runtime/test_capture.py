from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import av
import pytest

from runtime.capture import Capture, capture_page
from tests.runtime.recording_stage import Stage, recorded, until
from tests.runtime.web_site import web_site

pytestmark = pytest.mark.browser

FORM = """<!doctype html><html lang=en><title>Sign in</title>
<form>
  <input name=user value=nobody> <input name=pass type=password value=in-the-markup>
  <input name=keep type=checkbox> <input name=size type=radio value=s checked> <input name=size type=radio value=m>
  <select name=land><option selected>Austria<option>Chile</select> <textarea name=note>old</textarea>
</form>
<my-card></my-card>
<script>
  customElements.define("my-card", class extends HTMLElement {
    constructor() { super(); window.made = (window.made || 0) + 1; }
    connectedCallback() { this.attachShadow({mode: "open"}).innerHTML = "<p>in the shadow</p>"; }
  });
</script>"""


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    with web_site({"/form": FORM}) as address:
        yield address


async def captured(stage: Stage, seconds: float = 5) -> Capture:
    session = stage.recorder.front_session
    assert session is not None
    (stage.folder / "artifacts").mkdir()
    return await capture_page(
        connection=stage.connection,
        cdp_url=stage.browser.cdp_url,
        session_id=session,
        folder=stage.folder / "artifacts",
        last_frame=stage.recorder.last_frame,
        timeout_seconds=seconds,
    )


def size(picture: Path) -> tuple[str, int, int]:
    with av.open(str(picture)) as container:
        video = container.streams.video[0]
        return video.codec_context.name, video.width, video.height


def test_the_page_as_it_is_with_what_was_typed(tmp_path: Path, site: str) -> None:
    async def run() -> None:
        async with recorded(tmp_path) as stage:
            await stage.page.goto(f"{site}/form")
            await stage.page.fill("[name=user]", 'Jo "J" <b>')
            await stage.page.fill("[name=pass]", "hunter2")
            await stage.page.check("[name=keep]")
            await stage.page.check("[value=m]")
            await stage.page.select_option("select", "Chile")
            await stage.page.fill("textarea", "new & long")
            capture = await captured(stage)
            assert capture.problems == ()
            assert [(file.kind, file.path.name, file.content_type) for file in capture.files] == [
                ("screenshot", "screenshot.png", "image/png"),
                ("page_html", "page.html", "text/html"),
                ("aria_snapshot", "aria.yaml", "application/yaml"),
            ]
            screenshot, html, aria = (file.path for file in capture.files)
            assert size(screenshot) == ("png", 640, 400)
            text = html.read_text(encoding="utf-8")
            for part in (
                '<!DOCTYPE html>\n<html lang="en">',
                '<input name="user" value="Jo &quot;J&quot; &lt;b&gt;">',
                '<input name="pass" type="password">',
                '<input name="keep" type="checkbox" checked="">',
                '<input name="size" type="radio" value="s"> <input name="size" type="radio" value="m" checked="">',
                '<option>Austria</option><option selected="">Chile</option>',
                '<textarea name="note">new &amp; long</textarea>',
                '<template shadowrootmode="open"><p>in the shadow</p></template>',
            ):
                assert part in text
            assert "hunter2" not in text + aria.read_text(encoding="utf-8")
            assert '- text: "in the shadow"' in aria.read_text(encoding="utf-8")
            assert await stage.page.evaluate("made") == 1  # the copy has run nothing
            assert await stage.page.input_value("[name=pass]") == "hunter2"

    asyncio.run(run())


def test_the_screenshot_has_the_size_that_the_workflow_gave_the_page(tmp_path: Path, site: str) -> None:
    async def run() -> None:
        async with recorded(tmp_path) as stage:
            await stage.page.goto(f"{site}/form")
            await stage.page.set_viewport_size({"width": 900, "height": 700})
            screenshot = (await captured(stage)).files[0]
            assert size(screenshot.path) == ("png", 900, 700)
            assert await stage.page.evaluate("[innerWidth, innerHeight]") == [900, 700]

    asyncio.run(run())


@pytest.mark.parametrize("script", ["alert('hello')", "while (true);"])
def test_a_page_that_does_not_answer(tmp_path: Path, site: str, script: str) -> None:
    """It leaves its last picture, and says what is missing."""

    async def run() -> None:
        async with recorded(tmp_path) as stage:
            await stage.page.goto(f"{site}/form")
            stage.page.on("dialog", lambda dialog: None)  # a workflow that forgets it
            await stage.page.evaluate(f"setTimeout(() => {{ console.log('stuck'); {script} }})")
            await until(lambda: any(text == "stuck" for _, _, text in stage.console))
            started = stage.clock.now_ms()
            capture = await captured(stage, seconds=1)
            assert stage.clock.now_ms() - started < 3000
            (screenshot,) = capture.files
            assert size(screenshot.path) == ("png", 640, 400)
            assert [problem.split(" could")[0] for problem in capture.problems] == ["page.html", "aria.yaml"]
            assert all("no answer within" in problem for problem in capture.problems)
            stage.browser.process.kill()

    asyncio.run(run())


def test_a_page_that_has_gone(tmp_path: Path, site: str) -> None:
    async def run() -> None:
        async with recorded(tmp_path) as stage:
            session = stage.recorder.front_session
            await stage.page.goto(f"{site}/form")
            await stage.page.close()
            assert session is not None
            capture = await capture_page(
                connection=stage.connection, cdp_url=stage.browser.cdp_url, session_id=session, folder=tmp_path
            )
            assert capture.files == ()
            assert len(capture.problems) == 3

    asyncio.run(run())
