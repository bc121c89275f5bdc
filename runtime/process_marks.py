"""Marks in the environment of every process of a session: whose it is, so that none is left behind.

A process carries the session's id, the worker that owns it and (but the host itself) the host that started
it. One that goes into the background, into a session of its own or to another parent keeps its marks.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import psutil

SESSION_MARK: Final = "LIBRETTO_SESSION"
OWNER_MARK: Final = "LIBRETTO_OWNER"
HOST_MARK: Final = "LIBRETTO_SESSION_HOST"  # not LIBRETTO_HOST: that is a setting of bin/up


@dataclass(frozen=True)
class Identity:
    """A process that no later one with the same number is taken for. As text: ``<pid>:<start>``."""

    pid: int
    started: int  # on Linux clock ticks since boot, which no change of the system's time moves

    @classmethod
    def of(cls, pid: int) -> Identity:
        """Raises psutil.NoSuchProcess."""
        return cls(pid, _started(pid))

    @classmethod
    def parse(cls, text: str) -> Identity | None:
        pid, _, started = text.partition(":")
        return cls(int(pid), int(started)) if pid.isdecimal() and started.isdecimal() else None

    def __str__(self) -> str:
        return f"{self.pid}:{self.started}"

    @property
    def alive(self) -> bool:
        """Whether it runs; one that has ended and waits for its parent to notice does not."""
        try:
            return _started(self.pid) == self.started and psutil.Process(self.pid).status() != psutil.STATUS_ZOMBIE
        except psutil.NoSuchProcess:
            return False


@dataclass(frozen=True)
class Marked:
    """A living process that carries a session's marks."""

    identity: Identity
    session_id: str
    is_host: bool
    owner: Identity | None
    host: Identity | None

    @property
    def owned(self) -> bool:
        return self.owner is not None and self.owner.alive

    @property
    def orphaned(self) -> bool:
        """Nobody is left who would end it."""
        return not self.owned or not (self.is_host or (self.host is not None and self.host.alive))


def host_marks(session_id: str) -> dict[str, str]:
    """What a worker adds to the environment of the host it starts; the calling process is the owner."""
    return {SESSION_MARK: session_id, OWNER_MARK: str(Identity.of(os.getpid()))}


def started_marks(session_id: str) -> dict[str, str]:
    """What a host adds to the environment of everything it starts."""
    owner = os.environ.get(OWNER_MARK) or str(Identity.of(os.getppid()))
    return {SESSION_MARK: session_id, OWNER_MARK: owner, HOST_MARK: str(Identity.of(os.getpid()))}


def marked_processes() -> Iterator[Marked]:
    """All of this machine that we may look at, but not the calling process."""
    for process in psutil.process_iter():
        try:
            environment = process.environ()
            identity = Identity.of(process.pid)
        except (psutil.Error, OSError):  # ended meanwhile, or another user's
            continue
        if SESSION_MARK in environment and process.pid != os.getpid() and identity.alive:
            yield Marked(
                identity=identity,
                session_id=environment[SESSION_MARK],
                is_host=HOST_MARK not in environment,
                owner=Identity.parse(environment.get(OWNER_MARK, "")),
                host=Identity.parse(environment.get(HOST_MARK, "")),
            )


def _started(pid: int) -> int:
    if sys.platform != "linux":
        return int(psutil.Process(pid).create_time())
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except (FileNotFoundError, ProcessLookupError):
        raise psutil.NoSuchProcess(pid) from None
    return int(stat.rpartition(")")[2].split()[19])  # field 22; the name before ")" may hold anything
