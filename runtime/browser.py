"""Starts one Chromium with a profile of its own, and ends it with everything it started."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from libretto.protocol import Viewport


class BrowserNotStarted(Exception):
    """Chromium ended or stayed silent; the text holds its last words."""


@dataclass(frozen=True, kw_only=True)
class Browser:
    """A running Chromium."""

    pid: int
    cdp_url: str  # ws://127.0.0.1:<port>/devtools/browser/<id>, for Connection.open and Playwright's connect_over_cdp
    version: str  # "Chromium 156.0.8078.79"
    notes: tuple[str, ...]  # what differs from what was asked, in words, for the run's log

    async def wait(self) -> int:
        """Until the browser process has ended; its exit code."""
        raise NotImplementedError

    async def close(self, *, grace_seconds: float = 3.0) -> None:
        """Ends the whole tree within about twice the grace: Browser.close, then SIGTERM, then SIGKILL. May be called twice."""
        raise NotImplementedError


async def launch(
    *,
    executable: Path,
    folder: Path,
    viewport: Viewport,
    headless: bool = True,
    environment: Mapping[str, str] | None = None,
    timeout_seconds: float = 30,
) -> Browser:
    """Starts Chromium with profile, home, caches and temporary files under `folder` (made if missing).

    `environment` is added to the few variables Chromium needs. Call it from the main thread: Chromium dies
    with the thread that started it. Raises BrowserNotStarted.
    """
    raise NotImplementedError
