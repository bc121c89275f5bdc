"""What a page keeps in other processes, its frames of other sites and its workers: heard like the page itself."""

from __future__ import annotations

from typing import Any

from runtime.cdp import Connection
from runtime.recording.listening import LISTEN_TO_DOCUMENT, LISTEN_TO_WORKER, RUN
from runtime.recording.pages import Page, Pages


class Frames:
    """Each is stopped before it runs, as pages are, until it is listened to."""

    def __init__(self, connection: Connection, pages: Pages) -> None:
        self._connection, self._pages = connection, pages
        self._page_of: dict[str, Page] = {}  # by session
        connection.on("Target.attachedToTarget", self._attached)
        connection.on("Target.detachedFromTarget", self._detached)
        connection.on("Runtime.bindingCalled", self._touched)

    def _attached(self, params: dict[str, Any], parent: str | None) -> None:
        if parent is None:
            return  # a page
        session = params["sessionId"]
        if page := self._pages.of(parent) or self._page_of.get(parent):
            self._page_of[session] = page
        is_document = params["targetInfo"]["type"] == "iframe"
        if is_document:
            self._pages.touches.add(session)
        listen = LISTEN_TO_DOCUMENT if is_document else LISTEN_TO_WORKER
        for method, options in (*listen, RUN):
            self._connection.post(method, options, session)

    def _detached(self, params: dict[str, Any], _: str | None) -> None:
        self._page_of.pop(params["sessionId"], None)

    def _touched(self, params: dict[str, Any], session: str | None) -> None:
        if self._pages.touches.is_touch(params) and (page := self._page_of.get(session or "")):
            self._pages.bring_to_front(page)
