"""Pages, navigations, dialogs and downloads on the timeline. (Network events will have a module of their own.)"""

from __future__ import annotations

from typing import Any

from libretto.protocol import TimelineData, TimelineKind
from runtime.cdp import Connection
from runtime.recording.pages import Page, Pages
from runtime.recording.timeline import Timeline, shortened

SHORT_URL = 150


def report_page_events(connection: Connection, pages: Pages, timeline: Timeline) -> None:
    events = _PageEvents(pages, timeline)
    connection.on("Page.frameNavigated", events.navigated)
    connection.on("Page.navigatedWithinDocument", events.navigated_within)
    connection.on("Page.loadEventFired", events.loaded)
    connection.on("Page.javascriptDialogOpening", events.dialog_opened)
    connection.on("Page.javascriptDialogClosed", events.dialog_closed)
    connection.on("Page.downloadWillBegin", events.download_began)
    connection.on("Page.downloadProgress", events.download_progressed)
    connection.on("Inspector.targetCrashed", events.crashed)


def report_opened(timeline: Timeline, page: Page) -> None:
    kind: TimelineKind = "popup" if page.is_popup else "page"
    data: TimelineData = {"title": f"{kind.capitalize()} opened {_short(page.url)}".strip(), "url": page.url}
    timeline.add(kind, data, open_as=f"page {page.session_id}")


def report_closed(timeline: Timeline, page: Page) -> None:
    for what in ("navigation", "dialog"):
        timeline.end(f"{what} {page.session_id}")
    timeline.end(f"page {page.session_id}")


def report_front(timeline: Timeline, page: Page | None) -> None:
    if page is not None:
        timeline.add("page", {"title": f"The recording shows {_short(page.url) or 'a new page'}", "url": page.url})


class _PageEvents:
    def __init__(self, pages: Pages, timeline: Timeline) -> None:
        self._pages, self._timeline = pages, timeline

    def navigated(self, params: dict[str, Any], session: str | None) -> None:
        page, frame = self._pages.of(session), params["frame"]
        if page is None or "parentId" in frame:
            return
        page.url = frame.get("unreachableUrl") or frame["url"] + frame.get("urlFragment", "")
        self._timeline.end(f"navigation {session}")
        if "unreachableUrl" in frame:
            title = f"Could not open {_short(page.url)}"
            self._timeline.add("navigation", {"title": title, "url": page.url, "outcome": "failed"})
        else:
            title = f"Opened {_short(page.url)}"
            self._timeline.add("navigation", {"title": title, "url": page.url}, open_as=f"navigation {session}")

    def navigated_within(self, params: dict[str, Any], session: str | None) -> None:
        page = self._pages.of(session)
        if page is None or page.target_id != params["frameId"]:
            return
        page.url = params["url"]
        data: TimelineData = {"title": f"Moved to {_short(page.url)}", "url": page.url, "outcome": "ok"}
        self._timeline.add("navigation", data)

    def loaded(self, _: dict[str, Any], session: str | None) -> None:
        self._timeline.end(f"navigation {session}")

    def dialog_opened(self, params: dict[str, Any], session: str | None) -> None:
        data: TimelineData = {"title": f"{params['type'].capitalize()}: {params['message']}", "url": params["url"]}
        self._timeline.add("dialog", data, open_as=f"dialog {session}")

    def dialog_closed(self, params: dict[str, Any], session: str | None) -> None:
        self._timeline.end(f"dialog {session}", remark=" (accepted)" if params["result"] else " (dismissed)")

    def download_began(self, params: dict[str, Any], _: str | None) -> None:
        data: TimelineData = {"title": f"Download of {params['suggestedFilename']}", "url": params["url"]}
        self._timeline.add("download", data, open_as=f"download {params['guid']}")

    def download_progressed(self, params: dict[str, Any], _: str | None) -> None:
        if params["state"] != "inProgress":
            self._timeline.end(
                f"download {params['guid']}", outcome="ok" if params["state"] == "completed" else "failed"
            )

    def crashed(self, _: dict[str, Any], session: str | None) -> None:
        page = self._pages.of(session)
        self._timeline.add(
            "page_error", {"title": "The page crashed", "url": page.url if page else "", "level": "error"}
        )


def _short(url: str) -> str:
    return shortened(url, SHORT_URL)
