"""Runs through the whole product: API, worker, host, Chromium, and back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from tests.e2e.installation import Installation, wait_until
from tests.e2e.videos import seconds_of

# A line can be read within a second of being said, a tenth usually. Machines that run tests have much else to do.
MUCH_TOO_LATE = timedelta(seconds=3)

pytestmark = [pytest.mark.e2e, pytest.mark.browser]


def test_a_run_has_the_asked_viewport_and_a_full_recording(site: Installation) -> None:
    job_id = site.start_job("tick", params={"seconds": 4}, viewport={"width": 1000, "height": 620})
    job = site.finished(job_id)
    assert job["status"] == "completed", job
    assert job["result"]["size"] == [1000, 620]
    assert seconds_of(site.recording(job_id)) >= 4


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


def test_a_cancelled_run_ends_soon_and_keeps_its_recording(site: Installation) -> None:
    job_id = site.start_job("tick", params={"seconds": 300})
    wait_until(lambda: site.job(job_id)["status"] == "running", 120, "running")
    line = first_words(site, job_id)
    assert datetime.now(UTC) - datetime.fromisoformat(line["timestamp"]) < MUCH_TOO_LATE
    site.call("jobs/cancel", {"id": job_id})
    assert site.finished(job_id)["status"] == "cancelled"
    assert seconds_of(site.recording(job_id)) > 0


def first_words(site: Installation, job_id: str) -> dict[str, Any]:
    """The line that says them, as soon as it can be read."""
    found: list[dict[str, Any]] = []

    def said() -> bool:
        lines = site.call("logs/list", {"jobId": job_id, "query": "ticking begins"})["logs"]
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


def test_a_flood_of_output_harms_nobody(site: Installation) -> None:
    noisy = site.start_job("noisy")
    other = site.start_job("tick", params={"seconds": 2})
    assert site.finished(noisy)["status"] == "completed"
    assert site.finished(other)["status"] == "completed"
    lines: list[str] = []
    token = None
    while True:
        page = site.call("logs/list", {"jobId": noisy, "limit": 1000, **({"pageToken": token} if token else {})})
        lines += [line["message"] for line in page["logs"]]
        token = page["nextPageToken"]
        if not token:
            break
    assert [line for line in lines if line.startswith("line ")] == [f"line {number}" for number in range(30_000)]
    assert any(line.startswith("xxx") and "5000000" in line.replace(",", "") for line in lines)
    assert any(line.startswith("nul \ufffd and broken") for line in lines)


def test_a_workflow_sees_nothing_of_the_server(site: Installation) -> None:
    paths = [str(site.home / name) for name in ("up.json", "keys/secret_key", "postgres/url", "files")]
    job = site.finished(site.start_job("environment", params={"paths": paths}))
    assert job["status"] == "completed", job
    assert not {"DATABASE_URL", "LIBRETTO_SECRET_KEY", "DJANGO_SETTINGS_MODULE"} & set(job["result"]["names"])
    assert job["result"]["readable"] == []
