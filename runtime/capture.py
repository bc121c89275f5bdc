"""What a page looked like: screenshot, HTML with the state of its forms, and its accessibility tree."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from libretto.protocol import ArtifactKind
from runtime.accessibility import aria_yaml, with_frames
from runtime.cdp import CdpError, Connection
from runtime.page_pictures import PagePictures
from runtime.recording.pictures import png_from_jpeg

HTML_MOST = 20_000_000  # characters
FRAMES_MOST = 20
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
    return await _kept(
        folder,
        (
            ("screenshot", "screenshot.png", "image/png", page.screenshot(last_frame)),
            ("page_html", "page.html", "text/html", page.html_of(html)),
            ("aria_snapshot", "aria.yaml", "application/yaml", page.aria(after=html)),
        ),
    )


async def capture_whole_page(
    *, connection: Connection, cdp_url: str, session_id: str, folder: Path, timeout_seconds: float = 5
) -> Capture:
    """Writes screenshot_full.png unless the viewport shows the whole page. The page may look different meanwhile:
    end its recording before."""
    pictures = PagePictures(connection, cdp_url, session_id)
    whole = pictures.whole(seconds=timeout_seconds)
    return await _kept(folder, (("screenshot_full", "screenshot_full.png", "image/png", whole),))


async def _kept(folder: Path, wanted: Sequence[tuple[ArtifactKind, str, str, Awaitable[bytes | None]]]) -> Capture:
    contents = await asyncio.gather(*(content for *_, content in wanted), return_exceptions=True)
    files: list[CapturedFile] = []
    problems: list[str] = []
    for (kind, name, content_type, _), content in zip(wanted, contents, strict=True):
        if isinstance(content, CdpError):
            problems.append(f"{name} could not be taken: {content}.")
        elif isinstance(content, BaseException):
            raise content
        elif content is not None:
            await asyncio.to_thread((folder / name).write_bytes, content)
            files.append(CapturedFile(kind=kind, path=folder / name, content_type=content_type))
    return Capture(files=tuple(files), problems=tuple(problems))


@dataclass(frozen=True)
class _Html:
    content: bytes  # UTF-8
    hidden: frozenset[str]  # typed passwords


class _Page:
    def __init__(self, connection: Connection, cdp_url: str, session_id: str, timeout_seconds: float) -> None:
        self._connection, self._session_id = connection, session_id
        self._pictures = PagePictures(connection, cdp_url, session_id)
        self._deadline = asyncio.get_running_loop().time() + timeout_seconds

    async def screenshot(self, last_frame: bytes | None) -> bytes:
        try:
            return await self._pictures.viewport(seconds=self._seconds_left)
        except CdpError:
            if last_frame and (png := await asyncio.to_thread(png_from_jpeg, last_frame)):
                return png
            raise

    async def html(self) -> _Html:
        """Made where the page's own scripts have no say."""
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
        found = answer["result"]["value"]
        return _Html(str(found["html"])[:HTML_MOST].encode("utf-8", "replace"), frozenset(found["hidden"]))

    async def html_of(self, html: Awaitable[_Html]) -> bytes:
        return (await html).content

    async def aria(self, *, after: Awaitable[_Html]) -> bytes:
        """UTF-8 of the YAML described in accessibility.py. The tree of a long page keeps the page busy for seconds.

        A field whose password is shown is a field like others here: the HTML tells which are passwords.
        """
        hidden = (await after).hidden
        answer = await self._send("Accessibility.getFullAXTree")
        nodes = with_frames(answer["nodes"], await self._frames())
        return (await asyncio.to_thread(aria_yaml, nodes, hidden=hidden)).encode("utf-8", "replace")

    async def _frames(self) -> dict[int, list[dict[str, Any]]]:
        """The accessibility trees of the frames in the page's own process, outer ones first, by their element."""
        found: dict[int, list[dict[str, Any]]] = {}
        page = (await self._send("Page.getFrameTree"))["frameTree"]
        waiting = [*page.get("childFrames", [])]
        while waiting and len(found) < FRAMES_MOST:
            tree = waiting.pop(0)
            waiting += tree.get("childFrames", [])
            frame = {"frameId": tree["frame"]["id"]}
            with contextlib.suppress(CdpError):  # gone meanwhile
                owner = await self._send("DOM.getFrameOwner", frame)
                answer = await self._send("Accessibility.getFullAXTree", frame)
                found[owner["backendNodeId"]] = answer["nodes"]
        return found

    async def _send(self, method: str, params: dict[str, Any] | None = None) -> dict[str, Any]:
        return await self._connection.send(method, params, self._session_id, timeout_seconds=self._seconds_left)

    @property
    def _seconds_left(self) -> float:
        return max(0.1, self._deadline - asyncio.get_running_loop().time())
