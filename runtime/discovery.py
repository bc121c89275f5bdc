"""Finds out which workflows a bundle defines, by importing it in a process of its own, in the sandbox."""

from __future__ import annotations

import os
import selectors
import subprocess
import time
import uuid
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from libretto.protocol import WorkflowInfo
from runtime.child_protocol import EVENTS_FD, SOURCE_ROOT, Event, NotAMessage, command, read_event
from runtime.exit_codes import how_it_ended
from runtime.process_marks import host_marks
from runtime.processes import end_marked, end_tree
from runtime.sandbox import environment, wrap

LOG_MOST_BYTES = 512 * 1024
EVENTS_MOST_BYTES = 64 * 1024**2
GRACE_SECONDS = 3.0  # beyond the time-out, for the process to say where it stands
LOOK_SECONDS = 0.5


@dataclass(frozen=True)
class Discovery:
    """What an import gave. `error` is for the bundle's author, None when all went well; `log` is what was printed."""

    workflows: list[WorkflowInfo]  # sorted by name
    error: str | None
    log: str


def discover(
    *,
    bundle: Path,
    entry_point: str,
    dependencies: Path | None,
    scratch: Path,
    hidden_paths: Sequence[Path],
    timeout_seconds: float,
) -> Discovery:
    """Imports `entry_point` (relative to `bundle`) and lists its workflows. Leaves no process behind.

    `scratch` is an empty folder for this call alone: the home and temp folder of the process go there.
    """
    arguments = [str(bundle), entry_point, str(dependencies or ""), str(timeout_seconds)]
    argv = wrap(
        [*command("runtime.python_child.discover"), *arguments],
        readable=[bundle, *([dependencies] if dependencies else [])],
        writable=[scratch],
        hidden=hidden_paths,
    )
    heard = _run(argv, scratch, time.monotonic() + timeout_seconds + GRACE_SECONDS)
    answer = heard.answer
    if answer is not None and answer["event"] == "discovered":
        return Discovery(answer["workflows"], None, heard.log)
    if answer is not None and answer["event"] == "failed":
        error = answer["error"]
        details = error["stack"] or error["mapped_stack"]
        return Discovery([], f"{error['message']}\n\n{details}".strip(), heard.log)
    if heard.exit_code is None:
        return Discovery([], f"{entry_point} was still being imported after {timeout_seconds:g} seconds.", heard.log)
    ending = how_it_ended(heard.exit_code, in_bubblewrap=True)
    return Discovery([], f"The process that imported {entry_point} {ending} before it was done.", heard.log)


@dataclass
class _Heard:
    """What a process has said so far, within bounds."""

    answer: Event | None = None
    exit_code: int | None = None  # None: it had to be ended
    _printed: bytearray = field(default_factory=bytearray)
    _printed_bytes: int = 0
    _events: bytearray = field(default_factory=bytearray)

    @property
    def log(self) -> str:
        text = self._printed.decode(errors="replace").replace("\0", "\ufffd")
        left_out = self._printed_bytes - len(self._printed)
        return text + (f"\n… ({left_out:,} more bytes)\n" if left_out else "")

    def print(self, data: bytes, most: int = LOG_MOST_BYTES) -> None:
        self._printed += data[: max(0, most - len(self._printed))]
        self._printed_bytes += len(data)

    def hear(self, data: bytes) -> None:
        self._events += data
        if b"\n" in data:
            *lines, self._events = self._events.split(b"\n")
            for line in lines:
                with suppress(NotAMessage):  # the bundle's code can write here too
                    self._take(read_event(bytes(line)))
        elif len(self._events) > EVENTS_MOST_BYTES:
            self._events.clear()

    def _take(self, event: Event) -> None:
        if event["event"] == "log":
            # Room of its own: what is printed in a flood may be heard first.
            self.print(f"{event['level']}: {event['message']}\n".encode(errors="replace"), 2 * LOG_MOST_BYTES)
        elif event["event"] in {"discovered", "failed"}:
            self.answer = self.answer or event


def _run(argv: Sequence[str], scratch: Path, deadline: float) -> _Heard:
    mark = f"discovery-{uuid.uuid4()}"
    home, temporary = scratch / "home", scratch / "tmp"
    home.mkdir()
    temporary.mkdir()
    events, events_of_child = os.pipe()
    added = {**host_marks(mark), EVENTS_FD: str(events_of_child)}
    with open(events, "rb", buffering=0) as events_pipe:
        try:
            process = subprocess.Popen(
                argv,
                cwd=SOURCE_ROOT,
                env=environment(home=home, temporary=temporary, added=added),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                pass_fds=(events_of_child,),
                start_new_session=True,
            )
        finally:
            os.close(events_of_child)
        with process:
            try:
                return _listen(process, events_pipe.fileno(), deadline)
            finally:
                _end(process, mark)


def _listen(process: subprocess.Popen[bytes], events: int, deadline: float) -> _Heard:
    heard = _Heard()
    assert process.stdout is not None  # noqa: S101 - it is a pipe
    take = {process.stdout.fileno(): heard.print, events: heard.hear}  # in this order: printed before it was said
    with selectors.DefaultSelector() as selector:
        for fd in take:
            selector.register(fd, selectors.EVENT_READ)
        while heard.answer is None and selector.get_map() and (left := deadline - time.monotonic()) > 0:
            ready = {key.fd for key, _ in selector.select(min(left, LOOK_SECONDS))}
            for fd in [fd for fd in take if fd in ready]:
                if data := os.read(fd, 65536):
                    take[fd](data)
                else:
                    selector.unregister(fd)
            if not ready and process.poll() is not None:  # something it started keeps its output open
                break
    with suppress(subprocess.TimeoutExpired):
        heard.exit_code = process.wait(max(0.0, deadline - time.monotonic()) if heard.answer is None else LOOK_SECONDS)
    return heard


def _end(process: subprocess.Popen[bytes], mark: str) -> None:
    """And all that it started: what went into the background carries the mark."""
    end_tree(process.pid, grace_seconds=0)
    end_marked(mark)
