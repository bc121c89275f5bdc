"""What becomes of Chromium's JPEGs: pictures of the recording's size, or a PNG."""

from __future__ import annotations

from fractions import Fraction

import av
from av.filter import Graph
from av.video.codeccontext import VideoCodecContext
from av.video.frame import VideoFrame

MILLISECOND = Fraction(1, 1000)


class Pictures:
    """Decodes JPEGs and fits them into width x height (even numbers): larger ones shrink, smaller ones get a frame."""

    def __init__(self, width: int, height: int) -> None:
        self._size = (width, height)
        self._decoder = av.CodecContext.create("mjpeg", "r")
        self._decoder.thread_count = 1
        self._source = ""
        self._graph = Graph()

    def fit(self, jpeg: bytes) -> VideoFrame | None:
        """None when the bytes are no picture."""
        if (frame := _decoded(self._decoder, jpeg)) is None:
            return None
        frame.pts, frame.time_base = 0, MILLISECOND
        if self._source != (source := f"{frame.width}x{frame.height} {frame.format.name}"):
            self._source, self._graph = source, self._fitting(frame)
        self._graph.push(frame)
        fitted = self._graph.pull()
        return fitted if isinstance(fitted, VideoFrame) else None

    def _fitting(self, frame: VideoFrame) -> Graph:
        width, height = self._size
        graph = Graph()
        graph.link_nodes(
            graph.add_buffer(width=frame.width, height=frame.height, format=frame.format, time_base=MILLISECOND),
            graph.add(
                "scale",
                f"w='min({width},iw)':h='min({height},ih)':force_original_aspect_ratio=decrease"
                ":in_range=pc:out_range=tv",
            ),
            graph.add("pad", f"{width}:{height}:(ow-iw)/2:(oh-ih)/2:black"),
            graph.add("format", "yuv420p"),
            graph.add("buffersink"),
        ).configure()
        return graph


def png_from_jpeg(jpeg: bytes) -> bytes | None:
    """The same picture in the same size; None when the bytes are no picture."""
    if (picture := _decoded(av.CodecContext.create("mjpeg", "r"), jpeg)) is None:
        return None
    frame = picture.reformat(format="rgb24")
    encoder = av.CodecContext.create("png", "w")
    encoder.width, encoder.height, encoder.pix_fmt, encoder.time_base = frame.width, frame.height, "rgb24", MILLISECOND
    return b"".join(bytes(packet) for packet in [*encoder.encode(frame), *encoder.encode(None)])


def _decoded(decoder: VideoCodecContext, jpeg: bytes) -> VideoFrame | None:
    try:
        return next(iter(decoder.decode(av.Packet(jpeg))), None)
    except av.FFmpegError:
        return None
