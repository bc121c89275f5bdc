"""Whatever is killed in the middle of a run: it ends with the true reason, and no process is left behind."""

from __future__ import annotations

import signal
import subprocess
from pathlib import Path

import pytest

from libretto.protocol import Limits
from runtime import sandbox
from runtime.process_marks import OWNER_MARK, Identity
from runtime.processes import end_orphans
from runtime.remux import remux
from tests.runtime.host_process import HostProcess

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]

WAITS = """
@workflow("w")
def w(ctx, input):
    ctx.page.set_content("<p>Working")
    print("here")
    ctx.page.get_by_text("never").wait_for(timeout=60_000)
"""
# Without a sandbox, nothing but the marks finds what has gone into the background.
LEAVES_ONE = """
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        time.sleep(300)
    os._exit(0)
"""
# A workflow that is being imported has no browser yet: to start one takes longer than all else here.
IMPORTED = "print('here')\ntime.sleep(60)\n"
MODES = ["none", *(["bubblewrap"] if sandbox.uses_bubblewrap("auto") else [])]


@pytest.mark.parametrize("mode", MODES)
def test_the_workflows_process_is_killed(tmp_path: Path, mode: str) -> None:
    with HostProcess(tmp_path, WAITS, environment={"LIBRETTO_SANDBOX": mode}) as host:
        host.until("log", message="here")
        host.child().kill()
        result = host.result()

    assert result["error"]["code"] == "child_died"
    assert "signal 9 (SIGKILL)" in result["error"]["message"]
    assert {"screenshot", "page_html", "trace"} <= {event["kind"] for event in host.of("artifact")}


def test_the_workflow_crashes(tmp_path: Path) -> None:
    source = "import ctypes\nctypes.string_at(0)\n"
    with HostProcess(tmp_path, source) as host:
        result = host.result()

    assert "SIGSEGV" in result["error"]["message"]
    assert any("Fatal Python error: Segmentation fault" in line for line in host.printed())


def test_the_workflow_uses_too_much_memory(tmp_path: Path) -> None:
    source = f"kept = b'x' * 550 * 1024**2\n{IMPORTED}"
    with HostProcess(tmp_path, source, limits=Limits(child_memory_bytes=500 * 1024**2)) as host:
        result = host.result()

    assert result["error"]["code"] == "child_died"
    assert "500 MiB" in result["error"]["message"]


def test_the_workflow_starts_too_many_processes(tmp_path: Path) -> None:
    source = f'for _ in range(12):\n    subprocess.Popen(["sleep", "100"])\n{IMPORTED}'
    with HostProcess(tmp_path, source, limits=Limits(child_processes=10)) as host:
        result = host.result()

    assert result["error"]["code"] == "child_died"
    assert "more than the 10" in result["error"]["message"]


@pytest.mark.parametrize("mode", MODES)
def test_the_browser_is_killed(tmp_path: Path, mode: str) -> None:
    with HostProcess(tmp_path, WAITS, environment={"LIBRETTO_SANDBOX": mode}) as host:
        host.until("log", message="here")
        host.browser().kill()
        result = host.result()

    assert result["error"]["code"] == "browser_died"
    assert "signal 9 (SIGKILL)" in result["error"]["message"]
    assert "workflows.py:" in result["error"]["mapped_stack"]
    fragments = [Path(event["path"]) for event in host.of("fragment")]
    assert remux(fragments=fragments, target=tmp_path / "film.mp4").duration_ms > 0


@pytest.mark.parametrize("mode", MODES)
def test_the_host_is_killed(tmp_path: Path, mode: str) -> None:
    with HostProcess(tmp_path, LEAVES_ONE + WAITS, environment={"LIBRETTO_SANDBOX": mode}) as host:
        host.until("log", message="here")
        assert len(host.left()) > 3
        host.process.kill()
        host.process.wait()
        end_orphans()

        host.wait_until_nothing_is_left()


def test_the_worker_goes_away(tmp_path: Path) -> None:
    with HostProcess(tmp_path, WAITS) as host:
        host.until("log", message="here")
        host.hang_up()

        host.wait_until_nothing_is_left()
        assert host.process.wait(10) == 0
    assert host.stderr == ""


def test_the_worker_is_killed_and_the_host_is_stuck(tmp_path: Path) -> None:
    worker = subprocess.Popen(["sleep", "100"])
    owner = {OWNER_MARK: str(Identity.of(worker.pid))}
    with HostProcess(tmp_path, IMPORTED, environment=owner) as host:
        host.until("log", message="here")
        worker.kill()
        worker.wait()
        host.process.send_signal(signal.SIGSTOP)
        end_orphans(grace_seconds=1)

        assert host.process.wait(10) == -signal.SIGKILL
        host.wait_until_nothing_is_left()


def test_the_host_is_told_to_stop(tmp_path: Path) -> None:
    with HostProcess(tmp_path, IMPORTED) as host:
        host.until("log", message="here")
        host.process.send_signal(signal.SIGTERM)
        result = host.result()

    assert result["error"]["code"] == "worker_stopped"


@pytest.mark.parametrize("mode", MODES)
def test_what_the_workflow_left_in_the_background_ends_with_the_run(tmp_path: Path, mode: str) -> None:
    with HostProcess(tmp_path, LEAVES_ONE, environment={"LIBRETTO_SANDBOX": mode}) as host:
        assert host.result()["error"]["code"] == "workflow_not_found"


def test_a_worker_that_reads_no_more_does_not_hold_the_host(tmp_path: Path) -> None:
    with HostProcess(tmp_path, 'while True:\n    print("x" * 1000)\n') as host:
        host.until("log", source="workflow")
        host.stop_reading()

        host.wait_until_nothing_is_left(20)
