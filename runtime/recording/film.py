"""Pictures with their times become fragments of one MP4.

Fragments tile the session's clock: the first starts at 0, each starts where the one before ended, so a
position in the video is a time on that clock. A fragment begins with a few bytes that repeat the picture: a
still page costs next to nothing, and what is on disk is never far behind the clock. When the picture has changed
since the last key frame and that was some time ago, it begins with another.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import av
from av.container import OutputContainer
from av.video.frame import PictureType, VideoFrame
from av.video.stream import VideoStream

from libretto.protocol import Viewport
from runtime.recording.fragments import Fragment, FragmentFiles
from runtime.recording.pictures import MILLISECOND, Pictures

FRAGMENT_MS = 1500  # with LATE_MS and the time to write it, under the 2 s a killed host may cost
KEY_MS = 6000  # at least so long between key frames: on a page of text they are most of the bytes
LATE_MS = 100  # how long a fragment waits for pictures of its time that are still on their way
CLOSING_MS = 40  # the last picture is shown once more this long before the end: some players drop a long last frame
BT601, LIMITED_RANGE = 5, 1  # Chromium's JPEGs are BT.601; we write the range every player expects
CODEC = {
    "preset": "veryfast",
    "tune": "zerolatency",  # every picture comes out at once: no B-frames, no lookahead
    # All pictures equally good: what looks like a short moment to a rate control is the page as it will stay.
    "qp": "27",
    "forced-idr": "1",
    # Key frames where we ask for them, as large as they must be. Pages come back: caret, menu, the page before.
    "x264-params": "keyint=infinite:scenecut=0:ipratio=1.0:trellis=1:ref=2:weightp=0",
}
CONTAINER = {
    "movflags": "frag_every_frame+empty_moov+default_base_moof+skip_trailer",
    "use_editlist": "0",
}


class Film:
    """Not thread-safe: one thread shows, holds and ends. Raises OSError when the disk does not take it."""

    def __init__(self, folder: Path, size: Viewport, on_fragment: Callable[[Fragment], None]) -> None:
        width, height = (number + number % 2 for number in (size["width"], size["height"]))  # H.264 takes even sizes
        self._pictures = Pictures(width, height)
        self._files = FragmentFiles(folder)
        self._count = 0
        self._on_fragment = on_fragment
        self._container = av.open(self._files, "w", format="mp4", options=CONTAINER)
        self._stream = _stream(self._container, width, height)
        self._jpeg = b""
        self._picture: VideoFrame | None = None
        self._changed, self._key_ms = False, 0  # since the last key frame, and when that was
        self._start_ms, self._key = 0, True  # of the open fragment
        self._last_ms = -1  # of the newest picture written

    @property
    def due_ms(self) -> int | None:
        """When to call `hold`, on the session's clock; None before the first picture."""
        return None if self._picture is None else self._start_ms + FRAGMENT_MS + LATE_MS

    def show(self, jpeg: bytes, t_ms: int) -> None:
        """The page looks like this from `t_ms` on. Late pictures are shown at once, equal ones not again."""
        if jpeg == self._jpeg or (picture := self._pictures.fit(jpeg)) is None:
            return
        if self._picture is None:
            self._picture = picture
            self._write(picture, 0, key=True)  # it also stands for the time before it
        else:
            t_ms = max(t_ms, self._last_ms + 1)
            self._close_until(t_ms)
            self._picture, self._changed = picture, True
            self._write(picture, t_ms)
        self._jpeg = jpeg

    def hold(self, now_ms: int) -> None:
        """Nothing new until `now_ms`: closes the fragments that are over."""
        self._close_until(now_ms - LATE_MS)

    def end(self, t_ms: int) -> None:
        """The last picture stays until `t_ms`. Nothing may follow. Leaves no file when nothing was shown."""
        if self._picture is None:
            return
        self._close_until(t_ms - CLOSING_MS)
        self._write(self._picture, t_ms - CLOSING_MS, duration_ms=CLOSING_MS)
        self._container.close()
        self._close_fragment(self._last_ms + CLOSING_MS)

    def _close_until(self, t_ms: int) -> None:
        while self._picture is not None and t_ms >= (end_ms := self._start_ms + FRAGMENT_MS):
            key = self._changed and end_ms >= self._key_ms + KEY_MS
            self._write(self._picture, end_ms, key=key)  # pushes the picture before it out to the file
            self._close_fragment(end_ms)
            self._key = key

    def _write(self, picture: VideoFrame, t_ms: int, *, key: bool = False, duration_ms: int = 0) -> None:
        self._last_ms = max(t_ms, self._last_ms + 1)
        picture.pts, picture.time_base = self._last_ms, MILLISECOND
        picture.pict_type = PictureType.I if key else PictureType.NONE
        for packet in self._stream.encode(picture):
            packet.duration = duration_ms
            self._container.mux(packet)
        if key:
            self._changed, self._key_ms = False, self._last_ms

    def _close_fragment(self, end_ms: int) -> None:
        path, size = self._files.close_fragment()
        fragment = Fragment(
            index=self._count,
            path=path,
            start_ms=self._start_ms,
            duration_ms=end_ms - self._start_ms,
            bytes=size,
            key=self._key,
        )
        self._count, self._start_ms = self._count + 1, end_ms
        self._on_fragment(fragment)


def _stream(container: OutputContainer, width: int, height: int) -> VideoStream:
    stream = container.add_stream("libx264", rate=30, options=CODEC)  # the rate only chooses the level written down
    stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
    stream.time_base = stream.codec_context.time_base = MILLISECOND
    stream.codec_context.colorspace, stream.codec_context.color_range = BT601, LIMITED_RANGE
    stream.codec_context.thread_count = 1
    return stream
