from __future__ import annotations

import pytest

from debugging.gathering.services import gather
from jobs.models import Job
from tests.debugging.rows import completed_job, failed_job, pay_step, recorded_session
from tests.factories import make_team
from tests.jobs.making import make_version

pytestmark = pytest.mark.django_db


def test_what_failed_in_the_last_good_run_as_well_is_known() -> None:
    team = make_team()
    version = make_version(team, "pay")
    recorded_session(
        completed_job(team, version),
        pay_step(),
        (800, "network", {"id": "r1", "method": "GET", "url": "https://shop.example/me?key=1", "status": 404}),
        (
            801,
            "network",
            {"id": "r2", "method": "GET", "url": "https://shop.example/", "status": 200, "document": True},
        ),
    )
    job = failed_job(team, version=version)
    recorded_session(job, pay_step(outcome="failed", error="Timeout"))

    good = gather(Job.objects.select_related("team", "version").get(pk=job.pk)).good
    assert good is not None
    assert [(one.url, one.status) for one in good.failed_requests or ()] == [("https://shop.example/me", 404)]
