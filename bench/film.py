"""Our recorder at work on a browser, without the rest of the engine."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from libretto.protocol import DEFAULT_VIEWPORT, TimelineData, TimelineKind
from runtime.browser import Browser
from runtime.cdp import Connection
from runtime.clock import Clock
from runtime.recorder import Recorder
from runtime.recording.fragments import Fragment
from runtime.remux import remux


@dataclass
class Film:
    folder: Path
    clock: Clock
    recorder: Recorder
    fragments: list[Fragment] = field(default_factory=list)
    events: list[tuple[int, TimelineKind, TimelineData]] = field(default_factory=list)

    async def stop(self) -> None:
        await self.recorder.stop()

    def file(self) -> Path:
        """The recording as it is downloaded. After `stop`."""
        target = self.folder / "recording.mp4"
        remux(fragments=[fragment.path for fragment in self.fragments], target=target)
        return target


@asynccontextmanager
async def recorded(browser: Browser, folder: Path) -> AsyncIterator[Film]:
    """`folder` exists and is empty but for the browser's."""
    (folder / "fragments").mkdir()
    connection = await Connection.open(browser.cdp_url)
    fragments: list[Fragment] = []
    events: list[tuple[int, TimelineKind, TimelineData]] = []
    clock = Clock()
    recorder = Recorder(
        connection=connection,
        folder=folder / "fragments",
        clock=clock,
        viewport=DEFAULT_VIEWPORT,
        on_fragment=fragments.append,
        on_page_event=lambda t_ms, kind, data: events.append((t_ms, kind, data)),
        on_console=lambda *_: None,
    )
    try:
        await recorder.start()
        yield Film(folder, clock, recorder, fragments, events)
    finally:
        await recorder.stop()
        await connection.close()
