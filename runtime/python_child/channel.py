"""The child's ends of the two pipes to the host."""

from __future__ import annotations

import fcntl
import json
import os
import sys
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import suppress
from typing import NoReturn

from runtime.child_protocol import COMMANDS_FD, EVENTS_FD, Command, Event, write

EXIT_HOST_GONE = 70
FLUSH_SECONDS = 1.0
FIRST_FD = 200  # above the numbers a careless `os.closerange(3, 100)` hits


class Channel:
    """Sends whole lines from any thread, and even from a destructor that runs while another line is being sent."""

    def __init__(self) -> None:
        self._events = _take(EVENTS_FD)
        self._commands = _take(COMMANDS_FD) if COMMANDS_FD in os.environ else None
        self._identity = os.fstat(self._events).st_ino
        self._lock = threading.RLock()
        self._waiting: deque[bytes] = deque()
        self._sending = False
        self.abandoned = False  # True in a process the user forked: it must not speak for the run
        os.register_at_fork(after_in_child=self._abandon)

    def send(self, event: Event) -> None:
        """What was printed before goes first. Ends the process when there is nobody to hear it."""
        if self.abandoned:
            return
        flush_output()
        with self._lock:
            self._waiting.append(write(event))
            if self._sending:
                return
            self._sending = True
            try:
                while self._waiting:
                    self._write(self._waiting.popleft())
            finally:
                self._sending = False

    def commands(self) -> Iterator[Command]:
        """Ends when the host has closed its end."""
        if self._commands is None:
            return
        try:
            with os.fdopen(self._commands, "rb") as stream:
                for line in stream:
                    command: Command = json.loads(line)
                    yield command
        except OSError as error:
            _end_without_pipes(error)

    def _write(self, data: bytes) -> None:
        try:
            if os.fstat(self._events).st_ino != self._identity:
                raise OSError("its number now belongs to another file")
            view = memoryview(data)
            while view:
                view = view[os.write(self._events, view) :]
        except BrokenPipeError:
            end(EXIT_HOST_GONE)
        except OSError as error:
            _end_without_pipes(error)

    def _abandon(self) -> None:
        self.abandoned = True
        for fd in (self._events, self._commands):
            if fd is not None:
                with suppress(OSError):
                    os.close(fd)


def flush_output() -> None:
    """The user may have replaced or closed the streams: that is the user's business."""
    for stream in (sys.stdout, sys.stderr, sys.__stdout__, sys.__stderr__):
        with suppress(Exception):
            if stream is not None:
                stream.flush()


def end(code: int = 0) -> NoReturn:
    """At once: no exit handlers, no waiting for threads, nothing that could touch the page."""
    with suppress(Exception):
        flushing = threading.Thread(target=flush_output, daemon=True)  # may hang: the user may be printing right now
        flushing.start()
        flushing.join(FLUSH_SECONDS)
    os._exit(code)


def _end_without_pipes(error: OSError) -> NoReturn:
    with suppress(Exception):
        sys.stderr.write(f"The workflow closed a file that is not its own, the pipe to the runner: {error}\n")
    end(EXIT_HOST_GONE)


def _take(variable: str) -> int:
    """The pipe named in the environment, moved to a number of ours that no started process inherits."""
    given = int(os.environ.pop(variable))
    taken = fcntl.fcntl(given, fcntl.F_DUPFD_CLOEXEC, FIRST_FD)
    os.close(given)
    return taken
