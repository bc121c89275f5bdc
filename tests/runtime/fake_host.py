"""The smallest host there can be: starts a child, says the protocol's words, keeps all it hears."""

from __future__ import annotations

import os
import selectors
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from libretto.protocol import RunError
from runtime.child_protocol import COMMANDS_FD, EVENTS_FD, SOURCE_ROOT, Event, command, read_event, write

PATIENCE_SECONDS = 30


class FakeHost:
    def __init__(self, process: subprocess.Popen[bytes], events: int, commands: int) -> None:
        self.process = process
        self.events: list[Event] = []
        self.heard: list[str] = []  # the order of things: 'stdout:...', 'stderr:...', 'log:...', event names
        self._events_fd = events
        self._commands_fd = commands
        self._next = 0
        self._held: dict[str, bytes] = {}
        self._selector = selectors.DefaultSelector()
        assert process.stdout is not None
        assert process.stderr is not None
        for source, fd in (("stdout", process.stdout), ("stderr", process.stderr), ("events", events)):
            self._selector.register(fd, selectors.EVENT_READ, source)

    def prepare(self, bundle: Path, workflow: str = "w", **changes: Any) -> None:
        order: dict[str, Any] = {
            "command": "prepare",
            "session_id": "session-1",
            "bundle": str(bundle),
            "entry_point": "workflows.py",
            "dependencies": None,
            "workflow": workflow,
            "params": {},
            "credentials": {},
            "start_url": None,
            "result_bytes": 1024**2,
            "log_line_bytes": 64 * 1024,
        }
        self.say({**order, **changes})

    def say(self, message: dict[str, Any]) -> None:
        os.write(self._commands_fd, write(message))  # type: ignore[arg-type]

    def hang_up(self) -> None:
        os.close(self._commands_fd)

    def stop_reading_events(self) -> None:
        self._selector.unregister(self._events_fd)
        os.close(self._events_fd)

    def wait_for(self, *names: str) -> Any:
        """The next event of one of these names, after the last one waited for."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < deadline:
            while self._next < len(self.events):
                event = self.events[self._next]
                self._next += 1
                if event["event"] in names:
                    return event
            assert self.listen(deadline), f"The child ended without {names}: {self.heard}"
        raise AssertionError(f"No {names} in time: {self.heard}")

    def wait_for_line(self, line: str) -> None:
        """'stdout:hello', as in `heard`."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while line not in self.heard:
            assert time.monotonic() < deadline, f"No {line} in time: {self.heard}"
            assert self.listen(deadline), f"The child ended without {line}: {self.heard}"

    def failure(self) -> RunError:
        error: RunError = self.wait_for("failed")["error"]
        return error

    def finish(self) -> int:
        """Says exit; the child's exit code once all it said has been heard."""
        self.say({"command": "exit"})
        return self.end_of_child()

    def end_of_child(self) -> int:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while self.listen(deadline):
            assert time.monotonic() < deadline, f"The child does not end: {self.heard}"
        return self.process.wait(PATIENCE_SECONDS)

    def listen(self, deadline: float) -> bool:
        """Hears something; False when all pipes have ended."""
        if not self._selector.get_map():
            return False
        ready = self._selector.select(max(0.0, deadline - time.monotonic()))
        # What was printed before an event is in its pipe when the event arrives.
        for key, _ in sorted(ready, key=lambda item: item[0].data == "events"):
            self._hear(key.data, key.fd)
        return True

    def _hear(self, source: str, fd: int) -> None:
        data = os.read(fd, 65536)
        if not data:
            self._selector.unregister(fd)
            data = b"\n" if self._held.get(source) else b""
        *lines, rest = (self._held.pop(source, b"") + data).split(b"\n")
        self._held[source] = rest
        for line in lines:
            if source != "events":
                self.heard.append(f"{source}:{line.decode()}")
                continue
            event = read_event(line)
            self.events.append(event)
            self.heard.append(f"log:{event['level']}:{event['message']}" if event["event"] == "log" else event["event"])


@contextmanager
def child(home: Path, *, python_options: Sequence[str] = ()) -> Iterator[FakeHost]:
    events_read, events_write = os.pipe()
    commands_read, commands_write = os.pipe()
    program, *arguments = command("runtime.python_child")
    process = subprocess.Popen(
        [program, *python_options, *arguments],
        cwd=SOURCE_ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        pass_fds=(events_write, commands_read),
        start_new_session=True,
        env={
            "PATH": os.environ["PATH"],
            "HOME": str(home),
            "TMPDIR": str(home),
            EVENTS_FD: str(events_write),
            COMMANDS_FD: str(commands_read),
        },
    )
    os.close(events_write)
    os.close(commands_read)
    try:
        yield FakeHost(process, events_read, commands_write)
    finally:
        process.kill()
        process.communicate()
        for fd in (events_read, commands_write):
            with suppress(OSError):  # closed by the test
                os.close(fd)
