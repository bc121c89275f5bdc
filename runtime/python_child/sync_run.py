"""Runs a plain workflow function, with Playwright's sync page."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from playwright.sync_api import Page, Playwright, sync_playwright

from runtime.child_protocol import STACKS_NAME, Go
from runtime.python_child.call_stacks import note_stacks
from runtime.python_child.task import ACTION_MS, NAVIGATION_MS, TRACING, Task, connecting, opening


def run(task: Task) -> Any:
    """What the function returned. Playwright is not stopped: nothing may touch the page any more."""
    with connecting():
        playwright = sync_playwright().start()  # while Chromium starts
        page = _connect(playwright, task.inbox.wait_for_go())
    if task.start_url:
        with opening(task.start_url):
            page.goto(task.start_url)
    task.wait_until_user_code_may_begin()
    task.whereabouts.watch_sync()
    return task.definition.function(task.context(page), task.input)


def _connect(playwright: Playwright, go: Go) -> Page:
    browser = playwright.chromium.connect_over_cdp(go["cdp_url"], is_local=True, artifacts_dir=go["trace"])
    context = browser.contexts[0]
    page = context.pages[-1] if context.pages else context.new_page()
    context.set_default_timeout(ACTION_MS)
    context.set_default_navigation_timeout(NAVIGATION_MS)
    note_stacks(context.tracing, Path(go["trace"]) / STACKS_NAME)
    context.tracing.start(**TRACING)
    return page
