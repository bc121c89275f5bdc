"""The thread that decodes and encodes, so that the event loop never waits for it."""

from __future__ import annotations

import asyncio
import base64
import binascii
import contextlib
import logging
import queue
import threading
from collections.abc import Callable
from pathlib import Path

from libretto.protocol import Viewport
from runtime.clock import Clock
from runtime.priority import give_way
from runtime.recording.film import Film
from runtime.recording.fragments import Fragment

QUEUE_MOST = 4  # pictures; when the machine is too slow, the oldest are left out

logger = logging.getLogger(__name__)


class FilmThread:
    """Made, fed and ended from the event loop, where `on_fragment` is called, too."""

    def __init__(self, folder: Path, size: Viewport, clock: Clock, on_fragment: Callable[[Fragment], None]) -> None:
        self._folder, self._size, self._clock = folder, size, clock
        self._on_fragment = on_fragment
        self._loop = asyncio.get_running_loop()
        self._queue: queue.Queue[tuple[str, int] | None] = queue.Queue(QUEUE_MOST)
        self._end_ms: int | None = None
        self._thread = threading.Thread(target=self._run, name="film", daemon=True)
        self.problem: str | None = None
        self.last_jpeg: str | None = None

    def start(self) -> None:
        self._thread.start()

    def show(self, jpeg: str, t_ms: int) -> None:
        """The page looks like this (JPEG in base64) from `t_ms` on. Never waits."""
        if self._end_ms is None:
            self.last_jpeg = jpeg
            self._put((jpeg, t_ms))

    def end(self, t_ms: int) -> None:
        """The recording ends at `t_ms`. Only the first call counts; nothing is shown after it."""
        if self._end_ms is None:
            self._end_ms = t_ms
            self._put(None)

    async def ended(self) -> None:
        """To be awaited after `end`: everything is on the disk, and `on_fragment` has been called."""
        if self._thread.ident is not None:  # it was started
            await asyncio.to_thread(self._thread.join)

    def _put(self, item: tuple[str, int] | None) -> None:
        while True:
            with contextlib.suppress(queue.Full):
                return self._queue.put_nowait(item)
            with contextlib.suppress(queue.Empty):
                self._queue.get_nowait()

    def _run(self) -> None:
        give_way()
        try:
            film = Film(self._folder, self._size, self._deliver)
            while (end_ms := self._end_ms) is None or not self._queue.empty():
                self._step(film)
            film.end(end_ms)
        except Exception as error:  # whatever it is, it ends the recording and not the run
            self.problem = f"The recording stopped early: {error}."
            logger.exception("The recording stopped early")

    def _step(self, film: Film) -> None:
        wait_seconds = None if film.due_ms is None else max(0, film.due_ms - self._clock.now_ms()) / 1000
        with contextlib.suppress(queue.Empty, binascii.Error):
            if item := self._queue.get(timeout=wait_seconds):
                film.show(base64.b64decode(item[0]), item[1])
        if self._queue.empty():
            film.hold(self._clock.now_ms())

    def _deliver(self, fragment: Fragment) -> None:
        self._loop.call_soon_threadsafe(self._on_fragment, fragment)
