"""Pages, navigations and crashes on the timeline."""

from __future__ import annotations

from typing import Any

from libretto.protocol import TimelineData, TimelineKind
from runtime.cdp import Connection
from runtime.recording.network import NetworkEvents
from runtime.recording.network_request import FAILED_FROM
from runtime.recording.pages import Page, Pages, address_of
from runtime.recording.timeline import Timeline

SHORT_URL = 150


def report_page_events(connection: Connection, pages: Pages, timeline: Timeline, network: NetworkEvents) -> None:
    events = _PageEvents(pages, timeline, network)
    connection.on("Page.frameNavigated", events.navigated)
    connection.on("Page.navigatedWithinDocument", events.navigated_within)
    connection.on("Page.loadEventFired", events.loaded)
    connection.on("Inspector.targetCrashed", events.crashed)


def report_opened(timeline: Timeline, page: Page) -> None:
    data: TimelineData = {"title": _opened(page, timeline), "url": page.url}
    timeline.add(_kind(page), data, open_as=f"page {page.session_id}")


def report_address(timeline: Timeline, page: Page) -> None:
    """Where a page goes is seldom known when it opens."""
    timeline.change(f"page {page.session_id}", {"title": _opened(page, timeline), "url": page.url})


def report_closed(timeline: Timeline, page: Page) -> None:
    timeline.end(f"navigation {page.session_id}", outcome="failed", remark=" (closed before it was loaded)")
    timeline.end(f"dialog {page.session_id}", remark=" (closed with its page)")
    timeline.end(f"page {page.session_id}", remark=" (closed)")


def report_front(timeline: Timeline, page: Page | None) -> None:
    if page is not None:
        what = "a new page" if page.is_nowhere else timeline.address(page.url, SHORT_URL)
        timeline.add("page", {"title": f"The recording shows {what}", "url": page.url})


class _PageEvents:
    def __init__(self, pages: Pages, timeline: Timeline, network: NetworkEvents) -> None:
        self._pages, self._timeline, self._network = pages, timeline, network

    def navigated(self, params: dict[str, Any], session: str | None) -> None:
        page, frame = self._pages.of(session), params["frame"]
        if page is None or "parentId" in frame:
            return
        was_nowhere = page.is_nowhere
        page.url = address_of(frame)
        self._timeline.end(f"navigation {session}", remark=" (left before it was loaded)")
        data = self._navigation(page.url, frame["loaderId"])
        if "unreachableUrl" in frame:
            why = data.get("error", "")
            data["title"] = f"Could not open {self._short(page.url)}" + (f": {why}" if why else "")
            self._timeline.add("navigation", {**data, "outcome": "failed"})
        else:
            self._timeline.add("navigation", data, open_as=f"navigation {session}")
        if was_nowhere:
            report_address(self._timeline, page)

    def _navigation(self, url: str, loader: str) -> TimelineData:
        title = f"Opened {self._short(url)}"
        data: TimelineData = {"url": url}
        requests = self._network.requests_for(loader)
        if requests:
            data["method"] = requests[-1].method
            if status := requests[-1].status:
                data["status"] = status
                title += f" → {status}" if status >= FAILED_FROM else ""
            if requests[-1].failure:
                data["error"] = requests[-1].failure
            if len(requests) > 1:
                data["redirected_from"] = self._timeline.address(requests[0].url)
                title += f" (redirected from {self._short(requests[0].url)})"
        return {**data, "title": title}

    def navigated_within(self, params: dict[str, Any], session: str | None) -> None:
        page = self._pages.of(session)
        if page is None or page.target_id != params["frameId"]:
            return
        page.url = params["url"]
        data: TimelineData = {"title": f"Moved to {self._short(page.url)}", "url": page.url, "outcome": "ok"}
        self._timeline.add("navigation", data)

    def loaded(self, _: dict[str, Any], session: str | None) -> None:
        self._timeline.end(f"navigation {session}")

    def crashed(self, _: dict[str, Any], session: str | None) -> None:
        page = self._pages.of(session)
        self._timeline.end(f"navigation {session}", outcome="failed", remark=" (crashed before it was loaded)")
        title = "The page crashed" if page else "A frame of the page crashed"
        data: TimelineData = {"title": title, "url": page.url if page else "", "level": "error", "outcome": "failed"}
        self._timeline.add("page_error", data)

    def _short(self, url: str) -> str:
        return self._timeline.address(url, SHORT_URL)


def _kind(page: Page) -> TimelineKind:
    return "popup" if page.is_popup else "page"


def _opened(page: Page, timeline: Timeline) -> str:
    return f"{_kind(page).capitalize()} opened {timeline.address(page.url, SHORT_URL)}".strip()
