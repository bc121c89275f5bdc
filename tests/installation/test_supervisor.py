"""Services that fall are started again; those that cannot stand are named; nothing is left behind."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import psutil

CHECKOUT = Path(__file__).resolve().parent.parent.parent

# The supervisor reaps every child of its process, so it gets a process of its own.
PROGRAM = """
import os, sys, time
from pathlib import Path
from libretto_site.installation.services import Service
from libretto_site.installation.supervisor import Supervisor

logs = Path(sys.argv[1])
supervisor = Supervisor(logs=logs, environment=dict(os.environ))
supervisor.start(Service(name="it", command=["sh", "-c", sys.argv[2]], ready_text="ready", stop_seconds=1))
print("late:", supervisor.wait_ready(20), flush=True)
deadline = time.monotonic() + 20
while not eval(sys.argv[3]) and time.monotonic() < deadline:
    supervisor.tick()
supervisor.stop()
print("stopped", flush=True)
"""


def supervised(folder: Path, script: str, until: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(folder), script, until],
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_service_that_falls_is_started_again(tmp_path: Path) -> None:
    starts = tmp_path / "starts"
    script = f"echo x >> {starts}; echo ready; test $(wc -l < {starts}) -ge 2 && exec sleep 600; exit 3"
    said = supervised(tmp_path, script, f"Path('{starts}').read_text().count('x') >= 2")
    assert "late: None" in said
    assert "it ended with 3; starting it again in 0 s." in said
    assert "ready" in (tmp_path / "it.log").read_text()


def test_a_service_that_never_stands_is_named_soon(tmp_path: Path) -> None:
    said = supervised(tmp_path, "echo no; exit 1", "True")
    assert "late: it" in said


def test_what_a_service_leaves_behind_is_ended(tmp_path: Path) -> None:
    pid_file = tmp_path / "pid"
    script = f"setsid sh -c 'echo $$ > {pid_file}; trap \"\" TERM; sleep 600; sleep 600' & sleep 0.1; echo ready; wait"
    supervised(tmp_path, script, f"Path('{pid_file}').exists()")
    assert not psutil.pid_exists(int(pid_file.read_text()))
