"""How much of a page's text survives in a video: SSIM of its brightness, over the regions that have text."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Final

import av
from av.video.frame import VideoFrame
from playwright.async_api import FloatRect

BLOCK: Final = 4  # windows of 2 x 2 blocks that overlap by half, as ffmpeg and x264 count
C1, C2 = (0.01 * 255) ** 2, (0.03 * 255) ** 2  # of Wang et al., "Image Quality Assessment", 2004
Sums = tuple[int, int, int, int]  # over pixels a, b of the two pictures: a, b, a² + b², ab


@dataclass(frozen=True)
class _Grey:
    width: int
    height: int
    line_size: int
    pixels: bytes


def text_ssim(*, video: Path, screenshot: Path, regions: Sequence[FloatRect]) -> float:
    """Of the video's last picture against a PNG: 1 when equal. `regions` in pixels. Raises ValueError."""
    seen, wanted = _last(video), _last(screenshot)
    if (seen.width, seen.height) != (wanted.width, wanted.height):
        raise ValueError(f"{video} is {seen.width}x{seen.height}, the page {wanted.width}x{wanted.height}.")
    values = [value for region in regions for value in _windows(seen, wanted, region)]
    if not values:
        raise ValueError("The page has no text.")
    return sum(values) / len(values)


def _last(file: Path) -> _Grey:
    with av.open(str(file)) as container:
        newest: deque[VideoFrame] = deque(container.decode(video=0), maxlen=1)
    if not newest:
        raise ValueError(f"{file} shows nothing.")
    last = newest[0]
    plane = last.reformat(format="gray").planes[0]
    return _Grey(last.width, last.height, plane.line_size, bytes(plane))


def _windows(one: _Grey, other: _Grey, region: FloatRect) -> Iterator[float]:
    left, top = max(0, int(region["x"])), max(0, int(region["y"]))
    columns = (min(one.width, int(region["x"] + region["width"])) - left) // BLOCK
    rows = (min(one.height, int(region["y"] + region["height"])) - top) // BLOCK
    lines = [
        [_sums(one, other, left + column * BLOCK, top + row * BLOCK) for column in range(columns)]
        for row in range(rows)
    ]
    for upper, lower in pairwise(lines):
        for column in range(columns - 1):
            yield _ssim([*upper[column : column + 2], *lower[column : column + 2]])


def _sums(one: _Grey, other: _Grey, x: int, y: int) -> Sums:
    a = [pixel for line in range(y, y + BLOCK) for pixel in _line(one, x, line)]
    b = [pixel for line in range(y, y + BLOCK) for pixel in _line(other, x, line)]
    squares = sum(map(int.__mul__, a, a)) + sum(map(int.__mul__, b, b))
    return sum(a), sum(b), squares, sum(map(int.__mul__, a, b))


def _line(grey: _Grey, x: int, y: int) -> bytes:
    start = y * grey.line_size + x
    return grey.pixels[start : start + BLOCK]


def _ssim(blocks: Sequence[Sums]) -> float:
    count = BLOCK * BLOCK * len(blocks)
    a, b, squares, product = (float(sum(column)) / count for column in zip(*blocks, strict=True))
    variances, covariance = squares - a * a - b * b, product - a * b
    return ((2 * a * b + C1) * (2 * covariance + C2)) / ((a * a + b * b + C1) * (variances + C2))
