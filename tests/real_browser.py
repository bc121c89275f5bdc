"""Chromium, for tests that look at pages."""

from __future__ import annotations

import asyncio
import atexit
import shutil
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from playwright.sync_api import Browser, Page, Playwright, sync_playwright

from libretto.protocol import DEFAULT_VIEWPORT
from runtime.chromium import chromium_arguments, find_chromium

# As Playwright starts one without a window: there is a mouse.
POINTER = "--blink-settings=primaryHoverType=2,availableHoverTypes=2,primaryPointerType=4,availablePointerTypes=4"


@contextmanager
def launched(*arguments: str) -> Iterator[Browser]:
    """A browser with no contexts, closed with all of its own. The program itself goes on: to start it takes longer
    than most tests."""
    with driving() as playwright:
        browser = playwright.chromium.connect_over_cdp(address_of_chromium(*arguments))
        yield browser
        browser.close()


@contextmanager
def driving() -> Iterator[Playwright]:
    """The same Playwright again and again: its Node, too, takes longer to start than most tests.

    Meanwhile its loop runs in this thread, where Django refuses to ask the database. Between two uses the loop stands
    still and is out of the way of others.
    """
    playwright, loop = _driver()
    before = asyncio._get_running_loop()
    asyncio._set_running_loop(loop)
    try:
        yield playwright
    finally:
        asyncio._set_running_loop(before)


@cache
def _driver() -> tuple[Playwright, asyncio.AbstractEventLoop]:
    playwright = sync_playwright().start()
    loop = asyncio.get_running_loop()
    asyncio._set_running_loop(None)
    atexit.register(_stop, playwright, loop)
    return playwright, loop


def _stop(playwright: Playwright, loop: asyncio.AbstractEventLoop) -> None:
    asyncio._set_running_loop(loop)
    playwright.stop()


@cache
def address_of_chromium(*arguments: str) -> str:
    """Where one listens that was started with them, until this process ends."""
    profile = Path(tempfile.mkdtemp(prefix="libretto-test-profile-"))
    usual = chromium_arguments(profile=profile, viewport=DEFAULT_VIEWPORT, headless=True, own_sandbox=False)
    browser = subprocess.Popen([find_chromium(), *usual, POINTER, *arguments], stderr=subprocess.PIPE, text=True)
    atexit.register(_end, browser, profile)
    assert browser.stderr is not None
    url = next(line.split()[-1] for line in browser.stderr if "DevTools listening on" in line)
    threading.Thread(target=browser.stderr.read, daemon=True).start()
    return url


def _end(browser: subprocess.Popen[str], profile: Path) -> None:
    browser.terminate()
    browser.wait(20)
    shutil.rmtree(profile, ignore_errors=True)


def problems_of(page: Page) -> list[str]:
    """Whatever its console calls an error or a warning from now on."""
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", lambda line: problems.append(line.text) if line.type in ("error", "warning") else None)
    return problems
