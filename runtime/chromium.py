"""Which Chromium to start."""

from __future__ import annotations

from pathlib import Path


class ChromiumMissing(Exception):
    """No Chromium on this machine; the text names the remedy."""


def find_chromium(explicit: str | None = None) -> Path:
    """`explicit` (LIBRETTO_CHROMIUM), else Playwright's own, else the system's. Raises ChromiumMissing."""
    raise NotImplementedError
