"""`static/replay/share.js` in a real browser: sharing happens in a dialog, and works without scripts as well."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from libretto.protocol import JobState
from recordings.finishing import finish_recording
from recordings.models import BrowserSession
from tests.factories import make_team, make_user, signed_in
from tests.jobs.making import make_job
from tests.real_browser import launched
from tests.recordings.making import add_fragments, make_session
from tests.replay.making import add_lines, add_steps

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.filterwarnings("ignore:No directory at:UserWarning"),  # the live server starts before the settings
]


@pytest.fixture
def session(tmp_path: Path) -> BrowserSession:
    """A finished run with two seconds of video, steps and a line."""
    job = make_job(make_team("Northwind"), state=JobState.COMPLETED)
    session = make_session(job.team, job_id=job.pk)
    job.session_id = session.pk
    job.save()
    add_fragments(session, tmp_path)
    add_steps(session, 3)
    add_lines(session, "a line of the log")
    session.close()
    finish_recording(session_id=session.pk)
    return session


@pytest.fixture
def cookie(session: BrowserSession) -> str:
    dora: User = make_user(session.team, email="dora@example.com")
    return str(signed_in(dora).cookies["sessionid"].value)


@pytest.fixture
def browser(cookie: str) -> Iterator[Browser]:
    """Last: Playwright runs a loop in its thread, where Django refuses to ask the database."""
    with launched() as browser:
        yield browser


def member(browser: Browser, live_server: LiveServer, cookie: str, *, scripts: bool = True) -> Page:
    context = browser.new_context(base_url=live_server.url, java_script_enabled=scripts)
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    return context.new_page()


def test_a_link_is_made_copied_opened_and_revoked(
    browser: Browser, live_server: LiveServer, session: BrowserSession, cookie: str
) -> None:
    page = member(browser, live_server, cookie)
    page.goto(f"/runs/{session.job_id}")
    page.get_by_role("link", name="Share").click()
    dialog = page.get_by_role("dialog", name="Share")
    dialog.get_by_label("steps").check()
    dialog.get_by_label("Name").fill("Ann")
    dialog.get_by_role("button", name="Make a link").click()
    address = dialog.get_by_label("Link: Ann")
    dialog.get_by_role("button", name="Copy").click()
    expect(dialog.get_by_role("button", name="Copied")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == address.input_value()
    assert copied.startswith(f"{settings.PUBLIC_URL}/shared/")

    stranger = browser.new_context(base_url=live_server.url).new_page()
    stranger.goto(copied.removeprefix(settings.PUBLIC_URL))
    expect(stranger.get_by_role("heading", name="search")).to_be_visible()
    expect(stranger.get_by_text("shared by Northwind")).to_be_visible()

    dialog.get_by_role("button", name="Revoke").click()
    expect(dialog.get_by_text("revoked")).to_be_visible()
    expect(dialog.get_by_text("opened 1 time")).to_be_visible()
    stranger.reload()
    expect(stranger.get_by_role("heading", name="This link was revoked")).to_be_visible()

    dialog.get_by_role("button", name="Close").click()
    expect(dialog).to_have_count(0)
    assert page.url.endswith(f"/runs/{session.job_id}")


def test_it_works_without_scripts(
    browser: Browser, live_server: LiveServer, session: BrowserSession, cookie: str
) -> None:
    page = member(browser, live_server, cookie, scripts=False)
    page.goto(f"/runs/{session.job_id}")
    page.get_by_role("link", name="Share").click()
    page.get_by_label("Works for").select_option("1 hour")
    page.get_by_role("button", name="Make a link").click()
    address = page.get_by_label("Link").input_value()
    expect(page.get_by_role("button", name="Copy")).to_be_hidden()
    page.get_by_role("button", name="Revoke").click()
    expect(page.get_by_text("revoked")).to_be_visible()
    page.goto(address.removeprefix(settings.PUBLIC_URL))
    expect(page.get_by_role("heading", name="This link was revoked")).to_be_visible()
