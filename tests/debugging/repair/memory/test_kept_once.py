"""How much is kept: a page once for all its calls, and not without end."""

from __future__ import annotations

from datetime import timedelta

import pytest

from debugging.repair.memory import shelf
from debugging.repair.memory.models import ElementFingerprint
from debugging.repair.memory.recalling import page_of
from debugging.repair.memory.services import remember
from tests.debugging.repair.memory.good_runs import button, click, good_run, page_with
from tests.factories import make_team
from tests.jobs.making import make_version

pytestmark = pytest.mark.django_db

PAY = 'get_by_role("button", name="Pay")'
MARKED = page_with(["FORM", {"action": "/pay", "id": "f"}, button("Pay", marked=True)], button("Help", id="help"))
HOUR = timedelta(hours=1)


def test_a_page_is_kept_once_for_all_its_calls() -> None:
    version = make_version(make_team(), "pay")
    steps = [click("c@1", 100, 1, PAY), click("c@2", 200, 2, PAY), click("c@3", 300, 3, PAY)]
    pages = {"c@1": MARKED, "c@2": MARKED, "c@3": page_with(button("Done", marked=True), heading="Thanks")}
    remember(good_run(version, steps, pages, ago=2 * HOUR).pk)
    assert ElementFingerprint.objects.exclude(page_html="").count() == 2
    assert all(page_of(row) for row in ElementFingerprint.objects.all())

    other = page_with(button("Pay", marked=True), heading="New look")
    remember(good_run(version, steps[:1], {"c@1": other}, ago=HOUR).pk)  # the one that may hold the shared page

    held = {row.site: page_of(row) for row in ElementFingerprint.objects.all()}
    assert "New look" in held["workflows.py:1"]
    assert "Check out" in held["workflows.py:2"]
    assert "Thanks" in held["workflows.py:3"]


def test_what_is_kept_of_a_workflow_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shelf, "KEPT_MOST", 2)
    version = make_version(make_team(), "pay")
    for number in range(1, 4):
        job = good_run(version, [click("c@1", 9, number, PAY)], {"c@1": MARKED}, ago=(5 - number) * HOUR)
        remember(job.pk)
    assert sorted(ElementFingerprint.objects.values_list("site", flat=True)) == ["workflows.py:2", "workflows.py:3"]
    assert all(page_of(row) for row in ElementFingerprint.objects.all())
