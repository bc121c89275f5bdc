"""What this machine keeps of deployments, for as long as they are used: unpacked bundles, installed requirements."""

from __future__ import annotations

import logging
import os
import shutil
import time
from pathlib import Path

from django.conf import settings

log = logging.getLogger(__name__)

DAY = 86_400.0
FOLDERS = ("cache/bundles", "cache/dependencies")
REMOVED = ".removed"


def note_use(folder: Path) -> None:
    """A folder's time of change is when it was used last: nothing in it ever changes."""
    os.utime(folder)


def remove_unused() -> None:
    """What no run has used for CACHE_DAYS goes; whoever needs it makes it again. A run lasts hours at most, so nothing
    that is in use is that old. Lock files stay: one that is removed while it is held would no longer lock."""
    oldest = time.time() - settings.CACHE_DAYS * DAY
    for name in FOLDERS:
        for folder in settings.HOME.folder(name).iterdir():
            if folder.is_dir() and _last_used(folder) < oldest:
                log.info("Removing %s: not used for %s days.", folder.name, settings.CACHE_DAYS)
                _remove(folder)


def _last_used(folder: Path) -> float:
    try:
        return folder.stat().st_mtime
    except FileNotFoundError:  # removed just now by somebody else
        return time.time()


def _remove(folder: Path) -> None:
    """Out of sight first, and then piece by piece: a half removed folder must not be taken for a whole one."""
    doomed = folder if folder.name.endswith(REMOVED) else folder.with_name(folder.name + REMOVED)
    if doomed != folder:
        folder.rename(doomed)
    shutil.rmtree(doomed, ignore_errors=True)
