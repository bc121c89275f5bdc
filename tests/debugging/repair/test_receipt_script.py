"""The receipt in the report that the page of a run loads: an admin approves there, in a real browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import Role
from debugging.repair.models import Repair, RepairStatus
from tests.debugging.repair.rows import make_repair
from tests.factories import make_team, make_user, signed_in
from tests.real_browser import launched, problems_of

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.filterwarnings("ignore:No directory at:UserWarning"),  # the live server starts before the settings
]
PATIENCE = 20_000  # milliseconds


def test_an_admin_approves_in_the_report(live_server: LiveServer) -> None:
    team = make_team()
    repair = make_repair(team, status=RepairStatus.WAITING)
    cookie = str(signed_in(make_user(team, Role.ADMIN)).cookies["sessionid"].value)
    with launched() as browser:
        context = browser.new_context(base_url=live_server.url)
        context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
        page = context.new_page()
        problems = problems_of(page)
        page.goto(f"/runs/{repair.report.job_id}")
        page.get_by_role("button", name="Approve and publish").click(timeout=PATIENCE)
        page.wait_for_url(f"**/repairs/{repair.pk}", timeout=PATIENCE)
        expect(page.get_by_text("Repaired and verified")).to_be_visible()
        expect(page.get_by_role("status")).to_contain_text("The next runs use the repaired version.")
        context.close()
    assert problems == []
    assert Repair.objects.get().status == RepairStatus.PUBLISHED
