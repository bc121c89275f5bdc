"""The whole page of a session with all its scripts, served over HTTP with a feed and a video that the test chooses."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Page

from tests.replay import timeline_stage
from tests.replay.films import HEIGHT, WIDTH, Recorded
from tests.replay.timeline_stage import CHECKOUT, joined, page_of, until

VIDEO = "/recordings/token/video.mp4"
SCRIPTS = re.findall(r"static '([\w/]+\.js)'", (CHECKOUT / "templates/replay/scripts.html").read_text(encoding="utf-8"))
STYLES = ("site.css", "replay/page.css", "replay/player.css", "logs/ansi.css", "replay/list.css", "replay/details.css")


class Handler(timeline_stage.Handler):
    stage: Stage

    def do_GET(self) -> None:
        path = urlsplit(self.path).path
        if path.startswith("/recordings/"):
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


class Stage(timeline_stage.Stage):
    """A session with a video: finished, or as many pieces of it as there are by now."""

    handler = Handler
    page = page_of()
    style = joined(STYLES)
    script = joined(SCRIPTS)

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
        answer = super().answer(timeline=timeline, logs=logs, pieces=pieces)
        growing = answer["video"]["state"] == "growing"
        known = self.recorded.pieces[: self.count] if growing else []
        answer["video"] = {**answer["video"], "pieces": [piece for piece in known if piece[0] >= pieces]}
        answer["next"]["pieces"] = known[-1][0] + 1 if known else pieces
        return answer


def shows(page: Page, shade: int, *, seconds: float = 10) -> None:
    """Waits until that picture is on the screen."""
    until(page, f"showsShade({shade})", seconds=seconds)


def seeked(page: Page, ms: int) -> None:
    page.evaluate("(ms) => Replay.player.seek(ms)", ms)
