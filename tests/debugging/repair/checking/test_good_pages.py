"""Pages of earlier good runs, for the back-test."""

from __future__ import annotations

from datetime import timedelta

import pytest

from debugging.gathering.services import gather
from debugging.repair.checking.good_pages import good_pages
from jobs.models import Job
from tests.debugging.repair.memory.good_runs import button, click, good_run, page_with
from tests.debugging.rows import failed_job, pay_step, recorded_session
from tests.factories import make_team
from tests.jobs.making import make_version

pytestmark = pytest.mark.django_db

PAY = 'get_by_role("button", name="Pay")'
HOUR = timedelta(hours=1)


def test_different_pages_of_good_runs_the_newest_first() -> None:
    version = make_version(make_team(), "pay")
    headings = ["new", "old", "old", "oldest"]
    for number, heading in enumerate(headings, 1):
        page = page_with(button("Pay", marked=True), heading=heading)
        good_run(version, [click("c@1", 500, 21, PAY)], {"c@1": page}, ago=number * HOUR)
    unmarked = page_with(button("Pay"), heading="nothing is marked")
    good_run(version, [click("c@1", 500, 21, PAY)], {"c@1": unmarked}, ago=5 * HOUR)
    stranger = make_version(make_team(), "pay")
    good_run(stranger, [click("c@1", 500, 21, PAY)], {"c@1": page_with(button("Pay", marked=True), heading="theirs")})
    job = failed_job(version.workflow.team, version=version)
    recorded_session(job, pay_step(outcome="failed"))
    job = Job.objects.select_related("team", "version").get(pk=job.pk)

    found = good_pages(job, gather(job))

    assert [page.html.partition("<h1>")[2].partition("<")[0] for page in found] == ["new", "old", "oldest"]
    assert {page.target_xpath for page in found} == {"/html/body/button"}


def test_without_good_runs_there_are_none() -> None:
    job = failed_job()
    recorded_session(job, pay_step(outcome="failed"))
    job = Job.objects.select_related("team", "version").get(pk=job.pk)
    assert good_pages(job, gather(job)) == ()
