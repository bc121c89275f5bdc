from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

import pytest
from websockets.asyncio.server import ServerConnection, serve

from libretto.protocol import TimelineData
from runtime.recording import timeline
from runtime.recording.budget import Budget
from tests.runtime.network_site import network_site
from tests.runtime.recording_stage import Stage, until
from tests.runtime.studio import Studio

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    with network_site() as address:
        yield address


def on_a_stage(studio: Studio, folder: Path, act: Callable[[Stage], Awaitable[None]]) -> None:
    async def run() -> None:
        async with studio.recorded(folder) as stage:
            await act(stage)

    studio.run(run())


async def request_for(stage: Stage, url: str, *, outcome: str = "", seconds: float = 10) -> TimelineData:
    """The newest for this address, once it has this outcome ("": once it has ended)."""

    def found() -> list[TimelineData]:
        return [
            data
            for data in stage.latest("network")
            if data["url"] == url and (data["outcome"] == outcome if outcome else data["outcome"] != "open")
        ]

    await until(lambda: bool(found()), seconds)
    return found()[-1]


def test_a_page_and_where_it_was_redirected_from(studio: Studio, tmp_path: Path, site: str) -> None:
    async def act(stage: Stage) -> None:
        await stage.page.goto(f"{site}/start")
        last = await request_for(stage, f"{site}/page?token=[hidden]")
        first, second, third = stage.latest("network")
        host = site.removeprefix("http://")
        assert [one["title"] for one in (first, second, third)] == [
            f"GET {host}/start → 302",
            f"GET {host}/middle → 302",
            f"GET {host}/page?token=[hidden] → 200",
        ]
        assert all(one["document"] and one["resource_type"] == "document" for one in (first, second, third))
        assert [one.get("redirected_from") for one in (first, second, third)] == [
            *(None, f"{site}/start", f"{site}/middle")
        ]
        assert (last["status"], last["status_text"], last["mime"]) == (200, "OK", "text/html")
        assert (last["outcome"], last["from_cache"]) == ("ok", False)
        assert last["bytes"] > 100
        (t_ms,) = {t_ms for t_ms, _, data in stage.events if data["id"] == last["id"]}
        assert 0 <= last["end_ms"] - t_ms < 10_000
        await until(lambda: bool(stage.latest("navigation")))
        navigation = stage.latest("navigation")[0]
        assert navigation["title"] == f"Opened {site}/page?token=[hidden] (redirected from {site}/start)"
        assert (navigation["status"], navigation["redirected_from"]) == (200, f"{site}/start")

    on_a_stage(studio, tmp_path, act)


def test_the_phases_of_a_request_make_up_its_time(studio: Studio, tmp_path: Path, site: str) -> None:
    async def act(stage: Stage) -> None:
        await stage.page.goto(f"{site}/page")
        done = await request_for(stage, f"{site}/page")
        assert {"queued", "send", "wait", "receive"} <= set(done["timing"])
        (t_ms,) = {t_ms for t_ms, _, data in stage.events if data["id"] == done["id"]}
        assert sum(done["timing"].values()) == pytest.approx(done["end_ms"] - t_ms, abs=3)

    on_a_stage(studio, tmp_path, act)


def test_headers_are_told_without_their_secrets(studio: Studio, tmp_path: Path, site: str) -> None:
    async def act(stage: Stage) -> None:
        await stage.page.goto(f"{site}/start")
        script = """fetch('/data.json?api_key=xyz987', {method: 'POST', body: 'hello',
                          headers: {Authorization: 'Bearer xyz987', 'X-CSRF-Token': 'xyz987', 'X-Plain': 'plain'}})"""
        await stage.page.evaluate(f"{script}.then(answer => answer.text())")
        sent = await request_for(stage, f"{site}/data.json?api_key=[hidden]")
        assert sent["title"] == "POST /data.json?api_key=[hidden] → 200"
        await until(lambda: "Cookie" in stage.latest("network")[-1]["request_headers"])
        headers = stage.latest("network")[-1]["request_headers"]
        assert headers["Cookie"] == "session=[hidden]"  # as the network saw it
        assert headers["Authorization"] == "[hidden]"
        assert headers["Referer"] == f"{site}/page?token=[hidden]"
        by_name = {name.lower(): value for name, value in headers.items()}
        assert (by_name["x-csrf-token"], by_name["x-plain"]) == ("[hidden]", "plain")
        start = stage.latest("network")[0]
        assert start["response_headers"]["Set-Cookie"] == "session=[hidden]; Path=/; HttpOnly"
        assert start["response_headers"]["Location"] == "/middle"
        assert not any(secret in str(stage.events) for secret in ("abc123", "xyz987"))

    on_a_stage(studio, tmp_path, act)


def test_a_request_is_told_when_it_is_sent_and_again_when_it_ends(studio: Studio, tmp_path: Path, site: str) -> None:
    async def act(stage: Stage) -> None:
        await stage.page.goto(f"{site}/page")
        await stage.page.evaluate("window.stop = new AbortController(); void fetch('/wait', stop).catch(() => 0)")
        waiting = await request_for(stage, f"{site}/wait", outcome="open")
        assert waiting["title"] == "GET /wait"
        await stage.page.evaluate("stop.abort()")
        ended = await request_for(stage, f"{site}/wait", outcome="failed")
        assert ended["id"] == waiting["id"]
        assert (ended["title"], ended["failure"]) == ("GET /wait → cancelled", "cancelled")

    on_a_stage(studio, tmp_path, act)


def test_why_requests_fail(studio: Studio, tmp_path: Path, site: str) -> None:
    async def act(stage: Stage) -> None:
        await stage.page.goto(f"{site}/page")
        await stage.page.route("**/stopped", lambda route: route.abort("blockedbyclient"))
        other = site.replace("127.0.0.1", "localhost")
        for url in ("/missing", "/stopped", f"{other}/data.json", "http://nowhere.invalid/"):
            await stage.page.evaluate("url => fetch(url).catch(() => 0)", url)
        assert (await request_for(stage, f"{site}/missing"))["title"] == "GET /missing → 404"
        assert (await request_for(stage, f"{site}/missing"))["outcome"] == "failed"
        assert (await request_for(stage, f"{site}/stopped"))["failure"] == "blocked by the workflow"
        blocked = await request_for(stage, f"{other}/data.json")
        assert blocked["failure"] == "blocked by CORS (MissingAllowOriginHeader)"
        unknown = await request_for(stage, "http://nowhere.invalid/")
        assert unknown["failure"] == "net::ERR_NAME_NOT_RESOLVED"
        assert unknown["title"] == "GET nowhere.invalid/ → ERR_NAME_NOT_RESOLVED"

    on_a_stage(studio, tmp_path, act)


def test_the_requests_of_a_page_that_is_left_or_closed(studio: Studio, tmp_path: Path, site: str) -> None:
    async def act(stage: Stage) -> None:
        await stage.page.goto(f"{site}/page")
        await stage.page.evaluate("void new EventSource('/events')")
        await request_for(stage, f"{site}/events", outcome="open")
        await until(lambda: "status" in stage.latest("network")[-1])  # known before it ends
        await stage.page.goto(f"{site.replace('127.0.0.1', 'localhost')}/page")
        assert (await request_for(stage, f"{site}/events"))["failure"] == "cancelled: the page was left"
        other = await stage.client.contexts[0].new_page()
        await other.goto(f"{site}/page")
        await other.evaluate("void fetch('/wait')")
        await request_for(stage, f"{site}/wait", outcome="open")
        await other.close()
        assert (await request_for(stage, f"{site}/wait"))["failure"].startswith("cancelled")
        assert [one["title"] for one in stage.latest("page")][1].endswith("/page (closed)")

    on_a_stage(studio, tmp_path, act)


def test_the_requests_of_a_page_that_crashes(studio: Studio, tmp_path: Path, site: str) -> None:
    async def act(stage: Stage) -> None:
        await stage.page.goto(f"{site}/page")
        await stage.page.evaluate("void fetch('/wait')")
        await request_for(stage, f"{site}/wait", outcome="open")
        stage.connection.post("Page.crash", {}, stage.recorder.front_session)
        assert (await request_for(stage, f"{site}/wait"))["failure"] == "cancelled: the page crashed"

    on_a_stage(studio, tmp_path, act)


def test_nothing_and_downloads_are_no_failures(studio: Studio, tmp_path: Path, site: str) -> None:
    async def act(stage: Stage) -> None:
        await stage.page.goto(f"{site}/page")
        await stage.page.evaluate("location.href = '/nothing'")
        assert (await request_for(stage, f"{site}/nothing"))["outcome"] == "ok"
        await stage.page.evaluate("location.href = '/file'")
        assert (await request_for(stage, f"{site}/file"))["outcome"] == "ok"

    on_a_stage(studio, tmp_path, act)


def test_what_comes_from_the_cache(studio: Studio, tmp_path: Path, site: str) -> None:
    async def act(stage: Stage) -> None:
        await stage.page.goto(f"{site}/page")
        for _ in range(2):
            await stage.page.evaluate("fetch('/kept').then(answer => answer.text())")
        await until(lambda: len([one for one in stage.latest("network") if "/kept" in one["url"]]) == 2)
        await request_for(stage, f"{site}/kept")
        await until(lambda: stage.latest("network")[-1]["outcome"] == "ok")
        first, second = [one for one in stage.latest("network") if "/kept" in one["url"]]
        assert (first["from_cache"], second["from_cache"], second["bytes"]) == (False, True, 0)

    on_a_stage(studio, tmp_path, act)


def test_frames_of_other_sites_and_workers_are_heard(studio: Studio, tmp_path: Path, site: str) -> None:
    async def act(stage: Stage) -> None:
        other = site.replace("127.0.0.1", "localhost")
        await stage.page.goto(f"{site}/with-frame")
        frame = await request_for(stage, f"{other}/frame")
        assert "document" not in frame  # not the page's own
        assert frame["outcome"] == "ok"
        assert (await request_for(stage, f"{other}/from-the-frame"))["status"] == 200
        await stage.page.evaluate("void new Worker('/worker.js')")
        assert (await request_for(stage, f"{site}/from-the-worker"))["status"] == 200
        await until(lambda: len(stage.latest("page_error")) == 2)
        assert [one["title"] for one in stage.latest("page_error")] == ["Error: frame broke", "Error: worker broke"]
        assert [text for _, level, text in stage.console if level == "info"] == ["frame speaks", "worker works"]

    on_a_stage(studio, tmp_path, act)


def test_work_in_a_frame_of_another_site_brings_its_page_to_the_front(
    studio: Studio, tmp_path: Path, site: str
) -> None:
    async def act(stage: Stage) -> None:
        await stage.page.goto(f"{site}/with-frame")
        other = await stage.client.contexts[0].new_page()
        await other.goto(f"{site}/page")
        shown = stage.recorder.front_session
        await stage.page.frame_locator("iframe").locator("button").click()
        await until(lambda: stage.recorder.front_session != shown)
        assert stage.latest("page")[-1]["title"] == f"The recording shows {site}/with-frame"
        await other.mouse.click(5, 5)  # and back
        await until(lambda: stage.recorder.front_session == shown)
        assert stage.latest("page")[-1]["title"] == f"The recording shows {site}/page"

    on_a_stage(studio, tmp_path, act)


def test_web_sockets(studio: Studio, tmp_path: Path, site: str) -> None:
    async def act(stage: Stage) -> None:
        async def echo(socket: ServerConnection) -> None:
            async for message in socket:
                await socket.send(message)

        async with serve(echo, "127.0.0.1", 0) as server:
            url = f"ws://127.0.0.1:{server.sockets[0].getsockname()[1]}/chat"
            await stage.page.goto(f"{site}/page")
            await stage.page.evaluate(
                "url => new Promise(done => { window.ws = new WebSocket(url);"
                " ws.onopen = () => ws.send('secret words'); ws.onmessage = () => done() })",
                url,
            )
            await until(lambda: stage.latest("network")[-1].get("status") == 101)
            opened = stage.latest("network")[-1]
            assert (opened["resource_type"], opened["outcome"], opened["url"]) == ("websocket", "open", url)
            await stage.page.evaluate("ws.close()")
            assert (await request_for(stage, url))["title"].endswith("/chat (closed)")
            assert "secret words" not in str(stage.events)
        await stage.page.evaluate("url => void new WebSocket(url)", url)
        failed = await request_for(stage, url, outcome="failed")
        assert "ERR_CONNECTION_REFUSED" in failed["failure"]

    on_a_stage(studio, tmp_path, act)


def test_the_workflow_still_gets_the_bodies(studio: Studio, tmp_path: Path, site: str) -> None:
    async def act(stage: Stage) -> None:
        await stage.page.goto(f"{site}/page")
        async with stage.page.expect_response("**/data.json") as answering:
            await stage.page.evaluate("void fetch('/data.json')")
        assert await (await answering.value).json() == {"a": 1}
        assert [event for event in stage.latest("network") if event["url"].startswith("data:")] == []

    on_a_stage(studio, tmp_path, act)


def test_a_flood_is_cut_short_and_one_event_says_by_how_much(
    studio: Studio, tmp_path: Path, site: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A machine may be so slow that it sends no faster than is kept.
    monkeypatch.setattr(timeline, "_budget", lambda kind: Budget(burst=300, per_second=10))

    async def act(stage: Stage) -> None:
        await stage.page.goto(f"{site}/page")
        await stage.page.evaluate(
            "(async () => { for (let i = 0; i < 8; i++) await Promise.all([...Array(100).keys()].map("
            " j => fetch(`http://127.0.0.1:1/${i}/${j}`).catch(() => 0))) })()"
        )
        # Answered after all that the page has reported before.
        await stage.connection.send("Runtime.evaluate", {"expression": "1"}, stage.recorder.front_session)
        await stage.stop()
        told = stage.latest("network")
        (left_out,) = [one for one in told if one["id"] == "network-left-out"]
        number = int(left_out["title"].partition(" ")[0].replace(",", ""))
        assert left_out["title"].endswith("more requests were left out")
        assert number + len(told) - 1 == 801
        assert all(one["outcome"] != "open" for one in told if one is not left_out)

    on_a_stage(studio, tmp_path, act)
