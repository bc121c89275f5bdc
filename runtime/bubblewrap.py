"""Command lines of bubblewrap: a read-only view of the machine in which the server's files are missing."""

from __future__ import annotations

import functools
import os
import shutil
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

_EMPTY: Final = ("/tmp", "/home", "/root", "/run", "/var", "/srv", "/mnt", "/media", "/boot", "/etc/ssh")  # noqa: S108
_BLANK: Final = ("/etc/shadow", "/etc/shadow-", "/etc/gshadow", "/etc/gshadow-", "/etc/sudoers")
_EMPTY_BYTES: Final = 1024**2  # nothing belongs in there
_TEMPORARY_BYTES: Final = 256 * 1024**2  # of /tmp; in memory
_TEMPORARY: Final = Path("/tmp")  # noqa: S108 - the sandbox's own
_SHARED_MEMORY: Final = Path("/dev/shm")  # noqa: S108 - the same
_ISOLATION: Final = (
    *("--unshare-user-try", "--unshare-pid", "--unshare-ipc", "--unshare-uts", "--unshare-cgroup-try"),
    *("--die-with-parent", "--new-session", "--cap-drop", "ALL", "--hostname", "workflow"),
    *("--ro-bind", "/", "/", "--dev", "/dev", "--proc", "/proc"),
)


def usable() -> bool:
    """Whether the program is there, and this kernel or container lets it work."""
    return _bubblewrap() is not None


def enclosed(
    argv: Sequence[str],
    *,
    readable: Iterable[Path],
    writable: Iterable[Path],
    hidden: Iterable[Path],
    shared_memory_bytes: int,
) -> list[str]:
    """The arguments that start `argv` in a view where `hidden` folders are empty, but for `readable` and `writable`."""
    return [*_view(readable, writable, hidden, shared_memory_bytes), "--", *argv]


def _view(
    readable: Iterable[Path], writable: Iterable[Path], hidden: Iterable[Path], shared_memory_bytes: int
) -> Iterator[str]:
    """A later argument covers an earlier one, so what is empty comes first."""
    yield from _bubblewrap() or ()
    empty = {path.resolve() for path in (*map(Path, _EMPTY), *hidden) if path.is_dir()}
    for path in sorted(path for path in empty if empty.isdisjoint(path.parents)):
        yield from _empty_folder(path, _TEMPORARY_BYTES if path == _TEMPORARY else _EMPTY_BYTES)
    yield from _empty_folder(_SHARED_MEMORY, shared_memory_bytes)
    for name in filter(os.path.exists, _BLANK):
        yield from ("--ro-bind", "/dev/null", name)
    for path in readable:
        for place in {path.absolute(), path.resolve()}:
            if path.exists() and not empty.isdisjoint((place, *place.parents)):
                yield from ("--ro-bind", str(path.resolve()), str(place))
    for path in writable:
        yield from ("--bind", str(path.resolve()), str(path.resolve()))


def _empty_folder(path: Path, size: int) -> tuple[str, ...]:
    return (*(("--size", str(size)) if _can_limit_size() else ()), "--tmpfs", str(path))


@functools.cache
def _bubblewrap() -> tuple[str, ...] | None:
    program = shutil.which("bwrap")
    command = (program or "", *_ISOLATION)
    return command if program and _works(command) else None


@functools.cache
def _can_limit_size() -> bool:
    """Versions before 0.7 cannot."""
    return _works((*(_bubblewrap() or ()), "--size", str(_EMPTY_BYTES), "--tmpfs", str(_TEMPORARY)))


def _works(command: Sequence[str]) -> bool:
    try:
        trial = subprocess.run([*command, "--", "true"], capture_output=True, timeout=10, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return trial.returncode == 0
