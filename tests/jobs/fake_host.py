"""Stands in for `runtime.host`: does what `params["script"]` of its job spec says, one action after the other."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from runtime.process_marks import started_marks


def say(**event: Any) -> None:
    sys.stdout.write(json.dumps(event) + "\n")
    sys.stdout.flush()


def wait_for(command: str) -> None:
    for line in sys.stdin:
        if json.loads(line) == {"command": command}:
            return
    sys.exit("The worker is gone.")


def flood(count: int) -> None:
    for number in range(count):
        line = {"event": "log", "t_ms": 5, "source": "workflow", "level": "info", "message": f"line {number}"}
        sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()


def spawn(pid_file: str) -> None:
    """A child that holds our output open and goes away only when it is killed."""
    code = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(600)"
    marks = started_marks(os.environ["LIBRETTO_SESSION"])
    child = subprocess.Popen([sys.executable, "-c", code], start_new_session=True, env={**os.environ, **marks})
    Path(pid_file).write_text(str(child.pid))


def wait_for_file(path: str) -> None:
    while not Path(path).exists():
        time.sleep(0.01)


def raw(line: str) -> None:
    sys.stdout.buffer.write(line.encode() + b"\n")
    sys.stdout.flush()


def fragment(index: int, output: str) -> None:
    file = Path(output) / f"{index}.mp4"
    file.write_bytes(b"fragment")
    say(event="fragment", t_ms=3, index=index, path=str(file), start_ms=0, duration_ms=1000, bytes=8)


def main() -> None:
    spec = json.loads(sys.stdin.readline())
    actions: dict[str, Callable[[Any], Any]] = {
        "say": lambda event: say(**{"t_ms": 1, **event}),
        "raw": raw,
        "complain": sys.stderr.write,
        "fragment": lambda index: fragment(index, spec["output"]),
        "wait": wait_for,
        "wait_for_file": wait_for_file,
        "flood": flood,
        "spawn": spawn,
        "show": lambda path: Path(path).write_text(json.dumps({"spec": spec, "environment": dict(os.environ)})),
        "ignore_signals": lambda _: signal.signal(signal.SIGTERM, signal.SIG_IGN),
        "die": lambda number: os.kill(os.getpid(), number),
        "hang": lambda _: time.sleep(600),
    }
    for action, argument in spec["params"]["script"]:
        actions[action](argument)


main()
