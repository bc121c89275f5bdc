"""Chromium, for tests that look at pages."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Page, sync_playwright

from runtime.chromium import find_chromium


@contextmanager
def launched(*arguments: str) -> Iterator[Browser]:
    """Meanwhile Playwright runs a loop in this thread, where Django refuses to ask the database."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=find_chromium(), args=["--no-sandbox", "--disable-gpu", *arguments]
        )
        yield browser
        browser.close()


def problems_of(page: Page) -> list[str]:
    """Whatever its console calls an error or a warning from now on."""
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", lambda line: problems.append(line.text) if line.type in ("error", "warning") else None)
    return problems
