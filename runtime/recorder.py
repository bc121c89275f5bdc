"""Records the page in front as fragments of one MP4, and reports what happens in the pages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from libretto.protocol import LogLevel, TimelineData, TimelineKind, Viewport
from runtime.cdp import Connection
from runtime.clock import Clock


@dataclass(frozen=True, kw_only=True)
class Fragment:
    """A complete, fsynced piece of the recording. All of them, in order, are one playable MP4.

    Fragments follow each other without gaps: the first starts at 0 on the session's clock, so a position in
    the video is a time on that clock.
    """

    index: int
    path: Path
    start_ms: int
    duration_ms: int
    bytes: int


PageEvent = Callable[[int, TimelineKind, TimelineData], None]  # t_ms, kind, data
Console = Callable[[int, LogLevel, str], None]  # t_ms, level, text: the page's console, for the log


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
    ) -> None:
        raise NotImplementedError

    @property
    def front_session(self) -> str | None:
        """The DevTools session of the page in front, for capture_page; None when there is no page."""
        raise NotImplementedError

    @property
    def last_frame(self) -> bytes | None:
        """The newest picture of the page in front (JPEG), for capture_page when the page hangs."""
        raise NotImplementedError

    async def start(self) -> None:
        """Returns when every page has the viewport and the one in front is being recorded. Start the workflow after."""
        raise NotImplementedError

    async def stop(self) -> None:
        """Closes the last fragment, whatever became of the browser. All callbacks have been called when it returns."""
        raise NotImplementedError
