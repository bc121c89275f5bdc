"""Chromium's processes: started so that they cannot outlive their owner, watched, and ended as a whole."""

from __future__ import annotations

import asyncio
import contextlib
import ctypes
import os
import signal
import subprocess
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import psutil

INHERITED = frozenset(
    {
        *("PATH", "LANG", "LANGUAGE", "LC_ALL", "LC_CTYPE", "TZ", "LD_LIBRARY_PATH"),
        *("DISPLAY", "XAUTHORITY", "WAYLAND_DISPLAY", "FONTCONFIG_PATH", "FONTCONFIG_FILE"),
        *("http_proxy", "https_proxy", "no_proxy", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY"),
        *("SSL_CERT_FILE", "SSL_CERT_DIR"),
    }
)
SOCKET_PATH_MOST = 107
SOCKET_NAME = "/org.chromium.Chromium.XXXXXX/SingletonSocket"  # Chromium makes one below its TMPDIR
PR_SET_PDEATHSIG = 1
POLL_SECONDS = 0.02

_libc = ctypes.CDLL(None)


def start(command: Sequence[str], *, folder: Path, log: Path, environment: Mapping[str, str]) -> psutil.Popen:
    """In a session of its own, home and temporary files under `folder`, all output in `log`. Raises OSError."""
    for name in ("home", "tmp", "config", "cache", "data"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    with log.open("wb") as stream:
        return psutil.Popen(
            command,
            cwd=folder,
            env={**_environment(folder), **environment},
            stdin=subprocess.DEVNULL,
            stdout=stream,
            stderr=stream,
            start_new_session=True,
            preexec_fn=_die_with(os.getpid()),
        )


async def ended(process: psutil.Popen, seconds: float | None = None) -> int | None:
    """The exit code (negative: a signal) once it ends; None when it has not within `seconds`."""
    await until(lambda: process.poll() is not None, seconds)
    code = process.poll()
    return None if code is None else int(code)


async def until(condition: Callable[[], bool], seconds: float | None) -> bool:
    """False when `condition` has not become true within `seconds`."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            while not condition():  # noqa: ASYNC110 - other processes set no event
                await asyncio.sleep(POLL_SECONDS)
    return condition()


def belonging(process: psutil.Popen, profile: Path) -> list[psutil.Process]:
    """All that it started: its descendants, and the crash handlers, which leave its tree at once."""
    found: list[psutil.Process] = []
    with contextlib.suppress(psutil.NoSuchProcess):
        found += process.children(recursive=True)
    handlers = (one for one in psutil.process_iter(["name", "cmdline"]) if "crashpad" in (one.info["name"] or ""))
    return found + [one for one in handlers if any(str(profile) in part for part in one.info["cmdline"] or ())]


async def kill(process: psutil.Popen, others: Sequence[psutil.Process], seconds: float) -> None:
    """The process, its group and `others`. Returns when all have ended, at the latest after `seconds`."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    for one in others:
        with contextlib.suppress(psutil.NoSuchProcess):
            one.kill()
    await until(lambda: process.poll() is not None and not any(_lives(one) for one in others), seconds)


def _lives(process: psutil.Process) -> bool:
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def _die_with(owner: int) -> Callable[[], None]:
    """For the child, before it becomes Chromium: the kernel kills it when its owner dies, however that happens."""

    def prepare() -> None:
        _libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != owner:  # it died before we asked
            os._exit(1)

    return prepare


def _environment(folder: Path) -> dict[str, str]:
    temporary = str(folder / "tmp")
    if len(temporary + SOCKET_NAME) > SOCKET_PATH_MOST:
        temporary = "/proc/self/cwd/tmp"  # the same folder by a short name
    return {
        **{name: value for name, value in os.environ.items() if name in INHERITED},
        "HOME": str(folder / "home"),
        "TMPDIR": temporary,
        "XDG_CONFIG_HOME": str(folder / "config"),
        "XDG_CACHE_HOME": str(folder / "cache"),
        "XDG_DATA_HOME": str(folder / "data"),
        "XDG_RUNTIME_DIR": str(folder / "tmp"),
    }
