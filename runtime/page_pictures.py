"""Pictures of a page: of its viewport, and of all of it."""

from __future__ import annotations

import asyncio
import base64
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from websockets import WebSocketException

from runtime.cdp import CdpError, Connection

HEIGHT_MOST = 16_384  # pixels; of a longer page the rest is left out
WIDTH_MOST = 8_192
AREA_MOST = 24_000_000  # a PNG of nearly as many took 0.8 to 3.2 s; Chromium needs a hundred megabytes


class PagePictures:
    """PNGs. Each method raises CdpError when the page gives no picture within `seconds`."""

    def __init__(self, connection: Connection, cdp_url: str, session_id: str) -> None:
        self._connection, self._cdp_url, self._session_id = connection, cdp_url, session_id

    async def viewport(self, *, seconds: float) -> bytes:
        async with self._fresh(seconds) as (fresh, session):
            return await _picture(fresh, session, {}, seconds)

    async def whole(self, *, seconds: float) -> bytes | None:
        """None when the viewport shows all of it. The page is told of a change of its size meanwhile."""
        async with self._fresh(seconds) as (fresh, session):
            metrics = await fresh.send("Page.getLayoutMetrics", {}, session, timeout_seconds=seconds)
            content, viewport = metrics["cssContentSize"], metrics["cssLayoutViewport"]
            if content["width"] <= viewport["clientWidth"] and content["height"] <= viewport["clientHeight"]:
                return None
            width = min(content["width"], WIDTH_MOST)
            height = min(content["height"], HEIGHT_MOST, AREA_MOST // width)
            clip = {"x": 0, "y": 0, "width": width, "height": height, "scale": 1}
            options = {"clip": clip, "captureBeyondViewport": True, "optimizeForSpeed": True}
            return await _picture(fresh, session, options, seconds)

    @asynccontextmanager
    async def _fresh(self, seconds: float) -> AsyncIterator[tuple[Connection, str]]:
        """A connection of its own: the other has set a viewport, and its pictures would have that size."""
        info = await self._connection.send("Target.getTargetInfo", {}, self._session_id, timeout_seconds=seconds)
        try:
            fresh = await Connection.open(self._cdp_url, timeout_seconds=seconds)
        except (OSError, WebSocketException) as error:  # a TimeoutError is an OSError
            raise CdpError("Page.captureScreenshot", str(error)) from error
        try:
            attach = {"targetId": info["targetInfo"]["targetId"], "flatten": True}
            attached = await fresh.send("Target.attachToTarget", attach, timeout_seconds=seconds)
            yield fresh, attached["sessionId"]
        finally:
            await fresh.close()


async def _picture(connection: Connection, session: str, options: dict[str, Any], seconds: float) -> bytes:
    answer = await connection.send("Page.captureScreenshot", options, session, timeout_seconds=seconds)
    return await asyncio.to_thread(base64.b64decode, answer["data"])
