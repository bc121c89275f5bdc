"""Opens files in folders that workflow code can write to: never what a link in there leads to, never a pipe."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import IO


def open_untrusted(folder: Path, name: str) -> IO[bytes] | None:
    """The regular file `name` directly in `folder`, itself a real folder; None when it is anything else."""
    try:
        parent = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    except OSError:
        return None
    try:
        descriptor = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=parent)
    except OSError:
        return None
    finally:
        os.close(parent)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        return None
    return os.fdopen(descriptor, "rb", 0)


def list_untrusted(folder: Path) -> list[str]:
    """The names in `folder`, sorted; none when it is a link or missing."""
    try:
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    except OSError:
        return []
    try:
        return sorted(os.listdir(descriptor))
    finally:
        os.close(descriptor)
