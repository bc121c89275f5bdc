"""Starts one Chromium with a profile of its own, and ends it with everything it started."""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil

from libretto.protocol import Viewport
from runtime import browser_process
from runtime.cdp import CdpError, Connection
from runtime.chromium import chromium_arguments

LAST_WORDS_LINES = 15


class BrowserNotStarted(Exception):
    """Chromium ended or stayed silent; the text holds its last words."""


@dataclass(frozen=True, kw_only=True)
class Browser:
    """A running Chromium."""

    process: psutil.Popen
    profile: Path
    cdp_url: str  # ws://127.0.0.1:<port>/devtools/browser/<id>, for Connection.open and Playwright's connect_over_cdp
    version: str  # "Chrome/156.0.8078.79"
    notes: tuple[str, ...]  # what differs from what was asked, in words, for the run's log

    @property
    def pid(self) -> int:
        return int(self.process.pid)

    async def wait(self) -> int:
        """Until the browser process has ended; its exit code, negative for a signal."""
        return await browser_process.ended(self.process) or 0

    async def close(self, *, grace_seconds: float = 3.0) -> None:
        """Ends the whole tree, within about twice the grace. May be called twice, and after a crash.

        Asks with Browser.close, then with SIGTERM, then kills.
        """
        others = browser_process.belonging(self.process, self.profile)
        if self.process.poll() is None:
            await self._ask_to_close(grace_seconds / 2)
            if await browser_process.ended(self.process, grace_seconds / 2) is None:
                self.process.terminate()
                await browser_process.ended(self.process, grace_seconds / 2)
        await browser_process.kill(self.process, others, grace_seconds / 2)

    async def _ask_to_close(self, seconds: float) -> None:
        with contextlib.suppress(CdpError, OSError, TimeoutError):
            async with asyncio.timeout(seconds):
                connection = await Connection.open(self.cdp_url)
                try:
                    await connection.send("Browser.close")
                finally:
                    await connection.close()


async def launch(
    *,
    executable: Path,
    folder: Path,
    viewport: Viewport,
    headless: bool = True,
    environment: Mapping[str, str] | None = None,
    enclose: Callable[[Sequence[str]], list[str]] = list,
    timeout_seconds: float = 30,
) -> Browser:
    """Starts Chromium with profile, home, caches and temporary files under `folder` (made if missing).

    `environment` is added to the few variables Chromium needs. `enclose` may put a sandbox's command before
    Chromium's. Call it from the main thread: Chromium dies with the thread that started it. Raises
    BrowserNotStarted.
    """
    notes: list[str] = []
    if not headless and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        headless = True
        notes.append("There is no display, so the browser runs headless.")
    own_sandbox = os.geteuid() != 0
    while True:
        arguments = chromium_arguments(
            profile=folder / "profile", viewport=viewport, headless=headless, own_sandbox=own_sandbox
        )
        try:
            command = enclose([str(executable), *arguments])
            return await _launch(command, folder, environment or {}, timeout_seconds, notes)
        except BrowserNotStarted:
            if not own_sandbox or "No usable sandbox" not in _said(folder / "chromium.log"):
                raise
        own_sandbox = False
        notes.append("This machine does not let Chromium make its own sandbox, so the browser runs without it.")


async def _launch(
    command: list[str], folder: Path, environment: Mapping[str, str], timeout_seconds: float, notes: list[str]
) -> Browser:
    log, profile = folder / "chromium.log", folder / "profile"
    await asyncio.to_thread(shutil.rmtree, profile, ignore_errors=True)
    try:
        process = browser_process.start(command, folder=folder, log=log, environment=environment)
    except OSError as error:
        raise BrowserNotStarted(f"The browser {command[0]} cannot be started: {error.strerror}.") from None
    try:
        cdp_url = await _wait_for_devtools(process, profile / "DevToolsActivePort", log, timeout_seconds)
        version = await _version(cdp_url, log)
    except BaseException:
        await browser_process.kill(process, browser_process.belonging(process, profile), seconds=3)
        raise
    return Browser(process=process, profile=profile, cdp_url=cdp_url, version=version, notes=tuple(notes))


async def _wait_for_devtools(process: psutil.Popen, port_file: Path, log: Path, seconds: float) -> str:
    await browser_process.until(lambda: process.poll() is not None or _devtools_url(port_file) is not None, seconds)
    if (code := process.poll()) is not None:
        raise BrowserNotStarted(f"The browser ended at once, exit code {code}. {_last_words(log)}")
    if (url := _devtools_url(port_file)) is None:
        raise BrowserNotStarted(f"The browser was not ready after {seconds:g} s. {_last_words(log)}")
    return url


def _devtools_url(port_file: Path) -> str | None:
    """From the file Chromium writes once it listens: the port, and the path, a line each."""
    try:
        port, path = port_file.read_text(encoding="ascii").split("\n")[:2]
    except (FileNotFoundError, ValueError):
        return None
    return f"ws://127.0.0.1:{port}{path}" if path.startswith("/devtools/browser/") else None


async def _version(cdp_url: str, log: Path) -> str:
    try:
        connection = await Connection.open(cdp_url)
        try:
            return str((await connection.send("Browser.getVersion"))["product"])
        finally:
            await connection.close()
    except (CdpError, OSError, TimeoutError) as error:
        raise BrowserNotStarted(f"The browser started but did not answer: {error}. {_last_words(log)}") from None


def _last_words(log: Path) -> str:
    lines = [
        line for line in _said(log).splitlines() if line.strip() and not line.startswith("#") and "dbus" not in line
    ]
    if not lines:
        return "It said nothing."
    return "Its last words:\n" + "\n".join(lines[-LAST_WORDS_LINES:])


def _said(log: Path) -> str:
    return log.read_text(encoding="utf-8", errors="replace") if log.exists() else ""
