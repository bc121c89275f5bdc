"""The page of a run from its queue to its end, in a real browser: it is loaded once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from jobs.models import Job, JobEvent
from libretto.protocol import JobState
from recordings import services as recordings
from recordings.finishing import finish_recording
from tests.factories import make_team, make_user, signed_in
from tests.jobs.making import make_job
from tests.real_browser import launched
from tests.recordings.making import add_fragments
from tests.replay.making import with_session

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    # The live server starts before the settings for tests: WhiteNoise misses its folder, Django serves the files.
    pytest.mark.filterwarnings("ignore:No directory at:UserWarning"),
]

PATIENCE = 20_000  # milliseconds


@pytest.fixture
def job() -> Job:
    return make_job(make_team(), params={"customer": "Möller"})


@pytest.fixture
def page(live_server: LiveServer, job: Job) -> Iterator[Page]:
    """Of the run. Playwright runs a loop in its thread, where Django refuses to ask the database: see `in_database`."""
    cookie = signed_in(make_user(job.team)).cookies["sessionid"].value
    with launched() as browser:
        context = browser.new_context(base_url=live_server.url)
        context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
        page = context.new_page()
        problems: list[str] = []
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on("console", lambda line: problems.append(line.text) if line.type == "error" else None)
        page.goto(f"/runs/{job.pk}")
        page.evaluate("window.loadedOnce = true")
        yield page
    # A piece asked for while the recording was being finished: the one file is shorter. The player takes that instead.
    assert [problem for problem in problems if "416 (Requested Range" not in problem] == []


def in_database(action: Callable[[], object]) -> None:
    def work() -> None:
        try:
            action()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        pool.submit(work).result()


def begin(job: Job, folder: Path) -> None:
    session = with_session(job)
    add_fragments(session, folder)
    step = {"id": "call@1", "title": "Click Go", "end_ms": 1300, "outcome": "ok"}
    recordings.add_events(session_id=session.pk, events=[(1200, "step", step)])
    Job.objects.filter(pk=job.pk).update(state=JobState.RUNNING, started_at=timezone.now())


def end(job: Job, state: JobState) -> None:
    job.refresh_from_db()
    assert job.session_id is not None
    recordings.close_session(session_id=job.session_id)
    finish_recording(session_id=job.session_id)
    job.state, job.completed_at, job.result, job.error = state, timezone.now(), {"found": 3}, "no such button"
    job.save()
    JobEvent.objects.create(job=job, new=state, reason="It ended.")


def test_a_run_that_waits_is_followed_to_its_end(page: Page, job: Job, tmp_path: Path) -> None:
    pill = page.locator(".replay-head .pill")
    expect(pill).to_have_text("Queued")
    expect(page.locator("#replay-waiting")).to_have_text("The browser has not been started yet.")

    in_database(lambda: begin(job, tmp_path))
    expect(page.locator("#replay-list")).to_contain_text("Click Go", timeout=PATIENCE)
    expect(pill).to_have_text("Running", timeout=PATIENCE)
    expect(page.locator("#replay-waiting")).to_have_count(0)
    expect(page.get_by_role("button", name="Cancel the run")).to_be_visible()

    in_database(lambda: end(job, JobState.COMPLETED))
    expect(pill).to_have_text("Completed", timeout=PATIENCE)
    expect(page.get_by_text('"found": 3')).to_be_visible()
    expect(page.get_by_role("button", name="Cancel the run")).to_have_count(0)
    page.locator("#download-menu summary").click()
    expect(page.get_by_role("link", name="Video")).to_be_visible()
    assert page.title() == "search · Completed · Libretto"
    assert page.evaluate("window.loadedOnce")


def test_what_somebody_folded_stays_folded(page: Page, job: Job, tmp_path: Path) -> None:
    in_database(lambda: begin(job, tmp_path))
    expect(page.locator("#replay-list")).to_contain_text("Click Go", timeout=PATIENCE)
    in_database(lambda: end(job, JobState.FAILED))
    expect(page.locator("#failure")).to_contain_text("no such button", timeout=PATIENCE)
    page.locator("#failure > summary").click()
    expect(page.locator("#failure")).not_to_have_attribute("open", "")

    in_database(lambda: Job.objects.filter(pk=job.pk).update(error="no such button, at all"))
    page.evaluate("new Replay.Facts().refresh()")

    expect(page.locator("#failure")).to_contain_text("at all")
    expect(page.locator("#failure")).not_to_have_attribute("open", "")


def test_a_run_that_is_run_again_shows_its_new_session(page: Page, job: Job, tmp_path: Path) -> None:
    in_database(lambda: begin(job, tmp_path))
    expect(page.locator("#replay-list")).to_contain_text("Click Go", timeout=PATIENCE)

    in_database(lambda: (with_session(job), Job.objects.filter(pk=job.pk).update(state=JobState.STARTING_BROWSER)))
    in_database(job.refresh_from_db)

    expect(page.locator(f"#replay[data-base='/sessions/{job.session_id}']")).to_be_attached(timeout=PATIENCE)
    expect(page.locator("#replay-list")).not_to_contain_text("Click Go")
