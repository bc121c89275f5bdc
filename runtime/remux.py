"""Turns the fragments of a recording into one seekable MP4, without encoding again."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
from av.container import InputContainer
from av.packet import Packet
from av.video.stream import VideoStream

from runtime.recording.boxes import WholeBoxes

MILLISECOND = Fraction(1, 1000)


class NothingRecorded(Exception):
    """There is no picture in the fragments."""


@dataclass(frozen=True, kw_only=True)
class MediaInfo:
    duration_ms: int
    width: int
    height: int
    bytes: int


def remux(*, fragments: Sequence[Path], target: Path) -> MediaInfo:
    """Writes `target` whole (or not at all): MP4, index first, key frames listed.

    `fragments` in order, number 0 first. A cut tail is left out; for missing ones the picture before is held.
    Raises NothingRecorded.
    """
    draft = target.with_name(f"{target.name}.part")
    try:
        with _opened(fragments) as source:
            duration_ms, width, height = _copy(source, draft)
        os.replace(draft, target)
    finally:
        draft.unlink(missing_ok=True)
    return MediaInfo(duration_ms=duration_ms, width=width, height=height, bytes=target.stat().st_size)


def _opened(fragments: Sequence[Path]) -> InputContainer:
    try:
        return av.open(WholeBoxes(fragments), "r", format="mp4")
    except (av.InvalidDataError, av.EOFError):
        raise NothingRecorded("The recording has no beginning.") from None


def _copy(source: InputContainer, draft: Path) -> tuple[int, int, int]:
    if not source.streams.video:
        raise NothingRecorded("The recording has no picture.")
    video = source.streams.video[0]
    with av.open(draft, "w", format="mp4", options={"movflags": "+faststart"}) as container:
        copy = container.add_stream_from_template(video)
        end = 0
        for packet in _playable(source, video):
            end = (packet.dts or 0) + (packet.duration or 0)
            packet.stream = copy
            container.mux(packet)
    if not end or video.time_base is None:
        raise NothingRecorded("The recording has no picture.")
    return round(end * video.time_base / MILLISECOND), video.width, video.height


def _playable(source: InputContainer, video: VideoStream) -> Iterator[Packet[VideoStream]]:
    """Every packet that can be decoded. The one before a hole lasts until a key frame comes, or to the end."""
    held: Packet[VideoStream] | None = None
    expected, broken = 0, True
    for packet in _packets(source, video):
        start = packet.dts or 0
        broken = not packet.is_keyframe and (broken or start != expected)
        expected = start + (packet.duration or 0)
        if held is not None:
            held.duration = (expected if broken else start) - (held.dts or 0)
        if broken:
            continue
        if held is not None:
            yield held
        held = packet
    if held is not None:
        yield held


def _packets(source: InputContainer, video: VideoStream) -> Iterator[Packet[VideoStream]]:
    with contextlib.suppress(av.InvalidDataError, av.EOFError):  # what comes before damage is kept
        for packet in source.demux(video):
            if packet.dts is not None and packet.size:
                yield packet
