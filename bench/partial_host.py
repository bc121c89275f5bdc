"""The host with less of a recorder than it has: `python -m bench.partial_host none|film|whole`.

none: no recording, and no events of pages. film: the recording alone. whole: as `python -m runtime.host`.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from libretto.protocol import Viewport
from runtime import host, stage
from runtime.cdp import Connection
from runtime.clock import Clock
from runtime.recorder import Recorder
from runtime.recording.film_thread import FilmThread
from runtime.recording.fragments import Fragment
from runtime.recording.pages import Page, Pages
from runtime.recording.screencast import Screencast

FOR_EVENTS: Final = ("Network.enable", "Log.enable", "Target.setAutoAttach")  # to a page


class NoRecorder:
    front_session = last_frame = problem = None

    def __init__(self, **_: Any) -> None:
        pass

    async def start(self) -> None:
        pass

    async def stop(self) -> None:
        pass


class FilmOnly(NoRecorder):
    def __init__(
        self,
        *,
        connection: Connection,
        folder: Path,
        clock: Clock,
        viewport: Viewport,
        on_fragment: Callable[[Fragment], None],
        **_: Any,
    ) -> None:
        _leave_out_events(connection)
        self._clock = clock
        self._film = FilmThread(folder, viewport, clock, on_fragment)
        self._screencast = Screencast(connection, viewport, clock, self._film.show)
        self._pages = Pages(
            connection,
            viewport,
            on_opened=lambda _: None,
            on_closed=lambda _: None,
            on_front=self._follow,
            on_found=lambda _: None,
        )

    async def start(self) -> None:
        self._film.start()
        await self._pages.start()
        await self._screencast.refresh()

    async def stop(self) -> None:
        await self._screencast.last_look()
        self._screencast.follow(None)
        self._film.end(self._clock.now_ms())
        await self._film.ended()

    def _follow(self, page: Page | None) -> None:
        self._screencast.follow(page.session_id if page else None)


def _leave_out_events(connection: Connection) -> None:
    send = connection.send

    async def quiet(
        method: str,
        params: dict[str, Any] | None = None,
        session_id: str | None = None,
        *,
        timeout_seconds: float = 30,
    ) -> dict[str, Any]:
        if session_id is not None and method in FOR_EVENTS:
            return {}
        return await send(method, params, session_id, timeout_seconds=timeout_seconds)

    connection.send = quiet  # type: ignore[method-assign]


RECORDERS: Final[dict[str, Any]] = {"none": NoRecorder, "film": FilmOnly, "whole": Recorder}

if __name__ == "__main__":
    vars(stage)["Recorder"] = RECORDERS[sys.argv[1]]
    host.main()
