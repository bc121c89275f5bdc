"""From a JPEG of any size to a picture of the recording's size."""

from __future__ import annotations

from fractions import Fraction

import av
from av.filter import Graph
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
        try:
            decoded = self._decoder.decode(av.Packet(jpeg))
        except av.FFmpegError:
            return None
        if not decoded or not isinstance(decoded[0], VideoFrame):
            return None
        frame = decoded[0]
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
