"""`static/debugging/` in a real browser: the report comes by itself, its chips seek, its pages are compared."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

import pytest
from django.db import connection
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import Team
from debugging.diagnosis import Claim, Diagnosis, Pointer
from debugging.models import DebugReport, ReportStatus
from debugging.services import diagnosis_fields
from jobs.models import Job
from libretto.protocol import JobState
from tests.debugging.page_rows import STEP, diagnosed_run, make_diagnosis, make_group, make_report
from tests.debugging.rows import failed_job
from tests.factories import make_team, make_user, signed_in
from tests.jobs.making import make_job
from tests.real_browser import launched, problems_of
from tests.replay.timeline_stage import until

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.filterwarnings("ignore:No directory at:UserWarning"),  # the live server starts before the settings
]

Result = TypeVar("Result")
PATIENCE = 20_000  # milliseconds
CLAIM = Claim(
    text="The button is gone.",
    pointers=(
        Pointer(kind="step", ref=STEP, label="Click Pay", t_ms=1500),
        Pointer(kind="video", label="A moment before", t_ms=600),
    ),
)


@pytest.fixture
def team() -> Team:
    return make_team()


@pytest.fixture
def cookie(team: Team) -> str:
    return str(signed_in(make_user(team, email="dora@example.com")).cookies["sessionid"].value)


@pytest.fixture
def chromium(cookie: str) -> Iterator[Browser]:
    """Made last, gone first: while it runs, this thread cannot ask the database."""
    with launched() as browser:
        yield browser


@pytest.fixture
def page(chromium: Browser, live_server: LiveServer, cookie: str) -> Iterator[Page]:
    page = opened(chromium, live_server, cookie)
    problems = problems_of(page)
    yield page
    page.context.close()
    assert [problem for problem in problems if "net::ERR_FAILED" not in problem] == []  # what a test stopped itself


def opened(chromium: Browser, live_server: LiveServer, cookie: str, *, scripts: bool = True) -> Page:
    context = chromium.new_context(base_url=live_server.url, java_script_enabled=scripts)
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    return context.new_page()


def in_database(action: Callable[[], Result]) -> Result:
    """Playwright runs a loop in this thread, where Django refuses to ask the database."""

    def work() -> Result:
        try:
            return action()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(work).result()


def complete(report: DebugReport, diagnosis: Diagnosis) -> None:
    DebugReport.objects.filter(pk=report.pk).update(status=ReportStatus.COMPLETED, **diagnosis_fields(diagnosis))


def test_a_report_that_is_being_written_appears_when_it_is_done(page: Page, team: Team) -> None:
    report = in_database(lambda: make_report(failed_job(team)))
    page.goto(f"/runs/{report.job_id}")
    expect(page.locator("#report")).to_contain_text("looks at this run in a moment")
    expect(page.locator("#failure")).to_have_attribute("open", "")

    in_database(lambda: DebugReport.objects.update(status=ReportStatus.RUNNING))
    expect(page.locator("#report")).to_contain_text("is looking at this run", timeout=PATIENCE)
    in_database(lambda: complete(report, make_diagnosis()))

    expect(page.locator("#report")).to_contain_text("no such button is on the page", timeout=PATIENCE)
    expect(page.locator("#failure")).not_to_have_attribute("open", "")
    page.locator("#failure > summary").click()
    expect(page.locator("#failure")).to_contain_text("waiting for get_by_role")


def test_the_report_on_a_run_that_fails_while_it_is_watched_appears(page: Page, team: Team) -> None:
    job = in_database(lambda: make_job(team, state=JobState.QUEUED))
    page.goto(f"/runs/{job.pk}")
    expect(page.locator(".replay-head .pill")).to_have_text("Queued")
    expect(page.locator("#debug-report")).to_be_hidden()

    def fail() -> None:
        ended = {"state": JobState.FAILED, "error": "no browser", "completed_at": timezone.now()}
        Job.objects.filter(pk=job.pk).update(**ended)
        make_report(Job.objects.get(pk=job.pk), make_diagnosis())

    in_database(fail)
    expect(page.locator("#report")).to_contain_text("no such button is on the page", timeout=PATIENCE)


def test_a_chip_selects_its_row_seeks_the_video_or_opens_another_run(page: Page, team: Team, tmp_path: Path) -> None:
    other = in_database(lambda: failed_job(team))
    elsewhere = Claim(text="…", pointers=(Pointer(kind="run", ref=str(other.pk), label="Before"),))
    report = in_database(lambda: diagnosed_run(team, tmp_path, make_diagnosis(why=(CLAIM, elsewhere))))
    page.goto(f"/runs/{report.job_id}?plain=1")
    until(page, "window.Replay?.store?.loaded")
    page.evaluate("window.loadedOnce = true")

    page.get_by_role("link", name="Video A moment before").click()
    until(page, "Math.abs(Replay.player.nowMs - 600) < 50")
    for _ in range(2):  # the second time the address says it already
        page.get_by_role("link", name="Step Click Pay").click()
        until(page, f"Replay.store.selected?.id === 'step-{STEP}' && Math.abs(Replay.player.nowMs - 1500) < 50")
        page.evaluate("Replay.player.seek(0)")
    assert page.url.endswith("#step-call%401")
    assert page.evaluate("window.loadedOnce")

    page.get_by_role("link", name="Run Before").click()
    page.wait_for_url(f"**/runs/{other.pk}")


def test_both_pages_are_loaded_once_they_are_looked_at_and_run_nothing(page: Page, team: Team, tmp_path: Path) -> None:
    report = in_database(lambda: diagnosed_run(team, tmp_path))
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/snapshots/" in request.url else None)
    page.goto(f"/runs/{report.job_id}")
    page.locator("#report-changed > summary").wait_for()
    until(page, "window.Replay?.store?.loaded")
    page.wait_for_timeout(300)
    before = [url for url in asked if report.evidence and report.evidence["good"]["session_id"] in url]
    page.locator("#report-changed > summary").click()
    frames = page.locator("#report-changed iframe")

    expect(frames).to_have_count(2)
    for frame in frames.all():
        assert frame.get_attribute("sandbox") == ""
        expect(frame.content_frame.get_by_text("Your basket")).to_be_attached()
    assert before == []


def test_an_answer_is_kept_without_loading_the_page_again(page: Page, team: Team, tmp_path: Path) -> None:
    report = in_database(lambda: diagnosed_run(team, tmp_path))
    page.goto(f"/runs/{report.job_id}")
    page.locator("#report-prompt > summary").click()
    page.evaluate("window.loadedOnce = true")
    no = page.get_by_role("button", name="No", exact=True)
    page.route("**/feedback", lambda route: route.abort())
    no.click()
    expect(page.get_by_text("Not kept: the server did not answer. Try again.")).to_be_visible()
    page.unroute("**/feedback")
    no.click()

    expect(page.get_by_text("dora@example.com said no")).to_be_visible()
    expect(no).to_have_attribute("aria-pressed", "true")
    expect(no).to_be_focused()
    expect(page.locator("#report-prompt")).to_have_attribute("open", "")
    assert page.evaluate("window.loadedOnce")
    assert in_database(lambda: DebugReport.objects.get(pk=report.pk).feedback) == "wrong"


def test_the_prompt_is_copied(page: Page, team: Team, tmp_path: Path) -> None:
    report = in_database(lambda: diagnosed_run(team, tmp_path, handoff_prompt="# Fix <this>\n"))
    page.goto(f"/runs/{report.job_id}/report?page=1")
    page.get_by_role("button", name="Copy the prompt").click()

    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == "# Fix <this>\n"


def test_it_works_without_scripts(
    chromium: Browser, live_server: LiveServer, cookie: str, team: Team, tmp_path: Path
) -> None:
    report = in_database(lambda: diagnosed_run(team, tmp_path))
    page = opened(chromium, live_server, cookie, scripts=False)
    page.goto(f"/runs/{report.job_id}")
    page.get_by_role("link", name="The report on this failure").click()
    expect(page.get_by_role("button", name="Copy the prompt")).to_be_hidden()
    page.get_by_role("button", name="Yes").click()
    expect(page.get_by_text("dora@example.com said yes")).to_be_visible()
    page.get_by_role("link", name="Step Click Pay").click()
    page.wait_for_url(f"**/runs/{report.job_id}#step-call%401")
    page.context.close()


def test_a_failure_is_ignored_by_the_menu_of_its_page(page: Page, team: Team) -> None:
    group = in_database(lambda: make_group(team))
    page.goto(f"/failures/{group.pk}")
    page.get_by_text("Ignore…").click()
    page.get_by_label("for good").check()
    page.get_by_role("button", name="Ignore", exact=True).click()

    expect(page.get_by_text("Ignored by dora@example.com for good.")).to_be_visible()
