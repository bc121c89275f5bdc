"""The page of the log against the server itself, in a real browser."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import pytest
from django.db import connection
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from jobs.models import Job
from libretto.protocol import LogLevel
from logs import services as logs
from recordings.models import BrowserSession
from tests.factories import make_team, make_user, signed_in
from tests.jobs.making import make_job
from tests.real_browser import launched, problems_of
from tests.replay.making import add_lines, with_session

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    # The live server starts before the settings for tests: WhiteNoise misses its folder, Django serves the files.
    pytest.mark.filterwarnings("ignore:No directory at:UserWarning"),
]

Found = TypeVar("Found")


@pytest.fixture
def job() -> Job:
    return make_job(make_team())


@pytest.fixture
def session(job: Job) -> BrowserSession:
    return with_session(job)


@pytest.fixture
def page(live_server: LiveServer, session: BrowserSession, job: Job) -> Iterator[Page]:
    """Not loaded yet, signed in. The session is there before Playwright is."""
    cookie = signed_in(make_user(job.team)).cookies["sessionid"].value
    with launched() as browser:
        context = browser.new_context(base_url=live_server.url, viewport={"width": 1280, "height": 800})
        context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
        page = context.new_page()
        problems = problems_of(page)
        yield page
    assert problems == []


def in_database(action: Callable[[], Found]) -> Found:
    """Playwright runs a loop in the thread of the test, where Django refuses to ask the database."""

    def work() -> Found:
        try:
            return action()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(work).result()


def say(session: BrowserSession, text: str, level: LogLevel = "info") -> None:
    line = logs.Line(t_ms=1, source="workflow", level=level, message=text, at=timezone.now())
    logs.append(team_id=session.team_id, job_id=session.job_id, session_id=session.pk, workflow="search", lines=[line])


def test_a_run_is_read_while_it_goes_on(page: Page, session: BrowserSession) -> None:
    in_database(lambda: add_lines(session, *(f"Line {number}." for number in range(350))))
    page.goto(f"/logs?job={session.job_id}")
    expect(page.get_by_text("Line 349.")).to_be_visible()

    in_database(lambda: say(session, '\x1b[31mBad\x1b[0m {"id": 7}', level="error"))
    begun = time.monotonic()
    expect(page.locator(".log-error .ansi-red")).to_have_text("Bad")
    assert time.monotonic() - begun < 3
    page.locator(".log-error").click()
    page.get_by_role("button", name="Pretty JSON").click()
    expect(page.locator(".log-open")).to_contain_text('"id": 7')

    page.get_by_role("link", name="Only warnings and errors").click()
    expect(page.locator(".log-row")).to_have_count(1)
    expect(page.locator(".log-count")).to_have_text("1 line")
    page.locator(".log-time").click()
    link = page.url
    assert f"job={session.job_id}" in link
    page.goto("/logs")
    page.goto(link)
    expect(page.locator(".log-lit")).to_contain_text("Bad")

    page.get_by_text("Download").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="What the filters leave text").click()
    assert download.value.path().read_text().endswith('error workflow  Bad {"id": 7}\n')


def test_a_link_deep_in_a_long_log(page: Page, session: BrowserSession) -> None:
    in_database(lambda: add_lines(session, *(f"Line {number}." for number in range(1400))))
    page.goto("/logs")
    expect(page.get_by_text("Line 1399.")).to_be_visible()
    page.get_by_role("button", name="Oldest").click()
    expect(page.get_by_text("Line 0.", exact=True)).to_be_visible()
    href = page.locator(".log-row", has_text="Line 5.").locator(".log-time").get_attribute("href")

    page.goto("/runs")
    page.goto(f"/logs{href}")
    expect(page.locator(".log-lit")).to_contain_text("Line 5.")
    page.get_by_role("button", name="To the newest lines").click()
    expect(page.get_by_text("Line 1399.")).to_be_visible()
    expect(page.get_by_role("button", name="Pause")).to_be_visible()
