"""`static/deployments/receipt.js` and the pages of deployments in a real browser."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import pytest
from django.db import connection
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import Role, Team
from debugging.repair.models import Repair
from deployments import workflows
from deployments.models import Deployment
from tests.debugging.repair.rows import published_repair
from tests.deployments.makers import make_deployment
from tests.factories import make_team, make_user, signed_in
from tests.real_browser import launched, problems_of

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.filterwarnings("ignore:No directory at:UserWarning"),  # the live server starts before the settings
]
Result = TypeVar("Result")
LONG = "x = 1  # " + "long " * 80 + "\n"


@pytest.fixture
def team() -> Team:
    return make_team()


@pytest.fixture
def repair(team: Team) -> Repair:
    return published_repair(team)


@pytest.fixture
def source(team: Team) -> Deployment:
    return make_deployment(team, {"workflows.py": LONG * 200})


@pytest.fixture
def cookie(team: Team) -> str:
    return str(signed_in(make_user(team, Role.ADMIN)).cookies["sessionid"].value)


@pytest.fixture
def chromium(repair: Repair, source: Deployment, cookie: str) -> Iterator[Browser]:
    """Made last, gone first: while it runs, this thread cannot ask the database."""
    with launched() as browser:
        yield browser


@pytest.fixture
def page(chromium: Browser, live_server: LiveServer, cookie: str) -> Iterator[Page]:
    context = chromium.new_context(base_url=live_server.url, viewport={"width": 400, "height": 800})
    context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    page = context.new_page()
    problems = problems_of(page)
    yield page
    context.close()
    assert [problem for problem in problems if "net::ERR_FAILED" not in problem] == []  # what a test stopped itself


def in_database(action: Callable[[], Result]) -> Result:
    """Playwright runs a loop in this thread, where Django refuses to ask the database."""

    def act() -> Result:
        try:
            return action()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as other:
        return other.submit(act).result()


def test_the_receipt_of_a_repair_comes_by_itself_and_its_buttons_work(page: Page, team: Team, repair: Repair) -> None:
    page.goto(f"/deployments/{repair.deployment_id}")
    receipt = page.locator("#repair-receipt")
    expect(receipt).to_contain_text("Repaired and verified")
    receipt.get_by_role("button", name="Take back").click()
    expect(page.locator("main")).to_contain_text("Taken back")
    current = in_database(lambda: workflows.current_version(team=team, name=repair.workflow_name).deployment_id)
    assert current == repair.parent_id


def test_a_receipt_that_cannot_be_loaded_says_so(page: Page, repair: Repair) -> None:
    page.route("**/repair", lambda route: route.fulfill(status=302, headers={"location": "/sign-in"}))
    page.goto(f"/deployments/{repair.deployment_id}")
    expect(page.locator("#repair-receipt")).to_contain_text("could not be loaded")


def test_a_line_of_the_source_is_opened_by_its_address(page: Page, source: Deployment) -> None:
    page.goto(f"/deployments/{source.pk}/source/workflows.py#L150")
    expect(page.locator("#L150")).to_be_in_viewport()
    page.locator("#L151 .source-number").click()
    expect(page).to_have_url(f"{page.url.partition('#')[0]}#L151")
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    page.locator("#L150 code").click(click_count=3)
    assert page.evaluate("getSelection().toString()").strip() == LONG.strip()
