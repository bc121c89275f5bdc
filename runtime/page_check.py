"""Opens a kept page in a throwaway Chromium, without scripts and network, and says what locators find on it.

A locator comes as calls of Playwright's methods that only look, with texts and numbers: nothing of it is evaluated.
"""

from __future__ import annotations

import asyncio
import contextlib
import re
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from playwright.async_api import BrowserContext, Error, Locator, Page, Route, async_playwright

from libretto.protocol import Viewport
from runtime.browser import Browser, BrowserNotStarted, launch
from runtime.chromium import ChromiumMissing, find_chromium
from runtime.page_locators import CannotLook, LocatorPart, located
from runtime.sandbox import SandboxMissing, wrap_browser
from runtime.tracing.snapshot_attributes import NOT_SHOWN_ATTRIBUTE

ADDRESS: Final = "http://kept-page.invalid/"  # a name that never resolves
HTML_MOST: Final = 20_000_000
SECONDS: Final = 30.0
ANSWER_MS: Final = 5_000
VIEWPORT: Final[Viewport] = {"width": 1366, "height": 768}
# Data and what is written in the page are allowed; nothing is fetched, nothing runs.
_POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; form-action 'none'"
_NOT_SHOWN: Final = f'<style>[{NOT_SHOWN_ATTRIBUTE}="all"]{{display:none!important}}</style>'  # not all sheets are kept
_SAID: Final = re.compile(r"""^- '?([\w-]+)(?: ("(?:[^"\\]|\\.)*"))?""")


@dataclass(frozen=True)
class Seen:
    """What a locator found. All but `count` is of the element when there is exactly one."""

    count: int
    problem: str = ""  # why it could not be tried
    visible: bool = False
    enabled: bool = False
    role: str = ""
    name: str = ""
    tag: str = ""
    type: str = ""
    editable: bool = False


async def look(html: str, locators: Sequence[Sequence[LocatorPart]], *, viewport: Viewport = VIEWPORT) -> list[Seen]:
    """One answer for each locator. Raises CannotLook when the page cannot be opened, within about SECONDS."""
    if not html.strip() or len(html) > HTML_MOST:
        raise CannotLook("The page is not kept." if not html.strip() else "The page is too large.")
    try:
        async with asyncio.timeout(SECONDS):
            return await _look(html, locators, viewport)
    except TimeoutError:
        raise CannotLook("The browser did not answer in time.") from None
    except (BrowserNotStarted, ChromiumMissing, SandboxMissing, Error) as error:
        raise CannotLook(_first_line(error)) from None


async def _look(html: str, locators: Sequence[Sequence[LocatorPart]], viewport: Viewport) -> list[Seen]:
    with tempfile.TemporaryDirectory(prefix="libretto-page-", ignore_cleanup_errors=True) as folder:
        starting = asyncio.create_task(_started(Path(folder), viewport))
        try:
            async with async_playwright() as playwright:  # starts meanwhile
                connected = await playwright.chromium.connect_over_cdp((await starting).cdp_url)
                context = await connected.new_context(
                    java_script_enabled=False, service_workers="block", accept_downloads=False, viewport=viewport
                )
                page = await _opened(context, html)
                return [await _seen(page, parts) for parts in locators]
        finally:
            await _ended(starting)


async def _ended(starting: asyncio.Task[Browser]) -> None:
    if not starting.done():
        starting.cancel()  # ends what it has started
    with contextlib.suppress(BrowserNotStarted, ChromiumMissing, SandboxMissing, asyncio.CancelledError):
        browser = await starting
        await browser.close(grace_seconds=1.0)


async def _started(folder: Path, viewport: Viewport) -> Browser:
    return await launch(
        executable=find_chromium(),
        folder=folder,
        viewport=viewport,
        enclose=lambda argv: wrap_browser(argv, readable=[], writable=[folder], hidden=[]),
        timeout_seconds=SECONDS,
    )


async def _opened(context: BrowserContext, html: str) -> Page:
    async def answer(route: Route) -> None:
        if route.request.url == ADDRESS and route.request.is_navigation_request():
            headers = {"Content-Security-Policy": _POLICY}
            await route.fulfill(body=html + _NOT_SHOWN, content_type="text/html; charset=utf-8", headers=headers)
        else:
            await route.abort()

    await context.route("**/*", answer)
    page = await context.new_page()
    await page.goto(ADDRESS, wait_until="domcontentloaded", timeout=SECONDS * 1000)
    return page


async def _seen(page: Page, parts: Sequence[LocatorPart]) -> Seen:
    try:
        locator = located(page, parts)
        count = await locator.count()
        return await _described(locator) if count == 1 else Seen(count)
    except CannotLook as problem:
        return Seen(0, str(problem))
    except Error as error:  # no selector, or the element does not answer
        return Seen(0, _first_line(error))


async def _described(locator: Locator) -> Seen:
    role, name = _said(await locator.aria_snapshot(timeout=ANSWER_MS))
    kind = await locator.evaluate("e => [e.localName, e.getAttribute('type') || '']", timeout=ANSWER_MS)
    return Seen(
        count=1,
        visible=await locator.is_visible(timeout=ANSWER_MS),
        enabled=await locator.is_enabled(timeout=ANSWER_MS),
        role=role,
        name=name,
        tag=str(kind[0]),
        type=str(kind[1]).lower(),
        editable=await _is_editable(locator, str(kind[0])),
    )


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [""])[0][:300]


def _said(snapshot: str) -> tuple[str, str]:
    """Role and name, from the first line of what people with a screen reader are told: '- button "Pay"'."""
    found = _SAID.match(snapshot)
    if found is None:
        return "", ""
    return found[1], found[2][1:-1].replace('\\"', '"') if found[2] else ""


async def _is_editable(locator: Locator, tag: str) -> bool:
    if tag not in ("input", "textarea", "select") and await locator.get_attribute("contenteditable") is None:
        return False
    return await locator.is_editable(timeout=ANSWER_MS)
