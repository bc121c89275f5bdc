"""Drives `python -m runtime.host` as a worker does."""

from __future__ import annotations

import contextlib
import json
import os
import queue
import signal
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any, Self

import psutil

from libretto.protocol import JobSpec
from runtime.process_marks import host_marks, marked_processes

PATIENCE_SECONDS = 45.0
IMPORTS = "import os, sys, time, subprocess, signal\nfrom libretto.workflows import workflow\n\n"


class HostProcess:
    """Use as a context manager. `events` holds all that was heard so far."""

    def __init__(self, folder: Path, source: str, *, environment: dict[str, str] | None = None, **changes: Any) -> None:
        self.session = f"test-{uuid.uuid4()}"
        bundle, self.output = folder / "bundle", folder / "output"
        self._stderr = folder / "stderr"
        bundle.mkdir()
        self.output.mkdir()
        (bundle / "workflows.py").write_text(IMPORTS + source)
        fields: dict[str, Any] = {"workflow": "w", "params": {}, "credentials": {}, "timeout_seconds": 60, **changes}
        self.spec = JobSpec(
            session_id=self.session, bundle=str(bundle), entry_point="workflows.py", output=str(self.output), **fields
        )
        self._environment = {**os.environ, **host_marks(self.session), **(environment or {})}
        self.events: list[dict[str, Any]] = []
        self._lines: queue.Queue[bytes] = queue.Queue()
        self._deaf = False

    def __enter__(self) -> Self:
        with self._stderr.open("wb") as stderr:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "runtime.host"],
                cwd=Path(__file__).parents[2],
                env=self._environment,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=stderr,
            )
        threading.Thread(target=self._read, daemon=True).start()
        self.tell(self.spec.to_json())
        return self

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.process.wait()
        self.hang_up()
        for pid in self.left():
            os.kill(pid, signal.SIGKILL)

    @property
    def stderr(self) -> str:
        return self._stderr.read_text()

    def tell(self, message: dict[str, Any]) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(message).encode() + b"\n")
        self.process.stdin.flush()

    def hang_up(self) -> None:
        assert self.process.stdin is not None
        self.process.stdin.close()

    def stop_reading(self) -> None:
        """Closes the host's standard output at its next line."""
        self._deaf = True

    def next(self) -> dict[str, Any]:
        """The next event. The worker's `start` is sent when it is due."""
        line = self._lines.get(timeout=PATIENCE_SECONDS)
        assert line, f"the host ended: {self.stderr}"
        event: dict[str, Any] = json.loads(line)
        self.events.append(event)
        if event["event"] == "workflow_started":
            self.tell({"command": "start"})
        return event

    def until(self, name: str, **fields: Any) -> dict[str, Any]:
        while True:
            event = self.next()
            if event["event"] == name and all(event[key] == value for key, value in fields.items()):
                return event

    def result(self) -> dict[str, Any]:
        """Until the end: the last event is `closed`, the host has exited, and it left nothing behind."""
        result = self.until("result")
        self.until("closed")
        assert self._lines.get(timeout=PATIENCE_SECONDS) == b"", "something was said after `closed`"
        assert self.process.wait(10) == 0
        assert self.left() == set()
        return result

    def of(self, name: str, **fields: Any) -> list[dict[str, Any]]:
        return [
            event
            for event in self.events
            if event["event"] == name and all(event.get(key) == value for key, value in fields.items())
        ]

    def printed(self) -> list[str]:
        return [event["message"] for event in self.of("log", source="workflow")]

    def names(self) -> list[str]:
        """The order of things."""
        return [event["event"] for event in self.events if event["event"] not in ("log", "timeline", "fragment")]

    def left(self) -> set[int]:
        return {one.identity.pid for one in marked_processes() if one.session_id == self.session}

    def child(self) -> psutil.Process:
        """The Python process that runs the workflow."""
        return self._process(lambda words: words[1:3] == ["-m", "runtime.python_child"])

    def browser(self) -> psutil.Process:
        """Chromium's own first process, whatever it was started with."""
        return self._process(
            lambda words: (
                any("--remote-debugging-port" in word for word in words[:-1])
                and not words[0].endswith("bwrap")
                and not any("--type=" in word for word in words)
            )
        )

    def wait_until_nothing_is_left(self, seconds: float = 10) -> None:
        wait_until(lambda: not self.left(), seconds)

    def _process(self, is_it: Callable[[list[str]], bool]) -> psutil.Process:
        for pid in self.left():
            with contextlib.suppress(psutil.NoSuchProcess):
                process = psutil.Process(pid)
                if is_it(process.cmdline()):
                    return process
        raise AssertionError("it does not run")

    def _read(self) -> None:
        assert self.process.stdout is not None
        with self.process.stdout as stream:
            for line in stream:
                if self._deaf:
                    return
                self._lines.put(line)
        self._lines.put(b"")


def wait_until(condition: Callable[[], object], seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.05)
