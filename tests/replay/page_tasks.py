"""How long a page's main thread works at one task, in CPU time: what it waits for other programs does not count."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any, Final

from playwright.sync_api import CDPSession, Page

MOST_MS: Final = 100
_CATEGORIES: Final = ["devtools.timeline", "disabled-by-default-devtools.timeline"]
_PAUSE: Final = "await new Promise((resolve) => setTimeout(resolve, %d))"


def during(page: Page, action: str) -> int:
    """The longest task while the page does this and shortly after."""
    return longest(page, lambda: page.evaluate(f"async () => {{ {_PAUSE % 0}; {action}; {_PAUSE % 300}; }}"))


def longest(page: Page, act: Callable[[], object]) -> int:
    """In ms. Chromium's trace tells of each task its CPU time (`tdur`, in microseconds)."""
    browser = page.context.browser
    assert browser is not None
    session = browser.new_browser_cdp_session()
    events: list[dict[str, Any]] = []
    session.on("Tracing.dataCollected", lambda data: events.extend(data["value"]))
    config = {"includedCategories": _CATEGORIES, "excludedCategories": ["*"], "recordMode": "recordContinuously"}
    session.send("Tracing.start", {"transferMode": "ReportEvents", "traceConfig": config})
    act()
    page.wait_for_timeout(100)
    _end(page, session)
    pages = {event["tid"] for event in events if event.get("args", {}).get("name") == "CrRendererMain"}
    # One that has not ended has no time yet.
    tasks: list[int] = [
        event["tdur"] for event in events if event["name"] == "RunTask" and event["tid"] in pages and "tdur" in event
    ]
    assert tasks, "Chromium told of no task"
    return round(max(tasks) / 1000)


def _end(page: Page, session: CDPSession) -> None:
    ended = threading.Event()
    session.on("Tracing.tracingComplete", lambda _: ended.set())
    session.send("Tracing.end")
    while not ended.is_set():
        page.wait_for_timeout(10)
    session.detach()
