"""Runs an ``async def`` workflow, with Playwright's async page."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

from playwright.async_api import Page, Playwright, async_playwright

from runtime.child_protocol import STACKS_NAME, Go
from runtime.python_child.call_stacks import note_stacks
from runtime.python_child.task import ACTION_MS, NAVIGATION_MS, TRACING, Task, connecting, opening


def run(task: Task) -> Any:
    """What the function returned. The loop stays open: closing it would cancel tasks, and they might touch the page."""
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    workflow = loop.create_task(_run(task), name="workflow")
    return loop.run_until_complete(workflow)


async def _run(task: Task) -> Any:
    with connecting():
        playwright = await async_playwright().start()  # while Chromium starts
        page = await _connect(playwright, task.inbox.wait_for_go())
    if task.start_url:
        with opening(task.start_url):
            await page.goto(task.start_url)
    task.wait_until_user_code_may_begin()
    current = asyncio.current_task()
    assert current is not None  # noqa: S101 - this is a coroutine
    task.whereabouts.watch_async(current)
    return await task.definition.function(task.context(page), task.input)


async def _connect(playwright: Playwright, go: Go) -> Page:
    browser = await playwright.chromium.connect_over_cdp(go["cdp_url"], is_local=True, artifacts_dir=go["trace"])
    context = browser.contexts[0]
    page = context.pages[-1] if context.pages else await context.new_page()
    context.set_default_timeout(ACTION_MS)
    context.set_default_navigation_timeout(NAVIGATION_MS)
    note_stacks(context.tracing, Path(go["trace"]) / STACKS_NAME)
    await context.tracing.start(**TRACING)
    return page
