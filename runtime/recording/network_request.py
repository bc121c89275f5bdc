"""One request of a page, as its timeline event tells it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal
from urllib.parse import urlsplit

from libretto.protocol import TimelineData
from runtime.recording.hiding import safe_address, safe_headers
from runtime.recording.network_words import timing
from runtime.recording.timeline import URL_MOST

SHORT_URL = 120  # characters, in a title
FAILED_FROM = 400  # HTTP status
Cut = Callable[[str, int], str]
Headers = Mapping[str, str]


@dataclass
class Request:
    """From the moment it is sent. One that is redirected ends, and another begins."""

    session: str | None  # where it was reported
    loader: str  # of the document it belongs to; "" of a worker
    t_ms: int
    sent: float  # seconds on the browser's monotonic clock
    method: str
    url: str
    page_url: str
    resource_type: str  # "document", "xhr", "image"…
    is_page: bool  # the document of a main frame
    redirected_from: str
    sent_headers: Headers
    answered_headers: Headers = field(default_factory=dict)
    response: dict[str, Any] = field(default_factory=dict)  # DevTools' Network.Response; {} until there is one
    has_extra: bool | None = None  # whether the headers as sent are reported by themselves; None: not known yet
    from_cache: bool = False
    ended: float = 0.0  # as `sent`; 0: not yet
    bytes: int | None = None  # as transferred, headers included
    failure: str = ""

    def answer(self, response: dict[str, Any], *, has_extra: bool) -> None:
        self.response, self.has_extra = response, has_extra
        self.answered_headers = self.answered_headers or response["headers"]
        self.from_cache |= bool(response.get("fromDiskCache") or response.get("fromPrefetchCache"))

    def end(self, ended: float, encoded_bytes: float | None) -> None:
        self.ended = ended
        self.bytes = None if encoded_bytes is None or encoded_bytes < 0 else int(encoded_bytes)

    @property
    def shows_nothing(self) -> bool:
        """The browser stops reading, and nothing is wrong: there is no content, or it becomes a download."""
        headers = {name.lower(): value for name, value in self.answered_headers.items()}
        download = headers.get("content-disposition", "").lower().startswith("attachment")
        return self.resource_type == "document" and (self.status in {204, 205} or download)

    def name(self, cut: Cut) -> str:
        """Method and address for people: no scheme, and no host when it is the page's own."""
        shown = urlsplit(safe_address(self.url))
        if shown.scheme not in {"http", "https"}:
            return f"{self.method} {cut(self.url, SHORT_URL)}"
        path = (shown.path or "/") + (f"?{shown.query}" if shown.query else "")
        near = not self.is_page and shown.netloc == urlsplit(self.page_url).netloc
        return f"{self.method} {cut(path if near else f'{shown.netloc}{path}', SHORT_URL)}"

    @property
    def status(self) -> int | None:
        return int(self.response["status"]) if self.response else None

    @property
    def outcome(self) -> Literal["ok", "failed", "open"]:
        if self.failure or (self.status or 0) >= FAILED_FROM:
            return "failed"
        return "ok" if self.ended else "open"

    def beginning(self, cut: Cut) -> TimelineData:
        data: TimelineData = {
            "title": self.name(cut),
            "method": self.method,
            "url": self.url,
            "resource_type": self.resource_type,
            "outcome": "open",
        }
        if self.is_page:
            data["document"] = True
        if self.redirected_from:
            data["redirected_from"] = cut(safe_address(self.redirected_from), URL_MOST)
        return data

    def known(self, cut: Cut) -> TimelineData:
        """What has been added to `beginning` since."""
        data: TimelineData = {"title": self._title(cut), "outcome": self.outcome, "from_cache": self.from_cache}
        if self.ended:
            data["end_ms"] = self.t_ms + max(0, round((self.ended - self.sent) * 1000))
        if self.failure:
            data["failure"] = self.failure
        if self.bytes is not None:
            data["bytes"] = self.bytes
        data["request_headers"] = safe_headers(self.sent_headers, cut)
        if self.response:
            data["status"] = self.response["status"]
            data["status_text"] = cut(self.response.get("statusText", ""), 100)
            data["mime"] = cut(self.response.get("mimeType", ""), 100)
            data["timing"] = timing(self.response.get("timing"), self.sent, self.ended)
            data["response_headers"] = safe_headers(self.answered_headers, cut)
        return data

    def _title(self, cut: Cut) -> str:
        end = " → ".join(part for part in (str(self.status or ""), self.failure.removeprefix("net::")) if part)
        return f"{self.name(cut)} → {end}" if end else self.name(cut)


def request_sent(
    params: Mapping[str, Any], session: str | None, *, t_ms: int, main_frame: str, redirected_from: str
) -> Request:
    """Of a Network.requestWillBeSent. `main_frame` is the id of the session's own frame, "" when it is no page's."""
    request, kind = params["request"], str(params.get("type", "Other")).lower()
    return Request(
        session=session,
        loader=params["loaderId"],
        t_ms=t_ms,
        sent=params["timestamp"],
        method=request["method"],
        url=request["url"] + request.get("urlFragment", ""),
        page_url=params["documentURL"],
        resource_type=kind,
        is_page=kind == "document" and bool(main_frame) and params.get("frameId") == main_frame,
        redirected_from=redirected_from,
        sent_headers=request["headers"],
    )
