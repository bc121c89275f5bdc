"""Playwright's own video, `record_video_dir`: what it needs.

Playwright feeds an ffmpeg that `playwright install` downloads, at <browsers path>/ffmpeg-<revision>/ffmpeg-linux. The
system's ffmpeg does as well there, if it has libvpx (Debian's has: `apt install ffmpeg`): a link is put in its place,
below a folder of our own that PLAYWRIGHT_BROWSERS_PATH names.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import playwright


class FfmpegMissing(Exception):
    """The text names the remedy."""


def browsers_path(folder: Path) -> Path:
    """A value for PLAYWRIGHT_BROWSERS_PATH, made below `folder`. Raises FfmpegMissing."""
    found = shutil.which("ffmpeg")
    if found is None:
        raise FfmpegMissing("Playwright's own video needs ffmpeg, and there is none: install it (apt install ffmpeg).")
    place = folder / "browsers" / f"ffmpeg-{_revision()}"
    place.mkdir(parents=True, exist_ok=True)
    (place / "ffmpeg-linux").symlink_to(found)
    return place.parent


def _revision() -> str:
    listed = Path(playwright.__file__).parent / "driver" / "package" / "browsers.json"
    browsers = json.loads(listed.read_text(encoding="utf-8"))["browsers"]
    return str(next(browser["revision"] for browser in browsers if browser["name"] == "ffmpeg"))
