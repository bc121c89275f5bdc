"""The runs list, cancelling a run, and the admin's pages."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Team
from jobs import views
from jobs.models import Job, JobEvent
from libretto.protocol import JobState
from tests.factories import make_team, make_user, signed_in
from tests.jobs.making import make_job, make_version

pytestmark = pytest.mark.django_db

EVIL = "<script>alert(1)</script>"
ESCAPED = "&lt;script&gt;alert(1)&lt;/script&gt;"


@pytest.fixture
def team() -> Team:
    return make_team()


@pytest.fixture
def browser(team: Team) -> Client:
    return signed_in(make_user(team))


def shown(browser: Client, path: str, status: int = 200) -> str:
    response = browser.get(path)
    assert response.status_code == status
    return response.content.decode()


# --- /runs ----------------------------------------------------------------------------------------


def test_without_runs_the_list_says_how_to_make_one(browser: Client) -> None:
    make_job()

    assert "libretto cloud deploy" in shown(browser, "/runs")


def test_the_list_shows_the_teams_runs_of_one_state_and_workflow(browser: Client, team: Team) -> None:
    mine = make_job(team, state=JobState.FAILED)
    others = [
        make_job(team),
        make_job(team, state=JobState.FAILED, version=make_version(team, "other")),
        make_job(state=JobState.FAILED),
    ]

    page = shown(browser, "/runs?state=failed&workflow=search")

    assert str(mine.id) in page
    assert not any(str(job.id) in page for job in others)
    assert "none of this kind" in shown(browser, "/runs?state=cancelled")
    assert str(others[0].id) in shown(browser, "/runs?state=nonsense&workflow=%00")


def test_the_list_leads_to_older_runs_and_back(browser: Client, team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "RUNS_SHOWN", 2)
    now = timezone.now()
    jobs = [make_job(team, created_at=now - timedelta(minutes=n)) for n in range(5)]

    def seen(context: Any) -> list[int]:
        return [jobs.index(row["job"]) for row in context["rows"]]

    first = browser.get("/runs").context
    second = browser.get(first["older"]).context
    third = browser.get(second["older"]).context
    back = browser.get(third["newer"]).context

    assert [seen(page) for page in (first, second, third, back)] == [[0, 1], [2, 3], [4], [2, 3]]
    assert (first["newer"], third["older"]) == ("", "")


def test_a_page_token_that_is_not_ours_leads_to_the_first_page(browser: Client) -> None:
    response = browser.get("/runs?state=failed&cursor=made-up")

    assert (response.status_code, response.headers["Location"]) == (302, "/runs?state=failed")


def test_the_list_asks_the_database_the_same_number_of_times_however_many_runs(
    browser: Client, team: Team, django_assert_max_num_queries: Any
) -> None:
    for _ in range(20):
        make_job(team)

    with django_assert_max_num_queries(8):
        shown(browser, "/runs")


def test_nothing_that_a_workflow_says_is_taken_for_html(browser: Client, team: Team) -> None:
    make_job(team, version=make_version(team, EVIL), state=JobState.FAILED, error=EVIL)
    page = shown(browser, "/runs")

    assert EVIL not in page
    assert ESCAPED in page


def test_a_run_can_be_cancelled_from_its_page(browser: Client, team: Team) -> None:
    job = make_job(team)

    page = browser.post(f"/runs/{job.id}/cancel", follow=True).content.decode()

    assert Job.objects.get(pk=job.pk).state == JobState.CANCELLED
    assert "The run was cancelled before it started." in page
    assert "Cancel the run" not in page
    assert browser.get(f"/runs/{job.id}/cancel").status_code == 405


def test_the_admin_shows_runs_and_lets_nobody_change_them(team: Team) -> None:
    job = make_job(team, params={"a": EVIL})
    JobEvent.objects.create(job=job, new="queued", reason="Created.")
    staff = signed_in(make_user(staff=True))

    assert str(job.id) in shown(staff, "/admin/jobs/job/")
    page = shown(staff, f"/admin/jobs/job/{job.id}/change/")

    assert "Created." in page
    assert EVIL not in page
    assert 'name="_save"' not in page


def test_the_list_says_why_runs_failed(browser: Client, team: Team) -> None:
    make_job(team, state=JobState.FAILED, error=f"Timeout {EVIL}\nCall log: long")
    page = shown(browser, "/runs")
    assert f"Timeout {ESCAPED}" in page
    assert "Call log" not in page
