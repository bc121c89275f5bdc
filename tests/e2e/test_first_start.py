"""What a person gets from bin/up."""

from __future__ import annotations

import json
import socket
import time
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.e2e.installation import Installation, installation, wait_until
from tests.e2e.videos import frame_times

pytestmark = [pytest.mark.e2e, pytest.mark.browser]

REPAIRED_SECONDS = 180


def test_up_json_says_where_to_look(site: Installation) -> None:
    assert set(site.said) == {"url", "api_key", "email", "password", "team", "pid"}
    assert (site.home / "up.json").stat().st_mode & 0o077 == 0


def test_the_samples_ran_for_real(site: Installation) -> None:
    runs = samples_of(site)
    finished = site.job(runs["finished_job"])
    assert finished["status"] == "completed"
    assert finished["result"]
    failed = site.finished(runs["failed_job"])
    assert failed["status"] == "failed"
    assert "Timeout" in failed["error"]
    assert failed["mapped_stack"].count("workflows.py:") >= 1


def test_of_two_samples_that_meet_a_changed_site_one_is_repaired(site: Installation) -> None:
    assert repair_of(site, "repaired_job")["title"] == "Repaired and verified"
    assert 'get_by_role("link", name="Show open orders")' in repair_of(site, "repaired_job")["diff"]
    refused = repair_of(site, "failed_job")
    assert (refused["title"], refused["deployment_id"]) == ("No repair", None)


def samples_of(site: Installation) -> dict[str, Any]:
    said: dict[str, Any] = json.loads((site.home / "run" / "samples.json").read_text())
    return said


def repair_of(site: Installation, name: str) -> dict[str, Any]:
    """What became of the repair of a sample that failed."""
    found: list[dict[str, Any]] = []

    def ended() -> bool:
        repair = site.call("jobs/debugReport", {"id": samples_of(site)[name]})["repair"]
        found[:] = [repair] if repair and repair["status"] not in ("pending", "running", "verifying") else []
        return bool(found)

    site.finished(samples_of(site)[name])
    wait_until(ended, REPAIRED_SECONDS, f"the repair of {name}")
    return found[0]


def test_the_recording_of_the_finished_sample_plays(site: Installation) -> None:
    runs = samples_of(site)
    assert len(frame_times(site.recording(runs["finished_job"]))) > 3


def test_up_again_is_quick_and_changes_nothing(site: Installation) -> None:
    repair_of(site, "repaired_job")  # which goes on after the first start
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
