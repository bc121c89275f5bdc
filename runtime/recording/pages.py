"""The pages of the browser: each gets the viewport before it runs, and one of them is in front."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from libretto.protocol import Viewport
from runtime.cdp import CdpError, Connection
from runtime.recording.listening import ATTACH_TO_PAGES, LISTEN_TO_DOCUMENT, RUN, Command
from runtime.recording.touches import Touches

READY_SECONDS = 15
NOWHERE = frozenset({"", ":", "about:blank"})

logger = logging.getLogger(__name__)


@dataclass
class Page:
    target_id: str  # also the id of its main frame
    session_id: str
    url: str
    is_popup: bool  # opened by another page
    asked_to_navigate: bool = False  # by itself (a link, a script), not by a client

    @property
    def is_nowhere(self) -> bool:
        """It has not gone anywhere yet."""
        return self.url in NOWHERE


class Pages:
    """Attaches to every page of every context, beside other clients.

    In front is the page that was opened, typed or clicked into, or sent to an address last: where the
    workflow works. (Being visible says nothing: Playwright keeps all its pages visible.)
    """

    def __init__(
        self,
        connection: Connection,
        viewport: Viewport,
        *,
        on_opened: Callable[[Page], None],
        on_closed: Callable[[Page], None],
        on_front: Callable[[Page | None], None],
        on_found: Callable[[Page], None],
    ) -> None:
        """`on_found` is called when a page turns out to be at an address that no event has told."""
        self._connection, self._viewport = connection, viewport
        self._on_opened, self._on_closed, self._on_front, self._on_found = on_opened, on_closed, on_front, on_found
        self._pages: dict[str, Page] = {}  # by session, the one in front last
        self._front: Page | None = None
        self._setups: set[asyncio.Task[None]] = set()
        self.touches = Touches(connection)
        connection.on("Target.attachedToTarget", self._attached)
        connection.on("Target.detachedFromTarget", self._detached)
        connection.on("Runtime.bindingCalled", self._touched)
        connection.on("Page.frameRequestedNavigation", self._navigation_requested)
        connection.on("Page.frameStartedNavigating", self._navigation_started)

    @property
    def front(self) -> Page | None:
        return self._front

    def of(self, session_id: str | None) -> Page | None:
        return self._pages.get(session_id or "")

    async def start(self) -> None:
        """Returns when the pages that are already open are set up."""
        await self._connection.send(*ATTACH_TO_PAGES)
        if self._setups:
            await asyncio.wait(self._setups, timeout=READY_SECONDS)

    def _attached(self, params: dict[str, Any], parent: str | None) -> None:
        if parent is not None:
            return  # of a page: see frames.py
        info = params["targetInfo"]
        page = Page(
            target_id=info["targetId"],
            session_id=params["sessionId"],
            url=info["url"],
            is_popup="openerId" in info,
        )
        self.touches.add(page.session_id)
        if self._pages:
            self.touches.ask()
        setup = asyncio.create_task(self._set_up(page))
        self._setups.add(setup)
        setup.add_done_callback(self._setups.discard)
        self._pages[page.session_id] = page
        self._on_opened(page)
        self.bring_to_front(page)

    async def _set_up(self, page: Page) -> None:
        size = {"width": self._viewport["width"], "height": self._viewport["height"]}
        screen = {"screenWidth": size["width"], "screenHeight": size["height"]}
        commands: list[Command] = [
            ("Emulation.setDeviceMetricsOverride", {**size, **screen, "deviceScaleFactor": 1, "mobile": False}),
            *LISTEN_TO_DOCUMENT,
            ("Page.getFrameTree", {}),
            # Not after the answers: a tab without a way back to its opener has no process to give them until it runs.
            RUN,
        ]
        answers = await asyncio.gather(
            *(self._connection.send(method, params, page.session_id) for method, params in commands),
            return_exceptions=True,
        )
        for answer in answers:
            if isinstance(answer, CdpError) and page.session_id in self._pages and not self._connection.lost:
                logger.warning("A page could not be set up whole: %s", answer)
            elif isinstance(answer, dict) and "frameTree" in answer:
                self._found(page, address_of(answer["frameTree"]["frame"]))

    def _found(self, page: Page, url: str) -> None:
        """A popup that another client lets run does not wait for us: it may have gone to its address unheard."""
        if page.is_nowhere and url not in NOWHERE:
            page.url = url
            self._on_found(page)

    def _detached(self, params: dict[str, Any], _: str | None) -> None:
        page = self._pages.pop(params["sessionId"], None)
        if page is None:
            return
        self._on_closed(page)
        if page is self._front:
            self._front = next(reversed(self._pages.values()), None)
            self._on_front(self._front)

    def _touched(self, params: dict[str, Any], session_id: str | None) -> None:
        if self.touches.is_touch(params):
            self.bring_to_front(self.of(session_id))

    def _navigation_requested(self, params: dict[str, Any], session_id: str | None) -> None:
        page = self.of(session_id)
        if page and page.target_id == params["frameId"]:
            page.asked_to_navigate = True

    def _navigation_started(self, params: dict[str, Any], session_id: str | None) -> None:
        page = self.of(session_id)
        if page is None or page.target_id != params["frameId"] or params.get("navigationType") == "sameDocument":
            return
        if not page.asked_to_navigate:
            self.bring_to_front(page)
        page.asked_to_navigate = False

    def bring_to_front(self, page: Page | None) -> None:
        if page is None or page is self._front:
            return
        self._pages[page.session_id] = self._pages.pop(page.session_id)
        self._front = page
        self._on_front(page)


def address_of(frame: dict[str, Any]) -> str:
    """Of DevTools' Page.Frame."""
    return str(frame.get("unreachableUrl") or frame["url"] + frame.get("urlFragment", ""))
