"""Pictures of a size that a page has for a moment only are not shown."""

from __future__ import annotations

import asyncio
import base64
import binascii
from collections.abc import Callable

from libretto.protocol import Viewport

STAYS_SECONDS = 1.5  # a screenshot of a long page, and the wait for the next picture, on a slow machine
HEADER_CHARACTERS = 4000  # of base64: a JPEG tells its size in the first few hundred bytes
START_OF_FRAME = (0xC0, 0xC1, 0xC2)

Size = tuple[int, int]  # width and height of a picture


class Sizes:
    """A screenshot of the full page makes the page as high as its content, and a window begins with its own size."""

    def __init__(self, viewport: Viewport, show: Callable[[str, int], None]) -> None:
        self._usual: Size = (viewport["width"], viewport["height"])
        self._size: Size | None = self._usual
        self._show = show
        self._held: tuple[str, int, Size | None] | None = None
        self._timer: asyncio.TimerHandle | None = None

    @property
    def holding(self) -> bool:
        return self._held is not None

    def show(self, jpeg: str, t_ms: int) -> None:
        """Shows it (base64) at once when its size is that of the picture before, else when the size has stayed."""
        size = jpeg_size(jpeg)
        if size == self._size:
            self._let_go()
            self._show(jpeg, t_ms)
            return
        if self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(STAYS_SECONDS, self.settle)
        self._held = (jpeg, t_ms, size)

    def settle(self) -> None:
        """The size that the page has now is the one it keeps."""
        held = self._held
        self._let_go()
        if held is not None:
            jpeg, t_ms, self._size = held
            self._show(jpeg, t_ms)

    def start_over(self) -> None:
        """Another page comes, of the recording's size as far as anybody knows."""
        self._let_go()
        self._size = self._usual

    def _let_go(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._timer = self._held = None


def jpeg_size(jpeg: str) -> Size | None:
    """Of a JPEG in base64; None when its beginning does not tell."""
    try:
        data = base64.b64decode(jpeg[:HEADER_CHARACTERS])
    except binascii.Error:
        return None
    at = 2
    while at + 9 <= len(data) and data[at] == 0xFF:
        if data[at + 1] in START_OF_FRAME:
            return int.from_bytes(data[at + 7 : at + 9]), int.from_bytes(data[at + 5 : at + 7])
        at += 2 + int.from_bytes(data[at + 2 : at + 4])
    return None
