"""Whether the cases are what they say: each workflow runs well on the old page and fails on the new one, and what is
said to be true is there, once. Without our server: Playwright alone."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Final

from playwright.async_api import Page, async_playwright
from playwright.sync_api import Error, sync_playwright

from bench.repair_case import ENTRY_POINT, Case
from bench.repair_site import Stage, staged
from runtime.chromium import find_chromium

COVERED_MS: Final = 3_000


def problems(cases: Sequence[Case], kept: Path) -> Iterator[tuple[str, str]]:
    """Of each case, "" when it is as it says."""
    with staged(cases, kept) as (address, stages):
        for case in cases:
            yield case.name, _problem(stages[case.name], f"{address}/{case.name}")


def _problem(stage: Stage, site: str) -> str:
    stage.release = "old"
    if error := _fails(stage.case, site):
        return f"fails on the old page: {error}"
    stage.release = "new"
    stage.take_touches()
    if not _fails(stage.case, site):
        return f"runs well on the new page, touches {stage.touches}"
    return asyncio.run(_untrue(stage.case, site))


def _fails(case: Case, site: str) -> str:
    names: dict[str, Any] = {}
    exec(case.bundle()[ENTRY_POINT], names)  # noqa: S102 (written in this folder)
    try:
        _run(names["run"], site)
    except Error as error:
        return str(error)[:300]
    return ""


def _run(function: Callable[..., Any], site: str) -> None:
    if inspect.iscoroutinefunction(function):
        asyncio.run(_run_async(function, site))
        return
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium())
        try:
            function(SimpleNamespace(page=browser.new_page()), {"site": site})
        finally:
            browser.close()


async def _run_async(function: Callable[..., Any], site: str) -> None:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=find_chromium())
        try:
            await function(SimpleNamespace(page=await browser.new_page()), {"site": site})
        finally:
            await browser.close()


async def _untrue(case: Case, site: str) -> str:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=find_chromium())
        page = await browser.new_page()
        await page.goto(f"{site}/{case.old.file}")
        counts = [(one, await _count(page, one)) for one in case.truth]
        covered = [f"nobody can click {one!r}: {said}" for one in case.truth if (said := await _cover(page, one))]
        await browser.close()
    wrong = [f"{one!r} is there {count} times" for one, count in counts if count != 1]
    return "; ".join([*wrong, *covered])


async def _cover(page: Page, truth: str) -> str:
    """What lies over it for good, as where a package lacks the script that takes away what covers its pages first."""
    css, _, text = truth.partition(" >> ")
    try:
        await page.locator(css).filter(has_text=text).first.click(trial=True, timeout=COVERED_MS)
    except Error as error:
        return next((line.strip(" -") for line in str(error).splitlines() if "intercepts pointer events" in line), "")
    return ""


async def _count(page: Page, truth: str) -> int:
    """A label and its field count as one."""
    css, _, text = truth.partition(" >> ")
    script = """([css, text]) => [...document.querySelectorAll(css)].filter(one => one.tagName !== "LABEL"
        && (!text || one.textContent.replace(/\\s+/g, " ").trim() === text)
        && one.getClientRects().length > 0).length"""
    return int(await page.evaluate(script, [css, text]))
