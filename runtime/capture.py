"""What a page looked like: screenshot, HTML with the state of its forms, and its accessibility tree."""

from __future__ import annotations

import asyncio
import base64
from collections.abc import Awaitable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from websockets import WebSocketException

from libretto.protocol import ArtifactKind
from runtime.accessibility import aria_yaml
from runtime.cdp import CdpError, Connection
from runtime.recording.pictures import png_from_jpeg

HTML_MOST = 20_000_000  # characters
PAGE_HTML = Path(__file__).with_name("page_html.js").read_text(encoding="utf-8")


@dataclass(frozen=True, kw_only=True)
class CapturedFile:
    kind: ArtifactKind
    path: Path
    content_type: str


@dataclass(frozen=True, kw_only=True)
class Capture:
    files: tuple[CapturedFile, ...]
    problems: tuple[str, ...]  # one sentence for each file that could not be taken


async def capture_page(
    *,
    connection: Connection,
    cdp_url: str,
    session_id: str,
    folder: Path,
    last_frame: bytes | None = None,
    timeout_seconds: float = 5,
) -> Capture:
    """Writes screenshot.png, page.html and aria.yaml into `folder`, within `timeout_seconds`.

    Does not raise for what a hanging or vanished page does not give: that is named in `problems`.
    `last_frame` (JPEG) stands in for a screenshot that cannot be taken. Password fields are left empty;
    other secrets in the page are in these files as they are on the screen.
    """
    page = _Page(connection, cdp_url, session_id, timeout_seconds)
    html = asyncio.ensure_future(page.html())
    wanted: tuple[tuple[ArtifactKind, str, str, Awaitable[bytes]], ...] = (
        ("screenshot", "screenshot.png", "image/png", page.screenshot(last_frame)),
        ("page_html", "page.html", "text/html", html),
        ("aria_snapshot", "aria.yaml", "application/yaml", page.aria(after=html)),
    )
    contents = await asyncio.gather(*(content for *_, content in wanted), return_exceptions=True)
    files: list[CapturedFile] = []
    problems: list[str] = []
    for (kind, name, content_type, _), content in zip(wanted, contents, strict=True):
        if isinstance(content, CdpError):
            problems.append(f"{name} could not be taken: {content}.")
        elif isinstance(content, BaseException):
            raise content
        else:
            await asyncio.to_thread((folder / name).write_bytes, content)
            files.append(CapturedFile(kind=kind, path=folder / name, content_type=content_type))
    return Capture(files=tuple(files), problems=tuple(problems))


class _Page:
    def __init__(self, connection: Connection, cdp_url: str, session_id: str, timeout_seconds: float) -> None:
        self._connection, self._cdp_url, self._session_id = connection, cdp_url, session_id
        self._deadline = asyncio.get_running_loop().time() + timeout_seconds

    async def screenshot(self, last_frame: bytes | None) -> bytes:
        """PNG of the viewport."""
        try:
            return await self._picture()
        except CdpError:
            if last_frame and (png := await asyncio.to_thread(png_from_jpeg, last_frame)):
                return png
            raise

    async def _picture(self) -> bytes:
        """Over a connection of its own: `connection` has set a viewport, and its pictures would have that size."""
        target = (await self._send("Target.getTargetInfo"))["targetInfo"]["targetId"]
        try:
            fresh = await Connection.open(self._cdp_url, timeout_seconds=self._seconds_left)
        except (OSError, WebSocketException) as error:  # a TimeoutError is an OSError
            raise CdpError("Page.captureScreenshot", str(error)) from error
        try:
            attach = {"targetId": target, "flatten": True}
            attached = await fresh.send("Target.attachToTarget", attach, timeout_seconds=self._seconds_left)
            session = attached["sessionId"]
            answer = await fresh.send("Page.captureScreenshot", {}, session, timeout_seconds=self._seconds_left)
            return base64.b64decode(answer["data"])
        finally:
            await fresh.close()

    async def html(self) -> bytes:
        """UTF-8, made where the page's own scripts have no say."""
        frame = (await self._send("Page.getFrameTree"))["frameTree"]["frame"]["id"]
        world = await self._send("Page.createIsolatedWorld", {"frameId": frame, "worldName": "libretto"})
        answer = await self._send(
            "Runtime.callFunctionOn",
            {
                "functionDeclaration": PAGE_HTML,
                "executionContextId": world["executionContextId"],
                "returnByValue": True,
            },
        )
        if "exceptionDetails" in answer:
            raise CdpError("page.html", str(answer["exceptionDetails"].get("text", "the page could not be read")))
        return str(answer["result"]["value"])[:HTML_MOST].encode("utf-8", "replace")

    async def aria(self, *, after: asyncio.Future[bytes]) -> bytes:
        """UTF-8 of the YAML described in accessibility.py. The tree of a long page keeps the page busy for seconds."""
        await asyncio.wait({after})
        answer = await self._send("Accessibility.getFullAXTree")
        return (await asyncio.to_thread(aria_yaml, answer["nodes"])).encode("utf-8", "replace")

    async def _send(self, method: str, params: dict[str, Any] | None = None) -> dict[str, Any]:
        return await self._connection.send(method, params, self._session_id, timeout_seconds=self._seconds_left)

    @property
    def _seconds_left(self) -> float:
        return max(0.1, self._deadline - asyncio.get_running_loop().time())
