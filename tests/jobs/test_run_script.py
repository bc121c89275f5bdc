"""`static/run.js` in a real browser: steps lead into the recording, and a run that goes on is kept up to date."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from playwright.sync_api import Page, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

from jobs.models import Job
from libretto.protocol import JobState
from recordings import services as recordings
from recordings.finishing import finish_recording
from runtime.chromium import find_chromium
from tests.factories import make_team, make_user, signed_in
from tests.jobs.making import make_job
from tests.recordings.making import add_fragments, make_session

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    # The live server starts before the settings for tests: WhiteNoise misses its folder, Django serves the files.
    pytest.mark.filterwarnings("ignore:No directory at:UserWarning"),
]


@pytest.fixture
def job(tmp_path: Path) -> Job:
    """Running, two seconds recorded, one step."""
    job = make_job(make_team(), state=JobState.RUNNING)
    session = make_session(job.team, job_id=job.id)
    Job.objects.filter(pk=job.pk).update(session_id=session.id)
    add_fragments(session, tmp_path)
    step = {"id": "1", "title": "Click Go", "end_ms": 1300, "outcome": "ok"}
    recordings.add_events(session_id=session.id, events=[(1200, "step", step)])
    job.refresh_from_db()
    return job


@pytest.fixture
def page(live_server: LiveServer, job: Job) -> Iterator[Page]:
    """Playwright runs a loop in its thread, where Django refuses to ask the database: so it gets its own."""
    cookie = signed_in(make_user(job.team)).cookies["sessionid"].value
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(None), args=["--no-sandbox"])
        context = browser.new_context(base_url=live_server.url)
        context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
        page = context.new_page()
        problems: list[str] = []
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on("console", lambda line: problems.append(line.text) if line.type == "error" else None)
        yield page
        browser.close()
    assert problems == []


def in_database(action: Any) -> None:
    def work() -> None:
        try:
            action()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        pool.submit(work).result()


def complete(job: Job) -> None:
    assert job.session_id is not None
    recordings.close_session(session_id=job.session_id)
    finish_recording(session_id=job.session_id)
    Job.objects.filter(pk=job.pk).update(state=JobState.COMPLETED, result={"found": 3})


def test_a_step_leads_to_its_moment_in_the_recording(page: Page, job: Job) -> None:
    in_database(lambda: complete(job))
    page.goto(f"/runs/{job.id}")
    page.wait_for_function("document.getElementById('video').readyState >= 1")

    page.get_by_role("link", name="0:01.2").click()

    page.wait_for_function("Math.abs(document.getElementById('video').currentTime - 1.2) < 0.01")
    expect(page.locator(".step[aria-current]")).to_contain_text("Click Go")
    assert page.url.endswith(f"/runs/{job.id}")


def test_a_run_that_goes_on_shows_what_comes_and_then_its_end(page: Page, job: Job) -> None:
    page.goto(f"/runs/{job.id}")
    expect(page.locator("h1 + .pill")).to_have_text("Running")

    step = {"id": "2", "title": "Wait for the table", "outcome": "open"}
    assert job.session_id is not None
    session_id = job.session_id
    in_database(lambda: recordings.add_events(session_id=session_id, events=[(1400, "step", step)]))
    expect(page.get_by_text("Wait for the table")).to_be_visible(timeout=10_000)

    in_database(lambda: complete(job))
    expect(page.locator("h1 + .pill")).to_have_text("Completed", timeout=10_000)
    expect(page.locator("video")).to_be_visible()
    expect(page.get_by_text('"found": 3')).to_be_visible()
