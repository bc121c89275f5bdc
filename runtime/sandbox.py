"""Starts workflow code so that it sees its bundle, its own folders and the programs it needs, and little else.

With bubblewrap: everything is read-only, the server's files, home folders, /tmp, /run and /var are empty,
processes have a namespace of their own that ends with the host, and root has no capabilities. The browser gets
the same view, or a workflow could read in file:///… what it cannot open itself. The network is shared: the
child reaches its browser on the loopback. Without bubblewrap only the environment and the limits of
launcher.py remain.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final, Literal, cast

from runtime import bubblewrap
from runtime.launcher import launched

Mode = Literal["auto", "bubblewrap", "none"]

SOURCE_ROOT: Final = Path(__file__).resolve().parent.parent
_SOURCES: Final = ("runtime", "libretto")  # what the child imports of ours
_CHILD_SHARED_MEMORY_BYTES: Final = 256 * 1024**2
_BROWSER_SHARED_MEMORY_BYTES: Final = 1024**3
_FONT_CACHE: Final = Path("/var/cache/fontconfig")  # without it every browser would look through all fonts
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
    if mode == "bubblewrap" and not bubblewrap.usable():
        raise SandboxMissing(
            "LIBRETTO_SANDBOX is bubblewrap, but bubblewrap does not work on this machine. Install the package "
            "bubblewrap and allow user namespaces, or set LIBRETTO_SANDBOX=auto."
        )
    return bubblewrap.usable()


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
    return bubblewrap.enclosed(
        # Root's processes are not counted by the kernel; the host counts those of every child itself.
        launched(argv, processes=0 if os.geteuid() == 0 else processes),
        readable=[Path(sys.prefix), Path(sys.base_prefix), *_own_sources(), *readable, *_network_files()],
        writable=writable,
        hidden=[*hidden, *_hidden_sources()],
        shared_memory_bytes=_CHILD_SHARED_MEMORY_BYTES,
    )


def wrap_browser(
    argv: Sequence[str],
    *,
    readable: Sequence[Path],
    writable: Sequence[Path],
    hidden: Sequence[Path],
    mode: Mode | None = None,
) -> list[str]:
    """The arguments that start Chromium with the same view of files. Without bubblewrap: `argv` itself."""
    if not uses_bubblewrap(mode or configured_mode()):
        return list(argv)
    display = os.environ.get("XAUTHORITY")
    return bubblewrap.enclosed(
        argv,
        readable=[
            *(Path(argv[0]).resolve().parent, _FONT_CACHE),
            *([Path(display)] if display else []),
            *readable,
            *_network_files(),
        ],
        writable=writable,
        hidden=[*hidden, *_hidden_sources()],
        shared_memory_bytes=_BROWSER_SHARED_MEMORY_BYTES,
    )


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


def _installed() -> bool:
    """Whether our packages lie in Python's own folders, where nothing of the server is beside them."""
    return any(SOURCE_ROOT.is_relative_to(prefix) for prefix in (sys.prefix, sys.base_prefix))


def _own_sources() -> list[Path]:
    return [] if _installed() else [SOURCE_ROOT / name for name in _SOURCES]


def _hidden_sources() -> list[Path]:
    """The checkout: its settings and keys may lie beside the sources."""
    return [] if _installed() else [SOURCE_ROOT]


def _network_files() -> list[Path]:
    """Name servers and certificates."""
    certificates = [os.environ.get(name, "") for name in _CERTIFICATE_VARIABLES]
    return [path for name in ["/etc/resolv.conf", *certificates] if name and (path := Path(name)).exists()]
