"""Records the page in front as fragments of one MP4, and reports what happens in the pages."""

from __future__ import annotations

import base64
from collections.abc import Callable
from pathlib import Path

from libretto.protocol import Viewport
from runtime.cdp import Connection
from runtime.clock import Clock
from runtime.masking import Masker
from runtime.recording.console_events import Console, ConsoleEvents
from runtime.recording.dialog_events import report_dialogs_and_downloads
from runtime.recording.film_thread import FilmThread
from runtime.recording.fragments import Fragment
from runtime.recording.frames import Frames
from runtime.recording.network import NetworkEvents
from runtime.recording.page_events import (
    report_address,
    report_closed,
    report_front,
    report_opened,
    report_page_events,
)
from runtime.recording.pages import Page, Pages
from runtime.recording.screencast import Screencast
from runtime.recording.sockets import SocketEvents
from runtime.recording.timeline import PageEvent, Timeline

NOTHING_TO_MASK = Masker(())


class Recorder:
    """All callbacks are called in the event loop. Page content is passed on as it is: mask it."""

    def __init__(
        self,
        *,
        connection: Connection,
        folder: Path,
        clock: Clock,
        viewport: Viewport,
        on_fragment: Callable[[Fragment], None],
        on_page_event: PageEvent,
        on_console: Console,
        masker: Masker = NOTHING_TO_MASK,
    ) -> None:
        """`folder` exists. `connection` is used by this recorder from now on, and may be used by others, too.

        `masker` only sees to it that no half of a credential is left where a long text is cut.
        """
        self._connection, self._clock = connection, clock
        self._timeline = Timeline(clock, on_page_event, masker)
        self._film = FilmThread(folder, viewport, clock, on_fragment)
        self._screencast = Screencast(connection, viewport, clock, self._film.show)
        self._pages = Pages(
            connection,
            viewport,
            on_opened=self._opened,
            on_closed=lambda page: report_closed(self._timeline, page),
            on_front=self._front_changed,
            on_found=lambda page: report_address(self._timeline, page),
        )
        Frames(connection, self._pages)
        SocketEvents(connection, self._timeline)
        self._network = NetworkEvents(connection, self._pages, clock, self._timeline)
        report_page_events(connection, self._pages, self._timeline, self._network)
        report_dialogs_and_downloads(connection, self._timeline)
        self._console = ConsoleEvents(connection, clock, self._timeline, on_console)
        self._newest: Page | None = None
        self._stopping = False
        self._rolling = False
        connection.on_lost(lambda: self._film.end(clock.now_ms()))

    @property
    def front_session(self) -> str | None:
        """The DevTools session of the page in front, for capture_page; None when there is no page."""
        return self._pages.front.session_id if self._pages.front else None

    @property
    def last_frame(self) -> bytes | None:
        """The newest picture of the page in front (JPEG), for capture_page when the page hangs."""
        return base64.b64decode(self._film.last_jpeg) if self._film.last_jpeg else None

    @property
    def problem(self) -> str | None:
        """Why the recording stopped early (a full disk), as a sentence; None when all is well."""
        return self._film.problem

    async def start(self) -> None:
        """Returns when every page has the viewport and the one in front is being recorded. Start the workflow after.

        Raises CdpError when the browser does not take part.
        """
        self._film.start()
        await self._pages.start()
        self._rolling = True  # not before: a page without its viewport is no picture to begin with
        self._screencast.follow(self.front_session)
        await self._screencast.refresh()

    async def stop(self) -> None:
        """Shows what the page looks like now, and closes the last fragment, whatever became of the browser.

        All callbacks have been called when it returns, but for what the pages tell later: they stay attached, and
        capture_page works after it, too. A second call only reports once more what is still open.
        """
        if not self._stopping:
            self._stopping = True
            await self._screencast.last_look()
            self._screencast.follow(None)
        self._network.report_open()
        self._timeline.report_left_out()
        self._console.report_left_out()
        self._film.end(self._clock.now_ms())
        await self._film.ended()

    def _opened(self, page: Page) -> None:
        self._newest = page
        report_opened(self._timeline, page)

    def _front_changed(self, page: Page | None) -> None:
        if page is None or page is not self._newest:
            report_front(self._timeline, page)
        self._newest = None  # its opening has just been reported, and it is in front
        if self._rolling:
            self._screencast.follow(self.front_session)
