"""Starts workflow code so that it sees its bundle, its own folders and the programs it needs, and little else.

With bubblewrap: everything is read-only, the server's files, home folders, /tmp, /run and /var are empty,
processes have a namespace of their own that ends with the host, and root has no capabilities. The network is
shared: the child reaches its browser on the loopback. Without bubblewrap only the environment and the limits
of launcher.py remain.
"""

from __future__ import annotations

import functools
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final, Literal, cast

from runtime.launcher import launched

Mode = Literal["auto", "bubblewrap", "none"]

SOURCE_ROOT: Final = Path(__file__).resolve().parent.parent
_SOURCES: Final = ("runtime", "libretto")  # what the child imports of ours
_EMPTY: Final = ("/tmp", "/home", "/root", "/run", "/var", "/srv", "/mnt", "/media", "/boot", "/etc/ssh")  # noqa: S108
_BLANK: Final = ("/etc/shadow", "/etc/shadow-", "/etc/gshadow", "/etc/gshadow-", "/etc/sudoers")
_EMPTY_BYTES: Final = 1024**2  # nothing belongs in there
_TEMPORARY_BYTES: Final = 256 * 1024**2  # each of /tmp and /dev/shm; in memory
_ISOLATION: Final = (
    *("--unshare-user-try", "--unshare-pid", "--unshare-ipc", "--unshare-uts", "--unshare-cgroup-try"),
    *("--die-with-parent", "--new-session", "--cap-drop", "ALL", "--hostname", "workflow"),
    *("--ro-bind", "/", "/", "--dev", "/dev", "--proc", "/proc"),
)
_CERTIFICATE_VARIABLES: Final = ("SSL_CERT_FILE", "SSL_CERT_DIR", "REQUESTS_CA_BUNDLE", "NODE_EXTRA_CA_CERTS")
_KEPT_VARIABLES: Final = ("PATH", "LANG", "LC_ALL", "LC_CTYPE", "TZ", *_CERTIFICATE_VARIABLES)


class SandboxMissing(Exception):
    """A sandbox is demanded that this machine does not give; the text names the remedy."""


def configured_mode() -> Mode:
    """LIBRETTO_SANDBOX, checked by the server's settings."""
    mode = os.environ.get("LIBRETTO_SANDBOX") or "auto"
    if mode not in ("auto", "bubblewrap", "none"):
        raise SandboxMissing(f"LIBRETTO_SANDBOX is {mode!r}. Use one of: auto, bubblewrap, none.")
    return cast(Mode, mode)


def uses_bubblewrap(mode: Mode) -> bool:
    """Raises SandboxMissing when bubblewrap is demanded and does not work here."""
    if mode == "none":
        return False
    usable = _bubblewrap() is not None
    if mode == "bubblewrap" and not usable:
        raise SandboxMissing(
            "LIBRETTO_SANDBOX is bubblewrap, but bubblewrap does not work on this machine. Install the package "
            "bubblewrap and allow user namespaces, or set LIBRETTO_SANDBOX=auto."
        )
    return usable


def wrap(
    argv: Sequence[str],
    *,
    readable: Sequence[Path],
    writable: Sequence[Path],
    hidden: Sequence[Path],
    mode: Mode | None = None,
    processes: int = 512,
) -> list[str]:
    """The arguments that start `argv` (its first one a path or found in PATH) as workflow code.

    `readable` and `writable` are seen even inside of `hidden`, whole. Python and our own packages are always
    readable. Start it in a folder that is seen inside, with `environment()`. Open descriptors are passed on.
    """
    if not uses_bubblewrap(mode or configured_mode()):
        return launched(argv, parent=os.getpid())
    # Root's processes are not counted by the kernel; the host counts those of every child itself.
    limited = launched(argv, processes=0 if os.geteuid() == 0 else processes)
    own = [Path(sys.prefix), Path(sys.base_prefix), *_own_sources()]
    return [*_view([*own, *readable], writable, hidden), "--", *limited]


def environment(*, home: Path, temporary: Path, added: Mapping[str, str]) -> dict[str, str]:
    """All that workflow code sees of the environment: never an address, key or password of the server."""
    kept = {name: value for name in _KEPT_VARIABLES if (value := os.environ.get(name))}
    return {
        "LANG": "C.UTF-8",
        "PATH": os.defpath,
        **kept,
        "HOME": str(home),
        "TMPDIR": str(temporary),
        "LIBRETTO_HOSTED_RUNTIME": "1",
        "NODE_ENV": "production",
        "FORCE_COLOR": "0",
        "PYTHONDONTWRITEBYTECODE": "1",  # the bundle cannot be written
        "PYTHONFAULTHANDLER": "1",  # a crash in C code leaves a traceback in the log
        "PYTHONUTF8": "1",
        **added,
    }


def _view(readable: Iterable[Path], writable: Iterable[Path], hidden: Iterable[Path]) -> Iterator[str]:
    """Bubblewrap's arguments. A later one covers an earlier one, so what is empty comes first."""
    yield from _bubblewrap() or ()
    folders = (*map(Path, _EMPTY), *hidden, *_hidden_sources())
    empty = {path.resolve() for path in folders if path.is_dir()}
    for path in sorted(path for path in empty if empty.isdisjoint(path.parents)):
        yield from _empty_folder(path, _TEMPORARY_BYTES if path == Path("/tmp") else _EMPTY_BYTES)  # noqa: S108
    yield from _empty_folder(Path("/dev/shm"), _TEMPORARY_BYTES)  # noqa: S108 - it is the sandbox's own
    for name in filter(os.path.exists, _BLANK):
        yield from ("--ro-bind", "/dev/null", name)
    for path in (*readable, *_needed_files()):
        for place in {path.absolute(), path.resolve()}:
            if not empty.isdisjoint(place.parents):
                yield from ("--ro-bind", str(path.resolve()), str(place))
    for path in writable:
        yield from ("--bind", str(path.resolve()), str(path.resolve()))


def _empty_folder(path: Path, size: int) -> tuple[str, ...]:
    return (*(("--size", str(size)) if _can_limit_size() else ()), "--tmpfs", str(path))


def _installed() -> bool:
    """Whether our packages lie in Python's own folders, where nothing of the server is beside them."""
    return any(SOURCE_ROOT.is_relative_to(prefix) for prefix in (sys.prefix, sys.base_prefix))


def _own_sources() -> list[Path]:
    return [] if _installed() else [SOURCE_ROOT / name for name in _SOURCES]


def _hidden_sources() -> list[Path]:
    """The checkout: its settings and keys may lie beside the sources."""
    return [] if _installed() else [SOURCE_ROOT]


def _needed_files() -> list[Path]:
    """Files outside of the programs' folders that the network needs: name servers, certificates."""
    certificates = [os.environ.get(name, "") for name in _CERTIFICATE_VARIABLES]
    return [path for name in ["/etc/resolv.conf", *certificates] if name and (path := Path(name)).exists()]


@functools.cache
def _bubblewrap() -> tuple[str, ...] | None:
    """The program and how it isolates; None when it is missing or this kernel or container forbids it."""
    program = shutil.which("bwrap")
    command = (program or "", *_ISOLATION)
    return command if program and _works(command) else None


@functools.cache
def _can_limit_size() -> bool:
    return _works((*(_bubblewrap() or ()), "--size", str(_EMPTY_BYTES), "--tmpfs", "/tmp"))  # noqa: S108


def _works(command: Sequence[str]) -> bool:
    try:
        trial = subprocess.run([*command, "--", "true"], capture_output=True, timeout=10, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return trial.returncode == 0
