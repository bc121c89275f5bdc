"""What a video shows, asked of the decoder."""

from __future__ import annotations

import io

import av
from av.container import InputContainer


def frame_times(video: bytes) -> list[float]:
    """Seconds, of every frame that can be decoded; empty without any."""
    if not video:
        return []
    with av.open(io.BytesIO(video)) as container:
        if not isinstance(container, InputContainer):
            raise TypeError("not a video to read")
        return [float(frame.time) for frame in container.decode(video=0) if frame.time is not None]


def seconds_held(video: bytes) -> float:
    """When its last frame is shown, without decoding any: for whoever asks again and again."""
    if not video:
        return 0.0
    with av.open(io.BytesIO(video)) as container:
        if not isinstance(container, InputContainer):
            raise TypeError("not a video to read")
        times = [packet.pts * packet.time_base for packet in container.demux(video=0) if packet.pts is not None]
    return float(max(times, default=0))


def last_frame_at(video: bytes) -> float:
    return max(frame_times(video), default=0.0)


def seconds_of(video: bytes) -> float:
    """As the container says."""
    with av.open(io.BytesIO(video)) as container:
        if not isinstance(container, InputContainer) or container.duration is None:
            raise TypeError("not a video with a duration")
        return container.duration / 1_000_000
