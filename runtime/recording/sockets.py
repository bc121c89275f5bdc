"""WebSockets of the pages, opened and closed, among the requests on the timeline. What they carry is not kept."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from libretto.protocol import TimelineData
from runtime.cdp import Connection
from runtime.recording.gone import on_gone
from runtime.recording.hiding import safe_address, safe_headers
from runtime.recording.timeline import Timeline

OPEN_MOST = 500  # at once; more are not followed to their end


class SocketEvents:
    def __init__(self, connection: Connection, timeline: Timeline) -> None:
        self._timeline = timeline
        self._open: dict[str, str | None] = {}  # session by id
        connection.on("Network.webSocketCreated", self._created)
        connection.on("Network.webSocketWillSendHandshakeRequest", self._asked)
        connection.on("Network.webSocketHandshakeResponseReceived", self._opened)
        connection.on("Network.webSocketFrameError", self._failed)
        connection.on("Network.webSocketClosed", self._closed)
        on_gone(connection, self._gone)

    def _created(self, params: dict[str, Any], session: str | None) -> None:
        if len(self._open) >= OPEN_MOST:
            return
        self._open[params["requestId"]] = session
        shown = urlsplit(safe_address(params["url"]))
        data: TimelineData = {
            "title": f"WebSocket {shown.netloc}{shown.path}",
            "method": "GET",
            "url": params["url"],
            "resource_type": "websocket",
        }
        self._timeline.add("network", data, open_as=_name(params["requestId"]))

    def _asked(self, params: dict[str, Any], _: str | None) -> None:
        headers = safe_headers(params["request"]["headers"], self._timeline.cut)
        self._timeline.change(_name(params["requestId"]), {"request_headers": headers})

    def _opened(self, params: dict[str, Any], _: str | None) -> None:
        response = params["response"]
        self._timeline.change(
            _name(params["requestId"]),
            {
                "status": response["status"],
                "status_text": self._timeline.cut(response["statusText"], 100),
                "response_headers": safe_headers(response["headers"], self._timeline.cut),
            },
        )

    def _failed(self, params: dict[str, Any], _: str | None) -> None:
        why = self._timeline.cut(params["errorMessage"], 300)
        self._end(params["requestId"], " → failed", {"outcome": "failed", "failure": why})

    def _closed(self, params: dict[str, Any], _: str | None) -> None:
        self._end(params["requestId"], " (closed)", {"outcome": "ok"})

    def _gone(self, session: str | None, *_: str) -> None:
        for name in [name for name, of in self._open.items() if of == session]:
            self._closed({"requestId": name}, session)

    def _end(self, name: str, remark: str, changes: TimelineData) -> None:
        self._open.pop(name, None)
        self._timeline.end(_name(name), remark=remark, changes=changes)


def _name(request: str) -> str:
    return f"socket {request}"
