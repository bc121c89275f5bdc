"""Recordings as the recorder makes them, whose picture tells the time: its shade of grey grows with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from runtime.recording.film import Film
from runtime.recording.fragments import Fragment
from runtime.remux import remux
from tests.runtime.pictures import jpeg

WIDTH, HEIGHT = 320, 200
SHADES = 250


@dataclass(frozen=True)
class Recorded:
    """The pieces of a recording, and the one file made of them."""

    fragments: Sequence[bytes]
    pieces: Sequence[list[Any]]  # as the feed tells of them
    finished: bytes
    duration_ms: int

    def growing(self, count: int) -> bytes:
        return b"".join(self.fragments[:count])


def recorded(folder: Path, *, seconds: float, every_ms: int = 100, lost: int | None = None) -> Recorded:
    """Another picture every `every_ms`: see `shade_of`. One fragment may have been lost."""
    kept: list[Fragment] = []
    film = Film(folder, {"width": WIDTH, "height": HEIGHT}, kept.append)
    for number in range(int(seconds * 1000 / every_ms)):
        film.show(jpeg(shade_of(number), WIDTH, HEIGHT), number * every_ms)
    film.end(int(seconds * 1000))
    stored = [fragment for fragment in kept if fragment.index != lost]
    info = remux(fragments=[fragment.path for fragment in stored], target=folder / "whole.mp4")
    pieces, offset = [], 0
    for one in stored:
        pieces.append([one.index, one.start_ms, one.duration_ms, offset, one.bytes, int(one.key)])
        offset += one.bytes
    fragments = [fragment.path.read_bytes() for fragment in stored]
    return Recorded(fragments, pieces, (folder / "whole.mp4").read_bytes(), info.duration_ms)


def shade_of(number: int) -> int:
    """Of the picture so many pictures after the first."""
    return number * 5 % SHADES
