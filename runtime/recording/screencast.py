"""Pictures of one page at a time, at a bearable rate, ending with what the page really looks like."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from typing import Any

from libretto.protocol import Viewport
from runtime.cdp import CdpError, Connection
from runtime.clock import Clock
from runtime.recording.pace import Pace
from runtime.recording.sizes import Sizes

JPEG_QUALITY = 90
QUIET_SECONDS = 0.4
DRAW_SECONDS = 1.0  # a page that hangs does not draw; its look has been shown then
REFRESH_SECONDS = 1.5
# The first picture of a start can be older than the next, which is on its way: at least and at most so long.
SETTLE_SECONDS = (0.05, 0.5)
DRAWN = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done())))"


class Screencast:
    """Chromium draws a picture of every change, sent or not: up to 60 a second, at 5 ms of CPU each and more.

    So on a page that changes faster than we want pictures, the screencast is stopped after each picture, and
    started when the next one is due: starting brings the page as it looks then. When that is no news, the page
    rests, and the screencast stays on for the next change. Pictures get lost while a page changes its process,
    though: after a navigation or a change of page, once it is quiet, starting again brings the newest.
    """

    def __init__(self, connection: Connection, size: Viewport, clock: Clock, show: Callable[[str, int], None]) -> None:
        self._connection, self._size, self._clock = connection, size, clock
        self._sizes = Sizes(size, show)
        self._pace = Pace()
        self._session: str | None = None
        self._picture = ""
        self._started: float | None = None  # when a picture was asked for that has not come yet
        self._resting: asyncio.TimerHandle | None = None  # the screencast is stopped until then
        self._quiet: asyncio.TimerHandle | None = None
        self._fresh = asyncio.Event()
        self._start_number = 0  # of the newest picture: Chromium counts the starts, and tells with each picture
        self._stale_number = 0  # pictures of this start and of those before were on their way when it was asked for
        connection.on("Page.screencastFrame", self._frame)
        for event in ("Page.frameNavigated", "Page.loadEventFired", "Inspector.targetReloadedAfterCrash"):
            connection.on(event, self._changed)

    def follow(self, session_id: str | None) -> None:
        """From now on pictures of this page; None: of no page."""
        self._stop()
        self._sizes.start_over()
        self._session, self._picture = session_id, ""
        self._start_number = self._stale_number = 0
        self._start()
        if session_id is not None:
            self._look_again_when_quiet()

    async def refresh(self, *, settle: bool = False) -> None:
        """Returns when the page's look at this moment has been shown, or cannot be had soon."""
        if self._session is None or self._connection.lost:
            return
        self._fresh.clear()
        self._stale_number = self._start_number
        self._restart()
        begun = asyncio.get_running_loop().time()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._fresh.wait(), REFRESH_SECONDS)
            if settle:  # for as long as a picture takes now
                least, most = SETTLE_SECONDS
                await asyncio.sleep(min(max(least, asyncio.get_running_loop().time() - begun), most))
        self._sizes.settle()

    async def last_look(self) -> None:
        """The same, of a page that may just have been changed. Takes longer: not for the start of a run."""
        if self._session is not None and not self._connection.lost:
            await self._drawn()
            await self.refresh(settle=True)

    async def _drawn(self) -> None:
        """Returns when the page has drawn what its scripts changed until now, or does not draw."""
        draw = {"expression": DRAWN, "awaitPromise": True}
        with contextlib.suppress(CdpError):
            await self._connection.send("Runtime.evaluate", draw, self._session, timeout_seconds=DRAW_SECONDS)

    def _start(self) -> None:
        self._resting = None
        if self._session is not None:
            most = {"maxWidth": self._size["width"], "maxHeight": self._size["height"]}
            self._started = asyncio.get_running_loop().time()
            options = {"format": "jpeg", "quality": JPEG_QUALITY, **most}
            self._connection.post("Page.startScreencast", options, self._session)

    def _stop(self) -> None:
        for timer in (self._resting, self._quiet):
            if timer:
                timer.cancel()
        self._resting = self._quiet = None
        if self._session is not None:
            self._connection.post("Page.stopScreencast", {}, self._session)

    def _restart(self) -> None:
        self._stop()
        self._start()

    def _frame(self, params: dict[str, Any], session_id: str | None) -> None:
        if session_id != self._session:
            return
        is_news = params["data"] != self._picture
        if is_news:
            self._picture = params["data"]
            self._show(params)
        self._start_number = max(self._start_number, params["sessionId"])
        if not self._sizes.holding and params["sessionId"] > self._stale_number:
            self._fresh.set()
        if self._resting:  # it was on its way when the screencast was stopped
            return
        loop = asyncio.get_running_loop()
        now = loop.time()
        if self._started is not None:
            self._pace.note(now - self._started)
            self._started = None
        due = self._pace.rest_until(now, is_news=is_news)
        if due is None:  # one that is stopped needs no acknowledgement
            self._connection.post("Page.screencastFrameAck", {"sessionId": params["sessionId"]}, session_id)
        else:
            self._connection.post("Page.stopScreencast", {}, session_id)
            self._resting = loop.call_at(due, self._start)

    def _show(self, params: dict[str, Any]) -> None:
        now_ms = self._clock.now_ms()
        seconds = params["metadata"].get("timestamp")
        self._sizes.show(params["data"], now_ms if seconds is None else min(now_ms, self._clock.from_wall(seconds)))

    def _look_again_when_quiet(self) -> None:
        if self._quiet:
            self._quiet.cancel()
        self._quiet = asyncio.get_running_loop().call_later(QUIET_SECONDS, self._restart)

    def _changed(self, _: dict[str, Any], session_id: str | None) -> None:
        if session_id == self._session:
            self._look_again_when_quiet()
