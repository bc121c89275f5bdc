"""Services that fall are started again; those that cannot stand are named; nothing is left behind."""

from __future__ import annotations

import os
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

# Each of two services ends once both were asked to; the third says whether they had ended when it was asked.
ENDING = """
import os, sys
from pathlib import Path
from libretto_site.installation.services import Service
from libretto_site.installation.supervisor import Supervisor

def service(name, when_asked, is_needed=False):
    script = f"cd {sys.argv[1]}; trap '{when_asked}' TERM; echo ready; while :; do sleep 0.05; done"
    return Service(name=name, command=["sh", "-c", script], ready_text="ready", is_needed=is_needed, stop_seconds=5)

supervisor = Supervisor(logs=Path(sys.argv[1]), environment=dict(os.environ))
both = "touch {0}; until test -e {1}; do sleep 0.05; done; touch {0}-ended; exit"
supervisor.start(service("database", "ls > at-last; exit", is_needed=True))
supervisor.start(service("one", both.format("one", "two")))
supervisor.start(service("two", both.format("two", "one")))
assert supervisor.wait_ready(20) is None
supervisor.stop()
"""


def supervised(folder: Path, script: str, until: str) -> str:
    return ran(PROGRAM, str(folder), script, until)


def ran(program: str, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments],
        env={**os.environ, "PYTHONPATH": str(CHECKOUT)},
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


def test_services_end_side_by_side_and_what_they_need_ends_last(tmp_path: Path) -> None:
    ran(ENDING, str(tmp_path))
    assert {"one-ended", "two-ended"} <= set((tmp_path / "at-last").read_text().split())
