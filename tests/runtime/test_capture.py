from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import av
import pytest

from runtime.capture import Capture, capture_page, capture_whole_page
from tests.runtime.pictures import played, shade_of
from tests.runtime.recording_stage import Stage, recorded, until
from tests.runtime.studio import Studio
from tests.runtime.web_site import web_site

pytestmark = pytest.mark.browser

FORM = """<!doctype html><html lang=en><title>Sign in</title>
<form>
  <input name=user value=nobody> <input name=pass type=password value=in-the-markup>
  <input name=keep type=checkbox> <input name=size type=radio value=s checked> <input name=size type=radio value=m>
  <select name=land><option selected>Austria<option>Chile</select> <textarea name=note>old</textarea>
</form>
<my-card></my-card>
<style>.off { display: none } .blank { visibility: hidden } .near { display: contents }</style>
<nav class=off><a href=/>Menu</a></nav><p class=blank data-libretto-not-shown=all>Blank <b>text</b></p>
<div class=near><i data-libretto-not-shown=all>near</i></div>
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


def test_the_page_as_it_is_with_what_was_typed(studio: Studio, tmp_path: Path, site: str) -> None:
    async def run() -> None:
        async with studio.recorded(tmp_path) as stage:
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
                f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><base href="{site}/form"><title>',
                '<input name="user" value="Jo &quot;J&quot; &lt;b&gt;">',
                '<input name="pass" type="password">',
                '<input name="keep" type="checkbox" checked="">',
                '<input name="size" type="radio" value="s"> <input name="size" type="radio" value="m" checked="">',
                '<option>Austria</option><option selected="">Chile</option>',
                '<textarea name="note">new &amp; long</textarea>',
                '<nav class="off" data-libretto-not-shown="all"><a href="/">Menu</a></nav>',
                '<p class="blank" data-libretto-not-shown="self">Blank <b data-libretto-not-shown="self">text</b></p>',
                '<div class="near"><i>near</i></div>',
                '<template shadowrootmode="open"><p>in the shadow</p></template>',
            ):
                assert part in text
            assert "<script" not in text
            assert "hunter2" not in text + aria.read_text(encoding="utf-8")
            assert '- text: "in the shadow"' in aria.read_text(encoding="utf-8")
            assert await stage.page.evaluate("made") == 1  # the copy has run nothing
            assert await stage.page.input_value("[name=pass]") == "hunter2"

    studio.run(run())


def test_the_screenshot_has_the_size_that_the_workflow_gave_the_page(studio: Studio, tmp_path: Path, site: str) -> None:
    async def run() -> None:
        async with studio.recorded(tmp_path) as stage:
            await stage.page.goto(f"{site}/form")
            await stage.page.set_viewport_size({"width": 900, "height": 700})
            screenshot = (await captured(stage)).files[0]
            assert size(screenshot.path) == ("png", 900, 700)
            assert await stage.page.evaluate("[innerWidth, innerHeight]") == [900, 700]

    studio.run(run())


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


def test_a_page_that_has_gone(studio: Studio, tmp_path: Path, site: str) -> None:
    async def run() -> None:
        async with studio.recorded(tmp_path) as stage:
            session = stage.recorder.front_session
            await stage.page.goto(f"{site}/form")
            await stage.page.close()
            assert session is not None
            capture = await capture_page(
                connection=stage.connection, cdp_url=stage.browser.cdp_url, session_id=session, folder=tmp_path
            )
            assert capture.files == ()
            assert len(capture.problems) == 3

    studio.run(run())


PASSWORDS = """<!doctype html><title>Passwords</title>
<label>New <input id=a autocomplete='section-x new-password webauthn' value=hunter-a></label>
<label>Shown <input id=password2 type=text></label>
<label>Code <input id=c autocomplete=one-time-code></label>
<label>Other <input id=d name=town></label><input type=submit name=reset_password value=Reset>"""
STATE = """<!doctype html><html><head><base href='/sub/'><meta charset=latin1>
<meta http-equiv=refresh content='900;url=/gone'><meta http-equiv=Content-Security-Policy content="img-src 'none'">
<link rel=preload as=script href=/x.js><link rel=stylesheet href=plain.css><style></style></head>
<body onload='window.loaded = 1'><noscript>Switch on JavaScript</noscript>
<a href='javascript:alert(1)'>run</a><div contenteditable>old</div><form><input name=childNodes><b>kept</b></form>
<iframe src=/inner></iframe><template><script>1</script><i>in a template</i></template><p>Grüße</p><my-box></my-box>
<script>
  document.querySelector("style").sheet.insertRule("p { color: rgb(1, 2, 3) }");
  const sheet = new CSSStyleSheet();
  sheet.replaceSync("b { color: rgb(4, 5, 6) }");
  document.adoptedStyleSheets = [sheet];
  customElements.define("my-box", class extends HTMLElement {
    connectedCallback() {
      const root = this.attachShadow({ mode: "open" });
      root.innerHTML = "<input id=deep><script>2<\\/script>";
      root.adoptedStyleSheets = [sheet];
    }
  });
</script></body></html>"""
INNER = """<!doctype html><title>Inner</title><input name=city><input type=password id=p><script>3</script>"""
LONG = """<!doctype html><title>Long</title><body style='margin:0'>
<p style='margin:0;height:100vh;background:black'></p><p style='margin:0;height:{}px;background:white'>"""


STYLED = """<!doctype html><title>Styled</title><link rel=stylesheet href=/look/main.css>
<link rel=stylesheet href=/look/print.css media=print><link rel='alternate stylesheet' title=x href=/look/other.css>
<link rel=stylesheet href={other}/look/foreign.css><style>@import '/look/more.css' screen;</style>
<h1>Head</h1><b>bold</b><i>not printed</i>"""
SHEETS = {
    "/look/main.css": "@import 'more.css'; h1 { color: rgb(1, 2, 3); background: url('bg.svg') }"
    'i::after { content: "</style><p>broken out</p>" } u { background: url(data:image/png,x) }',
    "/look/more.css": "b { color: rgb(4, 5, 6) }",
    "/look/print.css": "i { display: none }",
    "/look/other.css": "",
    "/look/foreign.css": "",
}


@pytest.fixture(scope="module")
def pages(site: str) -> Iterator[str]:
    files = {"/passwords": PASSWORDS, "/state": STATE, "/inner": INNER, "/sub/plain.css": "", **SHEETS}
    files["/styled"] = STYLED.format(other=site)
    with web_site({**files, "/long": LONG.format(1000), "/endless": LONG.format(60_000)}) as address:
        yield address


def texts(capture: Capture) -> tuple[str, str]:
    """Of the page's HTML and of its accessibility tree."""
    html, aria = (file.path.read_text(encoding="utf-8") for file in capture.files[1:])
    return html, aria


def test_a_password_is_one_even_while_it_is_shown(studio: Studio, tmp_path: Path, pages: str) -> None:
    async def run() -> None:
        async with studio.recorded(tmp_path) as stage:
            await stage.page.goto(f"{pages}/passwords")
            for selector, value in (("#a", "hunter-b"), ("#password2", "hunter-c"), ("#c", "123456"), ("#d", "Graz")):
                await stage.page.fill(selector, value)
            html, aria = texts(await captured(stage))
            assert not any(secret in html + aria for secret in ("hunter-", "123456"))
            assert 'value="Graz"' in html
            assert 'value="Reset"' in html
            assert 'textbox "Other": "Graz"' in aria

    studio.run(run())


def test_what_is_only_in_the_browsers_memory_is_written_down(studio: Studio, tmp_path: Path, pages: str) -> None:
    async def run() -> None:
        async with studio.recorded(tmp_path) as stage:
            await stage.page.goto(f"{pages}/state")
            await stage.page.fill("[contenteditable]", "new words")
            await stage.page.locator("#deep").fill("deep words")
            await stage.page.frame_locator("iframe").locator("#p").fill("hunter2")
            html, aria = texts(await captured(stage))
            assert "hunter2" not in aria
            for part in (
                f'<head><meta charset="utf-8"><base href="{pages}/sub/">',
                "<style>p { color: rgb(1, 2, 3); }</style>",
                "<style>b { color: rgb(4, 5, 6); }</style></head>",
                '<a href="#">run</a><div contenteditable="">new words</div>',
                "<b>kept</b>",
                "<template><i>in a template</i></template><p>Grüße</p>",
                '<template shadowrootmode="open"><input id="deep" value="deep words"><style>b { color: rgb(4, 5, 6); }',
            ):
                assert part in html
            for part in ("<script", "onload", "javascript:", "Switch on", "refresh", "latin1", "hunter2", "preload"):
                assert part not in html
            assert "img-src" not in html

    studio.run(run())


def test_the_kept_page_looks_like_the_page(studio: Studio, tmp_path: Path, pages: str) -> None:
    async def run() -> None:
        async with studio.recorded(tmp_path) as stage:
            await stage.page.goto(f"{pages}/state")
            await stage.page.locator("#deep").fill("deep words")
            await stage.page.frame_locator("iframe").locator("[name=city]").fill("Wien")
            html, aria = texts(await captured(stage))
            assert '- iframe:\n  - textbox: "Wien"' in aria
            other = await stage.client.contexts[0].new_page()
            await other.set_content(html)
            assert await other.evaluate("getComputedStyle(document.querySelector('p')).color") == "rgb(1, 2, 3)"
            assert await other.evaluate("getComputedStyle(document.querySelector('b')).color") == "rgb(4, 5, 6)"
            assert await other.locator("#deep").input_value() == "deep words"
            inner = other.frame_locator("iframe")
            assert await inner.locator("[name=city]").input_value() == "Wien"
            assert await inner.locator("body").evaluate("body => body.baseURI") == f"{pages}/inner"

    studio.run(run())


def test_style_sheets_are_kept_in_the_page_itself(studio: Studio, tmp_path: Path, pages: str, site: str) -> None:
    async def run() -> None:
        async with studio.recorded(tmp_path) as stage:
            await stage.page.goto(f"{pages}/styled")
            html, _ = texts(await captured(stage))
            assert f'background: url("{pages}/look/bg.svg")' in html
            assert 'background: url("data:image/png,x")' in html
            assert '<style media="print">i { display: none; }</style>' in html
            assert "<style>@media screen {\nb { color: rgb(4, 5, 6); }\n}</style>" in html
            assert html.count("<link") == 2, "one that is not applied, and one of another site"
            other = await stage.client.contexts[0].new_page()
            await other.set_content(html.replace("<link", "<s").replace("<base", "<s"))
            assert await other.evaluate("getComputedStyle(document.querySelector('h1')).color") == "rgb(1, 2, 3)"
            assert await other.evaluate("getComputedStyle(document.querySelector('b')).color") == "rgb(4, 5, 6)"
            assert await other.locator("i").is_visible()
            assert await other.locator("p").count() == 0

    studio.run(run())


async def whole_page(stage: Stage) -> Capture:
    session = stage.recorder.front_session
    assert session is not None
    return await capture_whole_page(
        connection=stage.connection, cdp_url=stage.browser.cdp_url, session_id=session, folder=stage.folder
    )


def test_a_picture_of_the_whole_page_which_is_not_in_the_film(studio: Studio, tmp_path: Path, pages: str) -> None:
    async def run() -> None:
        async with studio.recorded(tmp_path) as stage:
            await stage.page.goto(f"{pages}/long")
            await stage.page.evaluate("scrollTo(0, 900)")
            await until(
                lambda: stage.recorder.last_frame is not None and shade_of(stage.recorder.last_frame, 300, 200) > 250
            )
            await stage.stop()
            (picture,) = (await whole_page(stage)).files
            assert (picture.kind, picture.path.name, picture.content_type) == (
                *("screenshot_full", "screenshot_full.png", "image/png"),
            )
            assert size(picture.path) == ("png", 640, 1400)  # 100vh is still 400
            await stage.page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
            assert await stage.page.evaluate("[innerWidth, innerHeight, scrollY]") == [640, 400, 900]
            await stage.stop()
            *_, (last, _) = played(stage.recording, 300, 200)
            assert last > 250

    studio.run(run())


def test_no_picture_of_the_whole_page_when_the_viewport_shows_it(studio: Studio, tmp_path: Path, site: str) -> None:
    async def run() -> None:
        async with studio.recorded(tmp_path, {"width": 900, "height": 700}) as stage:
            await stage.page.goto(f"{site}/form")
            assert await whole_page(stage) == Capture(files=(), problems=())

    studio.run(run())


def test_a_very_long_page_is_cut(studio: Studio, tmp_path: Path, pages: str) -> None:
    async def run() -> None:
        async with studio.recorded(tmp_path) as stage:
            await stage.page.goto(f"{pages}/endless")
            (picture,) = (await whole_page(stage)).files
            assert size(picture.path) == ("png", 640, 16_384)
            assert await stage.page.title() == "Long"  # it survived

    studio.run(run())
