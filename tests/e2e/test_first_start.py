"""What a person gets from bin/up."""

from __future__ import annotations

import json
import socket
import time
from pathlib import Path

import httpx
import pytest

from tests.e2e.installation import Installation, installation
from tests.e2e.videos import frame_times

pytestmark = [pytest.mark.e2e, pytest.mark.browser]


def test_up_json_says_where_to_look(site: Installation) -> None:
    assert set(site.said) == {"url", "api_key", "email", "password", "team", "pid"}
    assert (site.home / "up.json").stat().st_mode & 0o077 == 0


def test_the_samples_ran_for_real(site: Installation) -> None:
    runs = json.loads((site.home / "run" / "samples.json").read_text())
    finished = site.job(runs["finished_job"])
    assert finished["status"] == "completed"
    assert finished["result"]
    failed = site.job(runs["failed_job"])
    assert failed["status"] == "failed"
    assert "Timeout" in failed["error"]
    assert failed["mapped_stack"].count("workflows.py:") >= 1


def test_the_recording_of_the_finished_sample_plays(site: Installation) -> None:
    runs = json.loads((site.home / "run" / "samples.json").read_text())
    assert len(frame_times(site.recording(runs["finished_job"]))) > 3


def test_up_again_is_quick_and_changes_nothing(site: Installation) -> None:
    before = (site.home / "up.json").read_text(), site.call("jobs/list"), site.call("deployments/list")
    started = time.monotonic()
    again = site.command("up", "--detach")
    assert again.returncode == 0, again.stderr
    assert time.monotonic() - started < 30
    assert site.said["url"] in again.stdout
    assert ((site.home / "up.json").read_text(), site.call("jobs/list"), site.call("deployments/list")) == before


def test_a_taken_port_is_one_clear_sentence(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        refused = Installation(tmp_path / "home").command("up", "--detach", LIBRETTO_PORT=str(port))
    assert refused.returncode == 1
    assert refused.stderr.strip() == (
        f"Port {port} is taken by another program. Choose another one, for example: LIBRETTO_PORT=0 bin/up"
    )


def test_two_instances_run_side_by_side_and_leave_nothing(
    site: Installation, tmp_path_factory: pytest.TempPathFactory
) -> None:
    with installation(tmp_path_factory.mktemp("second"), "--no-samples") as second:
        assert second.said["url"] != site.said["url"]
        assert second.call("jobs/list")["jobs"] == []
        supervisor = second.supervisor()
        below = [supervisor, *supervisor.children(recursive=True)]
        # A key of one is nothing to the other.
        stranger = httpx.post(
            f"{second.said['url']}/v1/jobs/list", json={}, headers={"x-api-key": site.said["api_key"]}, trust_env=False
        )
        assert stranger.status_code == 401
    assert [process for process in below if process.is_running()] == []
