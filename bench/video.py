"""Our recording beside Playwright's own and none at all: CPU, bytes, and how much of the text survives."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Final

from bench import peer
from bench.likeness import text_ssim
from bench.scene import Measured, Order, Way
from bench.table import Row

WAYS: Final[tuple[Way, ...]] = ("none", "playwright", "ours")
PAGES: Final = ("busy", "form", "text", "animated")


@dataclass(frozen=True, kw_only=True)
class Numbers:
    """Medians of the repeats."""

    cpu: float  # CPU-seconds per second
    bytes: float
    ssim: float  # of text; 0 without a video


def video_rows(*, site: str, chromium: Path, seconds: float, repeat: int) -> tuple[list[Row], dict[str, object]]:
    """The rows, and the numbers behind them."""
    found: dict[str, dict[Way, Numbers]] = {page: {} for page in PAGES}
    for page in PAGES:
        runs: dict[Way, list[tuple[Measured, float]]] = {way: [] for way in WAYS}
        for _ in range(repeat):
            for way in WAYS:  # in turn, so that whatever else the machine does is shared by all
                runs[way].append(_run(way, page, site=site, chromium=chromium, seconds=seconds))
        found[page] = {way: _numbers(runs[way], seconds) for way in WAYS}
    return _rows(found), {page: {way: vars(numbers) for way, numbers in ways.items()} for page, ways in found.items()}


def _run(way: Way, page: str, *, site: str, chromium: Path, seconds: float) -> tuple[Measured, float]:
    with tempfile.TemporaryDirectory(prefix="bench-") as temporary:
        folder = Path(temporary) / "scene"
        folder.mkdir()
        order: Order = {
            "way": way,
            "page": page,
            "site": site,
            "seconds": seconds,
            "folder": str(folder),
            "chromium": str(chromium),
        }
        answer = subprocess.run(
            [sys.executable, "-m", "bench.scene", json.dumps(order)],
            cwd=Path(__file__).parents[1],
            env={**os.environ, "PLAYWRIGHT_BROWSERS_PATH": str(peer.browsers_path(Path(temporary)))},
            stdout=subprocess.PIPE,
            check=True,
        )
        measured = Measured(**json.loads(answer.stdout))
        ssim = 0.0
        if page == "text" and measured.video:
            ssim = text_ssim(video=Path(measured.video), screenshot=Path(measured.screenshot), regions=measured.regions)
        return measured, ssim


def _numbers(runs: list[tuple[Measured, float]], seconds: float) -> Numbers:
    return Numbers(
        cpu=median(measured.cpu_seconds for measured, _ in runs) / seconds,
        bytes=median(measured.bytes for measured, _ in runs),
        ssim=median(ssim for _, ssim in runs),
    )


def _rows(found: dict[str, dict[Way, Numbers]]) -> list[Row]:
    text, form = found["text"], found["form"]
    still = _extra(text, "ours")
    playwrights = text["playwright"].ssim
    return [
        _cpu_row("extra CPU, busy page, ours / Playwright's", found["busy"], must=0.5, aim=0.3),
        _cpu_row("extra CPU, page with a spinner, ours / Playwright's", found["animated"], must=0.5, aim=0.3),
        Row(
            what="extra CPU, still page, CPU-seconds per second",
            measured=still,
            must=0.1,
            aim=0.02,
            form=".3f",
            note=f"Playwright's {_extra(text, 'playwright'):.3f}",
        ),
        Row(
            what="bytes, ordinary page, ours / Playwright's",
            measured=form["ours"].bytes / form["playwright"].bytes,
            must=1.0,
            aim=0.4,
            note=f"{form['ours'].bytes / 1000:,.0f} kB / {form['playwright'].bytes / 1000:,.0f} kB",
        ),
        Row(
            what="SSIM of the text regions against a PNG screenshot",
            measured=text["ours"].ssim,
            must=playwrights,
            aim=max(playwrights, 0.98),
            more_is_better=True,
            form=".4f",
            note=f"Playwright's {playwrights:.4f}",
        ),
    ]


def _extra(ways: dict[Way, Numbers], way: Way) -> float:
    return ways[way].cpu - ways["none"].cpu


def _cpu_row(what: str, ways: dict[Way, Numbers], *, must: float, aim: float) -> Row:
    ours, theirs = _extra(ways, "ours"), _extra(ways, "playwright")
    note = f"{ours:.3f} / {theirs:.3f} CPU-seconds per second, over {ways['none'].cpu:.3f}"
    return Row(what=what, measured=ours / theirs, must=must, aim=aim, note=note)
