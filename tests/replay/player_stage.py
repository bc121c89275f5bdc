"""The whole page of a session with all its scripts, served over HTTP with a feed and a video that the test chooses."""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from runtime.chromium import find_chromium
from tests.replay import timeline_stage
from tests.replay.films import HEIGHT, WIDTH, Recorded
from tests.replay.timeline_stage import CHECKOUT

VIDEO = "/recordings/token/video.mp4"
SCRIPTS = re.findall(r"static '([\w/]+\.js)'", (CHECKOUT / "templates/replay/scripts.html").read_text(encoding="utf-8"))
STYLES = ("site.css", "replay/page.css", "replay/player.css", "replay/list.css", "replay/details.css")

PAGE = f"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Stage</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,">
{"".join(f'<link rel="stylesheet" href="/static/{style}">' for style in STYLES)}
{"".join(f'<script src="/static/{script}" defer></script>' for script in SCRIPTS)}
</head><body><main class="page page-replay">
<div id="replay" class="replay" data-base="/base"><div id="replay-player" class="replay-player"></div>
<div id="replay-list" class="replay-list"></div><div id="replay-details" class="replay-details"></div></div>
</main></body></html>"""


_browsers: list[Browser] = []


class Stage(timeline_stage.Stage):
    """A session with a video: finished, or as many pieces of it as there are by now."""

    def __init__(self, recorded: Recorded) -> None:
        super().__init__()
        self.recorded = recorded
        self.video_status = 200
        self.video_url = VIDEO
        self.asked_video: list[str] = []  # the Range of each request
        self.asked_feed = 0
        self.count = 0
        self.finish()

    def finish(self) -> None:
        self.content = self.recorded.finished
        self.header |= {"ended": True, "length_ms": self.recorded.duration_ms}
        self._set_video("ready", self.recorded.duration_ms)

    def grow(self, count: int, *, behind_ms: int = 500) -> None:
        """There are so many pieces now, the newest known `behind_ms` after its end."""
        self.content = self.recorded.growing(count)
        self.count = count
        last = self.recorded.pieces[count - 1]
        end_ms = last[1] + last[2]
        self.header |= {"ended": False, "state": "running", "length_ms": end_ms + behind_ms}
        self._set_video("growing", end_ms)

    def no_video(self, state: str, note: str, *, length_ms: int) -> None:
        self.header |= {"length_ms": length_ms}
        self._set_video(state, 0)
        self.header["video"] |= {"url": None, "note": note}

    def _set_video(self, state: str, duration_ms: int) -> None:
        self.header["video"] = {
            "state": state,
            "note": "",
            "url": self.video_url,
            "duration_ms": duration_ms,
            "width": WIDTH,
            "height": HEIGHT,
        }

    def answer(self, *, timeline: int, logs: int, pieces: int) -> dict[str, Any]:
        self.asked_feed += 1
        answer = self.feed(timeline=timeline, logs=logs)
        growing = answer["video"]["state"] == "growing"
        known = self.recorded.pieces[: self.count] if growing else []
        answer["video"] = {**answer["video"], "pieces": [piece for piece in known if piece[0] >= pieces]}
        answer["next"]["pieces"] = known[-1][0] + 1 if known else pieces
        return answer


class Handler(timeline_stage.Handler):
    stage: Stage
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        url = urlsplit(self.path)
        path = unquote(url.path)
        if path == "/":
            self._answer(PAGE, "text/html")
        elif path == "/base/feed":
            asked = {name: int(values[0]) for name, values in parse_qs(url.query).items()}
            status = self.stage.status
            self._answer(json.dumps(self.stage.answer(**asked)), "application/json", status=status)
        elif path.startswith("/recordings/"):
            self._video(path)
        else:
            super().do_GET()

    def _video(self, path: str) -> None:
        asked = self.headers.get("Range", "")
        self.stage.asked_video.append(asked)
        content, status = self.stage.content, self.stage.video_status if path == self.stage.video_url else 410
        if status != 200:
            self._answer("This link has expired.", "text/plain", status=status)
            return
        match = re.fullmatch(r"bytes=(\d+)-(\d*)", asked)
        first, last = (int(match[1]), int(match[2] or len(content) - 1)) if match else (0, len(content) - 1)
        data = content[first : last + 1]
        self.send_response(206 if match else 200)
        self.send_header("Content-Type", "video/mp4")
        self.send_header("Accept-Ranges", "bytes")
        self.send_header("Content-Length", str(len(data)))
        if match:
            self.send_header("Content-Range", f"bytes {first}-{first + len(data) - 1}/{len(content)}")
        self.end_headers()
        self.wfile.write(data)


@contextmanager
def served(stage: Stage) -> Iterator[str]:
    handler = type("StageHandler", (Handler,), {"stage": stage})
    with Server(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


class Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser that has seen enough of a video closes the connection."""


@pytest.fixture(scope="module")
def player_browser() -> Iterator[None]:
    """Chromium for all `opened` pages of a file of tests: to start one takes longer than most of them."""
    arguments = ["--no-sandbox", "--autoplay-policy=document-user-activation-required"]
    with sync_playwright() as playwright:
        _browsers.append(playwright.chromium.launch(executable_path=find_chromium(None), args=arguments))
        yield
        _browsers.pop().close()


@contextmanager
def opened(stage: Stage, **options: Any) -> Iterator[Page]:
    """A page at the stage's address, not loaded yet. Whatever its console calls an error fails the test.

    The file of tests uses the fixture `player_browser`.
    """
    with served(stage) as url:
        options = {"viewport": {"width": 1400, "height": 900}, **options}
        context = _browsers[-1].new_context(base_url=url, **options)
        page = context.new_page()
        problems: list[str] = []
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on("console", lambda line: problems.append(line.text) if line.type in ("error", "warning") else None)
        page.add_init_script(path=Path(__file__).with_name("page_probe.js"))
        yield page
        context.close()
    # A refused request is what some tests are about.
    assert [problem for problem in problems if not problem.startswith("Failed to load resource")] == []


def loaded(page: Page, path: str = "/") -> None:
    page.goto(path)
    until(page, "window.Replay?.store?.loaded")


def until(page: Page, expression: str, *, seconds: float = 10) -> None:
    """Playwright's own wait evaluates in the page, which its content policy refuses."""
    deadline = time.monotonic() + seconds
    while not page.evaluate(expression):
        assert time.monotonic() < deadline, f"not in time: {expression}"
        page.wait_for_timeout(20)


def shows(page: Page, shade: int, *, seconds: float = 10) -> None:
    """Waits until that picture is on the screen."""
    until(page, f"showsShade({shade})", seconds=seconds)


def seeked(page: Page, ms: int) -> None:
    page.evaluate("(ms) => Replay.player.seek(ms)", ms)
