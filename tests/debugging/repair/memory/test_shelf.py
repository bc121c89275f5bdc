"""Rows and pages of the memory, whatever good runs come in whatever order, and side by side."""

from __future__ import annotations

import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from random import Random
from threading import Barrier

import pytest
from django.db import connection
from django.utils import timezone

from accounts.models import Team
from debugging.repair.memory.models import ElementFingerprint
from debugging.repair.memory.noticing import Noticed
from debugging.repair.memory.recalling import page_of
from debugging.repair.memory.services import remember
from debugging.repair.memory.shelf import Seen, keep
from tests.debugging.repair.memory.good_runs import button, click, good_run, page_with
from tests.factories import make_team
from tests.jobs.making import make_version

Call = tuple[int, str]  # line, page
PAY = 'get_by_role("button", name="Pay")'


def noticed(line: int, page: str) -> Noticed:
    return Noticed(
        site=f"workflows.py:{line}",
        call="locator.click",
        pass_number=0,
        locator=PAY,
        element={"tag": "button", "on": page},
        url="",
        page=page,
    )


def kept_run(team: Team, calls: list[Call], at: datetime) -> None:
    seen = Seen(team=team, workflow_name="pay", job_id=uuid.uuid4(), deployment_id=uuid.uuid4(), at=at)
    keep([noticed(*call) for call in calls], seen)


@pytest.mark.django_db
def test_every_call_has_its_newest_page_and_every_page_is_kept_once() -> None:
    for chance in map(Random, range(10)):
        team, began = make_team(), timezone.now()
        newest: dict[int, tuple[datetime, str]] = {}
        for _ in range(8):
            at = began + timedelta(minutes=chance.randrange(600))
            lines = chance.sample(range(6), chance.randrange(1, 6))
            calls = [(line, f"<p>{chance.choice('abc')}") for line in lines]
            kept_run(team, calls, at)
            for line, page in calls:
                if line not in newest or newest[line][0] < at:
                    newest[line] = at, page
            rows = list(ElementFingerprint.objects.of(team))
            assert {row.site: page_of(row) for row in rows} == {
                f"workflows.py:{n}": page for n, (_, page) in newest.items()
            }
            assert {row.last_seen_at for row in rows} == {moment for moment, _ in newest.values()}
            held = [row.page_digest for row in rows if row.page_html]
            assert len(held) == len(set(held))


@pytest.mark.django_db
def test_a_page_is_kept_with_the_call_that_was_seen_last() -> None:
    team, now = make_team(), timezone.now()
    kept_run(team, [(1, "<p>a"), (2, "<p>a")], now)
    kept_run(team, [(2, "<p>a")], now + timedelta(days=1))
    [holder] = ElementFingerprint.objects.of(team).exclude(page_html="")
    assert holder.site == "workflows.py:2"


@pytest.mark.django_db(transaction=True)
def test_runs_that_end_together_are_remembered_one_after_the_other() -> None:
    version = make_version(make_team(), "pay")
    page = page_with(button("Pay", marked=True))
    jobs = []
    for number in range(4):  # of different versions, so that none rests
        version = make_version(version.workflow.team, "pay")
        steps = [click("c@1", 100, 1, PAY), click("c@2", 200, 2 + number, PAY)]
        jobs.append(good_run(version, steps, {"c@1": page, "c@2": page}, ago=timedelta(hours=number + 1)))
    together = Barrier(len(jobs))

    def work(job_id: uuid.UUID) -> int:
        together.wait()
        try:
            return remember(job_id)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(jobs)) as pool:
        assert list(pool.map(work, [job.pk for job in jobs])) == [2] * 4
    rows = list(ElementFingerprint.objects.all())
    assert sorted(row.site for row in rows) == [f"workflows.py:{line}" for line in range(1, 6)]
    assert next(row.job_id for row in rows if row.site == "workflows.py:1") == jobs[0].pk  # the newest
    assert [row.site for row in rows if row.page_html] == [next(row.site for row in rows if row.page_html)]
    assert all(map(page_of, rows))
