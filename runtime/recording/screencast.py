"""Pictures of one page at a time, at a bearable rate, ending with what the page really looks like."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from typing import Any

from libretto.protocol import Viewport
from runtime.cdp import Connection
from runtime.clock import Clock

BURST_RATE = 15  # pictures a second
STEADY_RATE = 8  # on a page that never rests, where a picture costs about 15 ms of CPU in all
BURST = 45  # pictures until the steady rate
JPEG_QUALITY = 90
QUIET_SECONDS = 0.4
REFRESH_SECONDS = 0.5


class Screencast:
    """Chromium sends a picture when the page has changed, and holds back while two are not acknowledged.

    So acknowledging sets the rate. What it holds back is never sent, though, nor are pictures that get lost
    while a page changes its process: the page may look different from the last picture. So after a burst, a
    navigation or a change of page, once it is quiet, starting again brings the newest.
    """

    def __init__(self, connection: Connection, size: Viewport, clock: Clock, show: Callable[[str, int], None]) -> None:
        self._connection, self._size, self._clock, self._show = connection, size, clock, show
        self._session: str | None = None
        self._next_acknowledgement = 0.0  # on the event loop's clock
        self._burst_left = BURST
        self._quiet: asyncio.TimerHandle | None = None
        self._fresh = asyncio.Event()
        connection.on("Page.screencastFrame", self._frame)
        for event in ("Page.frameNavigated", "Page.loadEventFired", "Inspector.targetReloadedAfterCrash"):
            connection.on(event, self._changed)

    def follow(self, session_id: str | None) -> None:
        """From now on pictures of this page; None: of no page."""
        self._stop()
        self._session = session_id
        self._start()
        if session_id is not None:
            self._look_again_when_quiet()

    async def refresh(self) -> None:
        """Returns when the page's look at this moment has been shown, or cannot be had soon."""
        if self._session is None or self._connection.lost:
            return
        self._fresh.clear()
        self._restart()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._fresh.wait(), REFRESH_SECONDS)

    def _start(self) -> None:
        if self._session is not None:
            most = {"maxWidth": self._size["width"], "maxHeight": self._size["height"]}
            options = {"format": "jpeg", "quality": JPEG_QUALITY, **most}
            self._connection.post("Page.startScreencast", options, self._session)

    def _stop(self) -> None:
        if self._quiet:
            self._quiet.cancel()
            self._quiet = None
        if self._session is not None:
            self._connection.post("Page.stopScreencast", {}, self._session)

    def _restart(self) -> None:
        self._stop()
        self._start()

    def _frame(self, params: dict[str, Any], session_id: str | None) -> None:
        self._acknowledge(params["sessionId"], session_id)
        if session_id != self._session:
            return
        now_ms = self._clock.now_ms()
        seconds = params["metadata"].get("timestamp")
        self._show(params["data"], now_ms if seconds is None else min(now_ms, self._clock.from_wall(seconds)))
        self._fresh.set()

    def _acknowledge(self, number: int, session_id: str | None) -> None:
        loop = asyncio.get_running_loop()
        due = max(loop.time(), self._next_acknowledgement)
        rested = due > self._next_acknowledgement + QUIET_SECONDS
        self._burst_left = BURST if rested else max(0, self._burst_left - 1)
        self._next_acknowledgement = due + 1 / (BURST_RATE if self._burst_left else STEADY_RATE)
        loop.call_at(due, self._connection.post, "Page.screencastFrameAck", {"sessionId": number}, session_id)
        if due > loop.time() or self._quiet:
            self._look_again_when_quiet()

    def _look_again_when_quiet(self) -> None:
        if self._quiet:
            self._quiet.cancel()
        self._quiet = asyncio.get_running_loop().call_later(QUIET_SECONDS, self._restart)

    def _changed(self, _: dict[str, Any], session_id: str | None) -> None:
        if session_id == self._session:
            self._look_again_when_quiet()
