"""What a page keeps in other processes, its frames of other sites and its workers: heard like the page itself."""

from __future__ import annotations

from typing import Any, Final

from runtime.cdp import Connection
from runtime.recording.listening import FRAMES_AND_WORKERS, NETWORK_ENABLE, TELL_TOUCHES, TOUCHED
from runtime.recording.pages import Page, Pages

_EVERYWHERE: Final[tuple[tuple[str, dict[str, Any]], ...]] = (
    ("Runtime.enable", {}),
    ("Log.enable", {}),
    ("Network.enable", NETWORK_ENABLE),
    ("Target.setAutoAttach", FRAMES_AND_WORKERS),
)
_IN_FRAMES: Final[tuple[tuple[str, dict[str, Any]], ...]] = (
    ("Page.enable", {}),
    ("Inspector.enable", {}),
    *TELL_TOUCHES,
)


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
        in_frames = _IN_FRAMES if params["targetInfo"]["type"] == "iframe" else ()
        for method, options in (*_EVERYWHERE, *in_frames, ("Runtime.runIfWaitingForDebugger", {})):
            self._connection.post(method, options, session)

    def _detached(self, params: dict[str, Any], _: str | None) -> None:
        self._page_of.pop(params["sessionId"], None)

    def _touched(self, params: dict[str, Any], session: str | None) -> None:
        if params["name"] == TOUCHED and (page := self._page_of.get(session or "")):
            self._pages.bring_to_front(page)
