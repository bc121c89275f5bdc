"""Whatever is killed in the middle of a run: a true final state, no process left, and a recording that plays."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, datetime

import psutil
import pytest

from tests.e2e.installation import Installation, marker, wait_until
from tests.e2e.videos import last_frame_at, seconds_held

pytestmark = [pytest.mark.e2e, pytest.mark.browser]
Find = Callable[[Installation, list[psutil.Process]], psutil.Process]


def one(processes: list[psutil.Process], *words: str) -> psutil.Process:
    found = [process for process in processes if all(any(w in part for part in process.cmdline()) for w in words)]
    assert found, (words, [process.cmdline() for process in processes])
    return found[0]


def the_worker(site: Installation, run: list[psutil.Process]) -> psutil.Process:
    return site.service("--queues", "browser")


def the_host(site: Installation, run: list[psutil.Process]) -> psutil.Process:
    return one(run, "runtime.host")


def the_browser(site: Installation, run: list[psutil.Process]) -> psutil.Process:
    return one(run, "--remote-debugging-port")


def the_child(site: Installation, run: list[psutil.Process]) -> psutil.Process:
    return [
        process for process in run if "runtime.python_child" in process.cmdline() and "bwrap" not in process.name()
    ][-1]


def running_job(site: Installation) -> tuple[str, str, list[psutil.Process]]:
    """A job whose user code is at work, the marker of its processes, and these."""
    before = set(markers(site))
    job_id = site.start_job("tick", params={"seconds": 300})
    wait_until(lambda: "ticking begins" in site.messages(job_id), 120, f"user code of {job_id}")
    session = next(one for one in markers(site) if one not in before)
    return job_id, session, site.processes_of(session)


def markers(site: Installation) -> list[str]:
    """Of all that its workers have started: others of this machine may run workflows, too."""
    started = site.supervisor().children(recursive=True)
    return [mark for mark in map(marker, started) if mark is not None]


@pytest.mark.parametrize(
    ("find", "code_words"),
    [
        (the_child, "SIGKILL"),
        (the_browser, "browser"),
        (the_host, "the process that ran the browser"),
        (the_worker, "worker"),
    ],
)
def test_killed_in_the_middle(site: Installation, find: Find, code_words: str) -> None:
    job_id, session, run = running_job(site)
    wait_until(lambda: seconds_so_far(site, job_id) > 3, 60, "three seconds of growing video")
    find(site, run).kill()
    killed_at = datetime.now(UTC)
    job = site.finished(job_id)
    assert job["status"] == "failed"
    assert code_words.lower() in job["error"].lower()
    wait_until(lambda: site.processes_of(session) == [], 60, f"the end of {session}'s processes")
    ran = killed_at - datetime.fromisoformat(job["started_at"])
    assert seconds_recorded(site, job_id) >= ran.total_seconds() - most_lost_seconds()


def test_after_all_that_a_run_completes(site: Installation) -> None:
    """After each of it, one begins: the next one to be killed."""
    again = site.finished(site.start_job("tick", params={"seconds": 0.5}))
    assert again["status"] == "completed", again


def test_the_worker_is_asked_to_stop(site: Installation) -> None:
    job_id, session, _ = running_job(site)
    site.service("--queues", "browser").terminate()
    job = site.finished(job_id)
    assert job["status"] == "failed"
    assert "worker" in job["error"]
    wait_until(lambda: site.processes_of(session) == [], 60, "its processes to end")


def test_the_database_is_killed_and_nothing_is_lost(site: Installation) -> None:
    job_id, _, _ = running_job(site)
    postmaster = next(child for child in site.supervisor().children() if child.name().startswith("postgres"))
    postmaster.kill()

    def answers() -> bool:
        try:
            return bool(site.job(job_id)["status"] == "running")
        except Exception:  # noqa: BLE001 (the server may say 503, or nothing, until the database is back)
            return False

    wait_until(answers, 120, "the database to be back")
    site.call("jobs/cancel", {"id": job_id})
    assert site.finished(job_id)["status"] == "cancelled"
    assert seconds_recorded(site, job_id) > 1


def most_lost_seconds() -> float:
    """Two, where the machine can keep up with what it is asked: other tests run beside."""
    is_busy = os.getloadavg()[0] > (os.cpu_count() or 1) + 1
    return 5 if is_busy else 2


def seconds_recorded(site: Installation, job_id: str) -> float:
    return last_frame_at(site.recording(job_id))


def seconds_so_far(site: Installation, job_id: str) -> float:
    return seconds_held(site.growing_recording(job_id))
