"""Ends processes with all that they started, wherever it has gone. See process_marks for how it is found."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import sys
import time
from collections.abc import Callable, Collection, Iterable
from typing import Final

import psutil

from runtime.process_marks import Identity, marked_processes

_PR_SET_CHILD_SUBREAPER: Final = 36
_KILL_SECONDS: Final = 10.0
_LOOK_SECONDS: Final = 0.02

Finder = Callable[[], set[Identity]]  # which processes are still there


def become_subreaper() -> None:
    """From now on, descendants that lose their parent become our children instead of init's."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def end_tree(pid: int, *, grace_seconds: float = 3.0) -> None:
    """Ends a process and all its descendants: asks first, then kills. Blocks until none is left."""
    known: set[Identity] = set(family(pid))

    def left() -> set[Identity]:
        living = {one for one in known if one.alive}
        known.update(*(family(one.pid) for one in living))
        return {one for one in known if one.alive}

    _ask(left, grace_seconds)
    _kill(left)


def end_session(session_id: str, *, grace_seconds: float = 3.0) -> None:
    """For the host: ends all that it started or inherited, and whatever else carries the session's mark."""

    def left() -> set[Identity]:
        descendants = {one for one in family(os.getpid()) if one.pid != os.getpid()}
        return descendants | {one.identity for one in marked_processes() if one.session_id == session_id}

    _ask(left, grace_seconds)
    _kill(left)
    reap_adopted(psutil.Process().children(), known=())


def end_marked(session_id: str) -> None:
    """For workers: kills what is left of a session whose host has ended. Nobody of it is asked first."""
    _kill(lambda: {one.identity for one in marked_processes() if one.session_id == session_id})


def end_orphans(*, grace_seconds: float = 15.0) -> set[int]:
    """For workers, at start and now and then: ends what dead workers and dead hosts left behind; gives its pids.

    A living host whose worker is dead is asked first, and given the grace to save its recording.
    """
    ended: set[int] = set()

    def left() -> set[Identity]:
        orphans = {one.identity for one in marked_processes() if one.orphaned}
        ended.update(one.pid for one in orphans)
        return orphans

    hosts = {one.identity for one in marked_processes() if one.is_host and not one.owned}
    _ask(lambda: {one for one in hosts if one.alive}, grace_seconds)
    _kill(left)
    return ended | {one.pid for one in hosts}


def family(pid: int) -> set[Identity]:
    """A process and its descendants, as far as they live."""
    found: set[Identity] = set()
    with contextlib.suppress(psutil.NoSuchProcess):
        process = psutil.Process(pid)
        for one in (process, *process.children(recursive=True)):
            with contextlib.suppress(psutil.NoSuchProcess):
                found.add(Identity.of(one.pid))
    return {one for one in found if one.alive}


def reap_adopted(processes: Iterable[psutil.Process], *, known: Collection[int | None]) -> None:
    """Takes the exit status of those that have ended and are our children now, but of none in `known`."""
    for process in processes:
        with contextlib.suppress(psutil.NoSuchProcess, ChildProcessError):
            if process.pid not in known and process.status() == psutil.STATUS_ZOMBIE:
                os.waitpid(process.pid, os.WNOHANG)


def _ask(left: Finder, grace_seconds: float) -> None:
    """SIGTERM, once for every process, and at most `grace_seconds` to follow it."""
    deadline = time.monotonic() + grace_seconds
    asked: set[Identity] = set()
    while (living := left()) and time.monotonic() < deadline:
        _signal(living - asked, signal.SIGTERM)
        asked |= living
        time.sleep(_LOOK_SECONDS)


def _kill(left: Finder) -> None:
    """SIGKILL until none is left. Stopped first: what multiplies quickly would outrun us."""
    deadline = time.monotonic() + _KILL_SECONDS
    while living := left():
        if time.monotonic() > deadline:
            raise TimeoutError(f"Processes {sorted(one.pid for one in living)} do not end, though they were killed.")
        _signal(living, signal.SIGSTOP)
        _signal(living, signal.SIGKILL)
        time.sleep(_LOOK_SECONDS)


def _signal(processes: Collection[Identity], number: signal.Signals) -> None:
    for process in processes:
        if process.alive:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.kill(process.pid, number)
