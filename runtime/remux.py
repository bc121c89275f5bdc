"""Turns the fragments of a recording into one seekable MP4, without encoding again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


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
    raise NotImplementedError
