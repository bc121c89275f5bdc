"""Trees of processes end whole, wherever their members have gone."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from runtime.process_marks import HOST_MARK, OWNER_MARK, SESSION_MARK, Identity, host_marks, marked_processes
from runtime.processes import end_orphans, end_tree

SLEEP = "import time; time.sleep(100)"
IGNORES = (
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('ready', flush=True); time.sleep(100)"
)
SAVES = """
import signal, sys, time
signal.signal(signal.SIGTERM, lambda *_: sys.exit(7))
print("ready", flush=True)
time.sleep(100)
"""
FAMILY = """
import subprocess, sys, time
depth = int(sys.argv[1])
for _ in range(depth):
    subprocess.Popen([sys.executable, "-c", sys.argv[2], str(depth - 1), sys.argv[2]])
time.sleep(100)
"""
DAEMON = """
import os, sys, time
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        open(sys.argv[1], "w").write(str(os.getpid()))
        time.sleep(100)
    os._exit(0)
time.sleep(100)
"""
BOMB = """
import os, sys, time
for _ in range(5):
    os.fork()
while True:
    time.sleep(0.05)
    if os.fork() == 0:
        time.sleep(0.2)
        os._exit(0)
    try:
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    except ChildProcessError:
        pass
"""


@pytest.fixture
def session() -> Iterator[str]:
    name = f"test-{uuid.uuid4()}"
    yield name
    for left in of(name):
        os.kill(left, signal.SIGKILL)


def of(session: str) -> set[int]:
    return {one.identity.pid for one in marked_processes() if one.session_id == session}


def start(code: str, session: str, *arguments: str, **marks: str) -> subprocess.Popen[bytes]:
    environment = {**os.environ, **host_marks(session), **marks}
    return subprocess.Popen([sys.executable, "-c", code, *arguments], env=environment, stdout=subprocess.PIPE)


def wait_until(condition: Callable[[], object], seconds: float = 15) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.02)


def finish(process: subprocess.Popen[bytes]) -> int:
    assert process.stdout is not None
    process.stdout.close()
    return process.wait(10)


def test_a_family_ends_whole(session: str) -> None:
    process = start(FAMILY, session, "3", FAMILY)
    wait_until(lambda: len(of(session)) == 1 + 3 + 6 + 6)

    end_tree(process.pid, grace_seconds=5)

    assert of(session) == set()
    assert finish(process) == -signal.SIGTERM


def test_who_does_not_listen_is_killed(session: str) -> None:
    process = start(IGNORES, session)
    assert process.stdout is not None
    process.stdout.readline()

    end_tree(process.pid, grace_seconds=0.2)

    assert finish(process) == -signal.SIGKILL


def test_what_multiplies_is_outrun(session: str) -> None:
    process = start(BOMB, session)
    wait_until(lambda: len(of(session)) >= 32, seconds=30)

    end_tree(process.pid, grace_seconds=0)

    assert finish(process) == -signal.SIGKILL
    wait_until(lambda: of(session) == set())  # what had lost its parent before it was seen ends by itself


def test_a_process_that_has_ended_already_is_no_trouble(session: str) -> None:
    process = start("", session)
    finish(process)

    end_tree(process.pid)


def test_the_family_of_a_dead_owner_is_ended_wherever_it_went(session: str, tmp_path: Path) -> None:
    owner = subprocess.Popen([sys.executable, "-c", SLEEP])
    mark = str(Identity.of(owner.pid))
    process = start(
        DAEMON, session, str(tmp_path / "pid"), **{OWNER_MARK: mark, HOST_MARK: str(Identity.of(os.getpid()))}
    )
    wait_until(lambda: (tmp_path / "pid").exists() and (tmp_path / "pid").read_text())
    daemon = int((tmp_path / "pid").read_text())
    assert daemon not in end_orphans()

    owner.kill()
    owner.wait()

    end_orphans(grace_seconds=1)
    assert not {daemon, process.pid} & of(session)
    finish(process)


def test_the_family_of_a_dead_host_is_ended(session: str) -> None:
    host = subprocess.Popen([sys.executable, "-c", SLEEP])
    process = start(SLEEP, session, **{HOST_MARK: str(Identity.of(host.pid))})
    assert process.pid not in end_orphans()

    host.kill()
    host.wait()

    end_orphans()
    assert finish(process) == -signal.SIGKILL


def test_a_host_whose_owner_is_dead_may_end_its_run_itself(session: str) -> None:
    process = start(SAVES, session, **{OWNER_MARK: str(Identity(1, 1))})
    assert process.stdout is not None
    process.stdout.readline()

    end_orphans(grace_seconds=10)

    assert finish(process) == 7


def test_another_process_with_the_same_number_is_not_the_owner() -> None:
    own = Identity.of(os.getpid())

    assert own.alive
    assert not Identity(own.pid, own.started - 1).alive
    assert Identity.parse(str(own)) == own
    assert Identity.parse("nonsense") is None
    with pytest.raises(psutil.NoSuchProcess):
        Identity.of(2**22 + 1)


def test_marks_of_a_session(session: str) -> None:
    process = start(SLEEP, session)
    wait_until(lambda: of(session))

    [marked] = [one for one in marked_processes() if one.session_id == session]
    assert marked.is_host
    assert marked.owner == Identity.of(os.getpid())
    assert not marked.orphaned
    assert SESSION_MARK in psutil.Process(process.pid).environ()
    end_tree(process.pid)
    finish(process)
