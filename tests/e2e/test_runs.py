"""Runs through the whole product: API, worker, host, Chromium, and back."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import httpx
import psutil
import pytest

from tests.e2e.installation import Installation, marker, wait_until
from tests.e2e.videos import seconds_of

# A line can be read within a second of being said, a tenth usually. Machines that run tests have much else to do.
MUCH_TOO_LATE_SECONDS = 3

pytestmark = [pytest.mark.e2e, pytest.mark.browser]


@dataclass
class Beside:
    """Two runs that went on at the same time."""

    noisy: str
    ticking: str


@pytest.fixture(scope="module")
def beside(site: Installation) -> Beside:
    paths = [str(site.home / name) for name in ("up.json", "keys/secret_key", "postgres/url", "files")]
    noisy = site.start_job("noisy", params={"paths": paths})
    return Beside(noisy, site.start_job("tick", params={"seconds": 4}, viewport={"width": 1000, "height": 620}))


def test_a_run_has_the_asked_viewport_and_a_full_recording(site: Installation, beside: Beside) -> None:
    job = site.finished(beside.ticking)
    assert job["status"] == "completed", job
    assert job["result"]["size"] == [1000, 620]
    assert seconds_of(site.recording(beside.ticking)) >= 4


def test_wrong_params_fail_before_a_browser_starts(site: Installation) -> None:
    job_id = site.start_job("tick", params={"seconds": "soon"})
    job = site.finished(job_id)
    assert job["status"] == "failed"
    assert job["error"].startswith('Invalid input for workflow "tick":\n- seconds: ')
    assert site.call("recordings/get", {"job_id": job_id})["recording_url"] is None


def test_a_run_that_takes_too_long_says_where_it_was(site: Installation) -> None:
    job_id = site.start_job("stuck", timeout_seconds=3)
    job = site.finished(job_id)
    assert job["status"] == "failed"
    assert "3 seconds" in job["error"]
    assert "time.sleep(0.1)" in job["mapped_stack"]
    assert "about to get stuck" in site.messages(job_id)


@dataclass
class Cancelled:
    job_id: str
    session: str  # the marker of its processes
    hidden: psutil.Process  # which it has left in the background
    seconds_until_heard: float


@pytest.fixture(scope="module")
def cancelled(site: Installation) -> Cancelled:
    seconds = f"3600.{os.getpid()}"  # by which the process is known
    job_id = site.start_job("spawner", params={"seconds": seconds})
    wait_until(lambda: site.job(job_id)["status"] == "running", 120, "running")
    line = first_words(site, job_id)
    waited = datetime.now(UTC) - datetime.fromisoformat(line["timestamp"])
    [hidden] = [process for process in psutil.process_iter() if seconds in words_of(process)]
    session = marker(hidden)
    assert session is not None
    site.call("jobs/cancel", {"id": job_id})
    return Cancelled(job_id, session, hidden, waited.total_seconds())


def words_of(process: psutil.Process) -> list[str]:
    try:
        return process.cmdline()
    except psutil.Error:
        return []


def test_a_cancelled_run_ends_soon_and_keeps_its_recording(site: Installation, cancelled: Cancelled) -> None:
    assert cancelled.seconds_until_heard < MUCH_TOO_LATE_SECONDS
    assert site.finished(cancelled.job_id)["status"] == "cancelled"
    assert seconds_of(site.recording(cancelled.job_id)) > 0


def test_a_process_that_hides_is_found(site: Installation, cancelled: Cancelled) -> None:
    assert site.finished(cancelled.job_id)["status"] == "cancelled"
    wait_until(lambda: site.processes_of(cancelled.session) == [], 60, "the hidden process to end")
    assert not cancelled.hidden.is_running()


def first_words(site: Installation, job_id: str) -> dict[str, Any]:
    """The line that says them, as soon as it can be read."""
    found: list[dict[str, Any]] = []

    def said() -> bool:
        lines = site.call("logs/list", {"jobId": job_id, "query": "left a process behind"})["logs"]
        found.extend(lines)
        return bool(lines)

    wait_until(said, 60, "its first words")
    return found[0]


def test_a_secret_is_nowhere_to_be_found(site: Installation) -> None:
    job_id = site.start_job("secretive", params={"harmless": 1})
    job = site.finished(job_id)
    assert job["status"] == "failed"
    assert job["params"] == {"harmless": 1}
    everything = repr(job) + repr(site.messages(job_id))
    with httpx.Client(base_url=site.said["url"], follow_redirects=True, trust_env=False) as browser:
        sign_in(browser, site)
        everything += browser.get(f"/runs/{job_id}").text
    assert "cannot use" in everything
    assert "hunter2" not in everything
    for file in (site.home / "files").rglob("*"):
        if file.is_file():
            assert b"hunter2" not in file.read_bytes(), file


def sign_in(browser: httpx.Client, site: Installation) -> None:
    browser.get("/sign-in")
    answer = browser.post(
        "/sign-in",
        data={
            "email": site.said["email"],
            "password": site.said["password"],
            "csrfmiddlewaretoken": browser.cookies["csrftoken"],
        },
        headers={"referer": f"{site.said['url']}/sign-in"},
    )
    assert answer.url.path == "/runs", answer.text


def test_a_flood_of_output_harms_nobody(site: Installation, beside: Beside) -> None:
    assert site.finished(beside.noisy)["status"] == "completed"
    assert site.finished(beside.ticking)["status"] == "completed"
    lines: list[str] = []
    token = None
    while True:
        page = site.call("logs/list", {"jobId": beside.noisy, "limit": 1000, **({"pageToken": token} if token else {})})
        lines += [line["message"] for line in page["logs"]]
        token = page["nextPageToken"]
        if not token:
            break
    assert [line for line in lines if line.startswith("line ")] == [f"line {number}" for number in range(30_000)]
    assert any(line.startswith("xxx") and "5000000" in line.replace(",", "") for line in lines)
    assert any(line.startswith("nul \ufffd and broken") for line in lines)


def test_a_workflow_sees_nothing_of_the_server(site: Installation, beside: Beside) -> None:
    job = site.finished(beside.noisy)
    assert job["status"] == "completed", job
    assert not {"DATABASE_URL", "LIBRETTO_SECRET_KEY", "DJANGO_SETTINGS_MODULE"} & set(job["result"]["names"])
    assert job["result"]["readable"] == []
