"""Dialogs and downloads on the timeline."""

from __future__ import annotations

from typing import Any

from libretto.protocol import TimelineData
from runtime.cdp import Connection
from runtime.recording.timeline import Timeline

MESSAGE_MOST = 2_000  # characters
NAMES = {"beforeunload": "Question before leaving the page"}


def report_dialogs_and_downloads(connection: Connection, timeline: Timeline) -> None:
    dialogs, downloads = _Dialogs(timeline), _Downloads(timeline)
    connection.on("Page.javascriptDialogOpening", dialogs.opened)
    connection.on("Page.javascriptDialogClosed", dialogs.closed)
    connection.on("Page.downloadWillBegin", downloads.began)
    connection.on("Page.downloadProgress", downloads.progressed)


class _Dialogs:
    def __init__(self, timeline: Timeline) -> None:
        self._timeline = timeline

    def opened(self, params: dict[str, Any], session: str | None) -> None:
        message = self._timeline.cut(params["message"], MESSAGE_MOST)
        name = NAMES.get(params["type"], params["type"].capitalize())
        data: TimelineData = {
            "title": f"{name}: {' '.join(message.split())}" if message else name,
            "url": params["url"],
            "dialog": params["type"],
            "message": message,
        }
        self._timeline.add("dialog", data, open_as=f"dialog {session}")

    def closed(self, params: dict[str, Any], session: str | None) -> None:
        accepted, typed = bool(params["result"]), self._timeline.cut(params.get("userInput", ""), MESSAGE_MOST)
        changes: TimelineData = {"answer": "accepted" if accepted else "dismissed"}
        if accepted and typed:
            changes["typed"] = typed
        self._timeline.end(f"dialog {session}", remark=f" ({changes['answer']})", changes=changes)


class _Downloads:
    def __init__(self, timeline: Timeline) -> None:
        self._timeline = timeline
        self._received: dict[str, int] = {}  # by name; when a download is cancelled, the browser says 0

    def began(self, params: dict[str, Any], _: str | None) -> None:
        name = _name(params)
        if not self._timeline.is_open(name):
            file = self._timeline.cut(params["suggestedFilename"], 200)
            data: TimelineData = {"title": f"Download of {file}", "url": params["url"], "name": file}
            self._timeline.add("download", data, open_as=name)

    def progressed(self, params: dict[str, Any], _: str | None) -> None:
        name, total = _name(params), int(params["totalBytes"])
        received = max(int(params["receivedBytes"]), self._received.pop(name, 0))
        match params["state"]:
            case "inProgress":
                self._received[name] = received
            case "completed":
                self._timeline.end(name, remark=f" ({_size(received)})", changes={"bytes": received})
            case "canceled":
                error = f"It ended after {_size(received)}" + (f" of {_size(total)}." if total > 0 else ".")
                changes: TimelineData = {"bytes": received, "error": error}
                self._timeline.end(name, outcome="failed", remark=" (not completed)", changes=changes)


def _name(params: dict[str, Any]) -> str:
    return f"download {params['guid']}"


def _size(count: int) -> str:
    for unit, factor in (("MB", 1_000_000), ("kB", 1_000)):
        if count >= factor:
            return f"{count / factor:.1f} {unit}"
    return f"{count} byte" + ("" if count == 1 else "s")
