from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from libretto.protocol import TimelineData
from runtime.recording.pages import Page, Pages
from tests.runtime.recording_stage import Stage, until
from tests.runtime.studio import Studio
from tests.runtime.web_site import PAGES, web_site

pytestmark = pytest.mark.browser

NOISY = """<!doctype html><title>noisy</title><body><a href='#below'>below</a><a href='/file'>report</a>
<script>
console.log("count", 3, {a: 1}, ["x"]);
console.warn("careful");
console.error("broken");
setTimeout(() => { throw new TypeError("no such thing") });
</script>"""


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    with web_site({**PAGES, "/noisy": NOISY}) as address:
        yield address


def test_navigations(studio: Studio, tmp_path: Path, site: str) -> None:
    async def run() -> None:
        async with studio.recorded(tmp_path) as stage:
            await stage.page.goto(f"{site}/noisy")
            await stage.page.click("text=below")
            await until(lambda: len(stage.latest("navigation")) >= 2)
            first, second = stage.latest("navigation")[:2]
            assert (first["url"], first["outcome"]) == (f"{site}/noisy", "ok")
            assert first["end_ms"] > 0
            assert (second["url"], second["outcome"]) == (f"{site}/noisy#below", "ok")

    studio.run(run())


def test_a_navigation_that_fails(studio: Studio, tmp_path: Path) -> None:
    async def run() -> None:
        async with studio.recorded(tmp_path) as stage:
            with pytest.raises(Exception, match="ERR_NAME_NOT_RESOLVED"):
                await stage.page.goto("http://nowhere.invalid/")
            await until(lambda: bool(stage.latest("navigation")))
            (event,) = stage.latest("navigation")
            assert (event["url"], event["outcome"]) == ("http://nowhere.invalid/", "failed")
            assert event["title"] == "Could not open http://nowhere.invalid/: net::ERR_NAME_NOT_RESOLVED"
            assert event["error"] == "net::ERR_NAME_NOT_RESOLVED"

    studio.run(run())


def test_console_and_exceptions(studio: Studio, tmp_path: Path, site: str) -> None:
    async def run() -> None:
        async with studio.recorded(tmp_path) as stage:
            await stage.page.goto(f"{site}/noisy")
            await until(lambda: bool(stage.latest("page_error")))
            lines = [(level, text) for _, level, text in stage.console]
            assert lines[:3] == [("info", 'count 3 {a: 1} ["x"]'), ("warn", "careful"), ("error", "broken")]
            assert any(level == "error" and text.startswith("TypeError: no such thing") for level, text in lines)
            (error,) = stage.latest("page_error")
            assert error["title"] == "TypeError: no such thing"
            assert f"{site}/noisy" in error["error"]
            assert (error["url"], error["line"]) == (f"{site}/noisy", 6)
            logged = next(data for data in stage.latest("console") if data["title"] == "broken")
            assert (logged["level"], logged["url"], logged["line"]) == ("error", f"{site}/noisy", 5)
            assert logged["column"] == 9
            assert logged["error"] == f"broken\n    at (anonymous) ({site}/noisy:5:9)"

    studio.run(run())


def test_what_the_browser_says_of_the_page(studio: Studio, tmp_path: Path, site: str) -> None:
    async def run() -> None:
        async with studio.recorded(tmp_path) as stage:
            await stage.page.goto(f"{site}/missing")
            await until(lambda: any("404" in text and "/missing" in text for _, _, text in stage.console))

    studio.run(run())


def test_events_are_placed_on_the_sessions_clock(studio: Studio, tmp_path: Path, site: str) -> None:
    async def run() -> None:
        async with studio.recorded(tmp_path) as stage:
            await stage.page.goto(f"{site}/black")
            before = stage.clock.now_ms()
            wall = await stage.page.evaluate("console.log('now'), Date.now()")
            await until(lambda: any(text == "now" for _, _, text in stage.console))
            logged = next(t_ms for t_ms, _, text in stage.console if text == "now")
            assert abs(logged - (wall - stage.clock.wall_time_ms)) < 50
            assert before - 50 <= logged <= stage.clock.now_ms()

    studio.run(run())


def test_playwrights_own_words_are_left_out(studio: Studio, tmp_path: Path, site: str) -> None:
    async def run() -> None:
        async with studio.recorded(tmp_path) as stage:
            await stage.page.set_content("<p>hello")
            await stage.page.evaluate("console.log('last')")
            await until(lambda: any(text == "last" for _, _, text in stage.console))
            assert [text for _, _, text in stage.console] == ["last"]

    studio.run(run())


def test_a_flood_is_cut_short_and_counted(studio: Studio, tmp_path: Path, site: str) -> None:
    async def run() -> None:
        async with studio.recorded(tmp_path) as stage:
            await stage.page.goto(f"{site}/black")
            await stage.page.evaluate("for (let i = 0; i < 5000; i++) console.log(i)")
            await stage.stop()
            left_out = [text for _, _, text in stage.console if "left out" in text]
            numbers = [text for _, _, text in stage.console if text.isdigit()]
            assert len(numbers) < 2000
            told = sum(int(text.split()[0]) for text in left_out) + len(numbers)
            assert 5000 <= told <= 5002  # the browser's own complaint about a missing icon may be among them

    studio.run(run())


def test_dialogs_are_left_to_the_workflow(studio: Studio, tmp_path: Path, site: str) -> None:
    async def run() -> None:
        async with studio.recorded(tmp_path) as stage:
            await stage.page.goto(f"{site}/black")
            stage.page.once("dialog", lambda dialog: asyncio.ensure_future(answered(stage, dialog.accept)))
            assert await stage.page.evaluate("confirm('Really?')") is True
            stage.page.once("dialog", lambda dialog: asyncio.ensure_future(dialog.dismiss()))
            assert await stage.page.evaluate("confirm('Really not?')") is False
            await until(lambda: [one["outcome"] for one in stage.latest("dialog")] == ["ok", "ok"])
            assert [one["title"] for one in stage.latest("dialog")] == [
                "Confirm: Really? (accepted)",
                "Confirm: Really not? (dismissed)",
            ]
            first, second = stage.latest("dialog")
            assert (first["dialog"], first["message"], first["answer"]) == ("confirm", "Really?", "accepted")
            assert second["answer"] == "dismissed"
            stage.page.once("dialog", lambda dialog: asyncio.ensure_future(dialog.accept("Jo")))
            assert await stage.page.evaluate("prompt('Name?')") == "Jo"
            await until(lambda: stage.latest("dialog")[-1].get("typed") == "Jo")

    async def answered(stage: Stage, accept: object) -> None:
        await until(lambda: bool(stage.latest("dialog")))
        assert stage.latest("dialog")[0]["outcome"] == "open"
        await accept()  # type: ignore[operator]

    studio.run(run())


def test_downloads_are_left_to_the_workflow(studio: Studio, tmp_path: Path, site: str) -> None:
    async def run() -> None:
        async with studio.recorded(tmp_path) as stage:
            await stage.page.goto(f"{site}/noisy")
            async with stage.page.expect_download() as downloading:
                await stage.page.click("text=report")
            path = await (await downloading.value).path()
            assert path.read_bytes() == b"nothing here"
            await until(lambda: [one["outcome"] for one in stage.latest("download")] == ["ok"])
            event: TimelineData = stage.latest("download")[0]
            assert (event["title"], event["url"]) == ("Download of report.txt (12 bytes)", f"{site}/file")
            assert (event["name"], event["bytes"]) == ("report.txt", 12)

    studio.run(run())


def test_a_page_that_answers_with_an_error(studio: Studio, tmp_path: Path, site: str) -> None:
    async def run() -> None:
        async with studio.recorded(tmp_path) as stage:
            await stage.page.goto(f"{site}/missing")
            await until(lambda: bool(stage.latest("navigation")))
            assert stage.latest("navigation")[0]["title"] == f"Opened {site}/missing → 404"
            assert stage.latest("navigation")[0]["status"] == 404

    studio.run(run())


def test_going_back(studio: Studio, tmp_path: Path, site: str) -> None:
    async def run() -> None:
        async with studio.recorded(tmp_path) as stage:
            await stage.page.goto(f"{site}/black")
            await stage.page.goto(f"{site}/white")
            await stage.page.go_back()
            await until(lambda: [one["outcome"] for one in stage.latest("navigation")] == ["ok"] * 3)
            assert [one["url"] for one in stage.latest("navigation")] == [f"{site}/{name}" for name in NAMES]

    NAMES = ("black", "white", "black")
    studio.run(run())


def test_a_popup_is_told_with_its_address_and_its_end(studio: Studio, tmp_path: Path, site: str) -> None:
    async def run() -> None:
        async with studio.recorded(tmp_path) as stage:
            await stage.page.goto(f"{site}/black")
            async with stage.page.expect_popup() as opening:
                await stage.page.click("button")
            popup = await opening.value
            await until(lambda: bool(stage.latest("popup")) and stage.latest("popup")[0]["url"] == f"{site}/white")
            assert stage.latest("popup")[0]["title"] == f"Popup opened {site}/white"
            assert stage.latest("popup")[0]["outcome"] == "open"
            await popup.close()
            await until(lambda: stage.latest("popup")[0]["title"] == f"Popup opened {site}/white (closed)")

    studio.run(run())


def test_a_popup_that_ran_before_it_was_heard_is_told_with_its_address(
    studio: Studio, tmp_path: Path, site: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_up = Pages._set_up

    async def run() -> None:
        loaded = asyncio.Event()

        async def set_up_late(pages: Pages, page: Page) -> None:
            if page.is_popup:
                await loaded.wait()
            await set_up(pages, page)

        monkeypatch.setattr(Pages, "_set_up", set_up_late)
        async with studio.recorded(tmp_path) as stage:
            await stage.page.goto(f"{site}/black")
            async with stage.page.expect_popup() as opening:
                await stage.page.click("button")
            await (await opening.value).wait_for_url(f"{site}/white")
            assert stage.latest("popup")[0]["url"] == ""
            loaded.set()
            await until(lambda: stage.latest("popup")[0]["url"] == f"{site}/white")
            assert stage.latest("popup")[0]["title"] == f"Popup opened {site}/white"

    studio.run(run())


def test_a_download_that_is_cancelled(studio: Studio, tmp_path: Path, site: str) -> None:
    async def run() -> None:
        async with studio.recorded(tmp_path) as stage:
            await stage.page.goto(f"{site}/noisy")
            async with stage.page.expect_download() as downloading:
                await stage.page.evaluate("location.href = '/file-slow'")
            await (await downloading.value).cancel()
            await until(lambda: [one["outcome"] for one in stage.latest("download")] == ["failed"])
            (event,) = stage.latest("download")
            assert event["title"] == "Download of report.txt (not completed)"
            assert event["error"].startswith("It ended after ")  # what has come until then may be nothing
            assert event["error"].endswith(" bytes of 1.0 MB.")

    studio.run(run())


def test_long_texts_are_cut(studio: Studio, tmp_path: Path, site: str) -> None:
    async def run() -> None:
        async with studio.recorded(tmp_path) as stage:
            await stage.page.goto("data:text/html,<p>hello" + "x" * 100_000)
            await stage.page.evaluate("console.log('y'.repeat(100_000) + '\\\\n' + 'z'.repeat(100_000))")
            await until(lambda: bool(stage.latest("console")))
            await stage.stop()
            for _, _, data in stage.events:
                assert len(data["title"]) <= 300
                assert len(data.get("url", "")) <= 2000
                assert len(data.get("error", "")) <= 10_000

    studio.run(run())
