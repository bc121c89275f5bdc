"""Opens files in folders that workflow code can write to: never what a link leads to, never a pipe.

Folders are given as absolute paths without links, as they were when the run began; a link that has taken the
place of one of them since then is not followed.
"""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Final

_FOLDER: Final = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW
_FILE: Final = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK


def open_untrusted(folder: Path, name: str) -> IO[bytes] | None:
    """The regular file `name` in `folder`; None when it is anything else."""
    with contextlib.suppress(OSError), _opened(folder) as parent:
        descriptor = os.open(name, _FILE, dir_fd=parent)
        if stat.S_ISREG(os.fstat(descriptor).st_mode):
            return os.fdopen(descriptor, "rb", 0)
        os.close(descriptor)
    return None


def list_untrusted(folder: Path) -> list[str]:
    """The names in `folder`, sorted; none when it is missing or not a folder."""
    with contextlib.suppress(OSError), _opened(folder) as descriptor:
        return sorted(os.listdir(descriptor))
    return []


@contextlib.contextmanager
def _opened(folder: Path) -> Iterator[int]:
    """Step by step from the root, so that no part of the path can be a link."""
    descriptor = os.open(folder.anchor, _FOLDER)
    try:
        for part in folder.parts[1:]:
            inner = os.open(part, _FOLDER, dir_fd=descriptor)
            os.close(descriptor)
            descriptor = inner
        yield descriptor
    finally:
        os.close(descriptor)
