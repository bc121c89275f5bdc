"""Pictures in and out of recordings, for tests."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import av
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

Shade = int  # 0 black … 255 white


def jpeg(shade: Shade, width: int = 320, height: int = 200) -> bytes:
    """All of one shade of grey, coded as Chromium does."""
    encoder = av.CodecContext.create("mjpeg", "w")
    encoder.width, encoder.height, encoder.pix_fmt, encoder.time_base = width, height, "yuvj420p", Fraction(1, 1000)
    frame = VideoFrame(width, height, "yuvj420p")
    for plane, value in zip(frame.planes, (shade, 128, 128), strict=True):
        plane.update(bytes([value]) * plane.buffer_size)
    return b"".join(bytes(packet) for packet in [*encoder.encode(frame), *encoder.encode(None)])


def shade_of(picture: bytes, x: int, y: int) -> Shade:
    """At a point of a JPEG; -1 outside of it: a page's first picture may still have another size."""
    (frame,) = av.CodecContext.create("mjpeg", "r").decode(av.Packet(picture))
    return _shade(frame, x, y) if x < frame.width and y < frame.height else -1


def joined(fragments: Sequence[Path], target: Path) -> Path:
    target.write_bytes(b"".join(path.read_bytes() for path in fragments))
    return target


def played(file: Path, x: int | None = None, y: int | None = None) -> list[tuple[int, Shade]]:
    """When (ms) each decoded picture comes, and its shade at a point (default: the middle)."""
    with av.open(str(file)) as container:
        return [
            (
                _milliseconds(frame),
                _shade(frame, frame.width // 2 if x is None else x, frame.height // 2 if y is None else y),
            )
            for frame in container.decode(video=0)
        ]


def packets(file: Path) -> list[tuple[int, int, bool]]:
    """Start and duration (ms) of each picture, and whether it is a key frame."""
    with av.open(str(file)) as container:
        stream = container.streams.video[0]
        scale = Fraction(stream.time_base or 1) * 1000
        return [
            (round((packet.pts or 0) * scale), round((packet.duration or 0) * scale), packet.is_keyframe)
            for packet in container.demux(stream)
            if packet.size
        ]


def size_and_duration(file: Path) -> tuple[int, int, int]:
    """Width, height, milliseconds."""
    with av.open(str(file)) as container:
        stream: VideoStream = container.streams.video[0]
        return stream.width, stream.height, round((container.duration or 0) / 1000)


def _milliseconds(frame: VideoFrame) -> int:
    assert frame.pts is not None
    assert frame.time_base is not None
    return round(frame.pts * frame.time_base * 1000)


def _shade(frame: VideoFrame, x: int, y: int) -> Shade:
    grey = frame.reformat(format="gray")
    plane = grey.planes[0]
    return bytes(plane)[y * plane.line_size + x]
