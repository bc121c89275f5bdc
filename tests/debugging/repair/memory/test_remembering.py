"""What is kept of good runs."""

from __future__ import annotations

from datetime import timedelta

import pytest

from debugging.repair.memory.models import ElementFingerprint
from debugging.repair.memory.services import remember
from deployments.models import Workflow
from jobs.models import Job, Purpose
from libretto.protocol import JobState
from tests.debugging.repair.memory.good_runs import SHOP, button, click, good_run, page_with
from tests.factories import make_team
from tests.jobs.making import make_version

pytestmark = pytest.mark.django_db

PAY = 'get_by_role("button", name="Pay")'
MARKED = page_with(["FORM", {"action": "/pay", "id": "f"}, button("Pay", marked=True)], button("Help", id="help"))
HOUR = timedelta(hours=1)


def the_one() -> ElementFingerprint:
    row: ElementFingerprint = ElementFingerprint.objects.get()
    return row


def test_what_a_call_acted_on_is_kept_with_its_page() -> None:
    job = good_run(make_version(make_team(), "pay"), [click("c@1", 500, 21, PAY)], {"c@1": MARKED})
    assert remember(job.pk) == 1
    row = the_one()
    assert (row.site, row.call, row.pass_number, row.locator) == ("workflows.py:21", "locator.click", 0, PAY)
    assert (row.team, row.workflow_name, row.job_id, row.times_seen) == (job.team, "pay", job.pk, 1)
    assert (row.last_seen_at, row.deployment_id) == (job.completed_at, job.version.deployment_id)
    told = {name: row.element[name] for name in ("tag", "id", "class", "visible_text", "accessible_role", "form")}
    assert told == {
        **{"tag": "button", "id": "pay", "class": "primary", "visible_text": "Pay", "accessible_role": "button"},
        "form": {"id": "f", "action": "/pay"},
    }
    assert (row.element["xpath"], row.element["equals"]) == ("/html[1]/body[1]/form[1]/button[1]", 1)
    assert row.page_url == SHOP
    assert "Check out" in row.page_html
    assert "data-libretto-target" not in row.page_html


def test_reading_it_again_changes_nothing() -> None:
    job = good_run(make_version(make_team(), "pay"), [click("c@1", 500, 21, PAY)], {"c@1": MARKED})
    remember(job.pk)
    first = the_one()
    assert remember(job.pk) == 0
    again = the_one()
    assert (again.times_seen, again.last_seen_at, again.element) == (1, first.last_seen_at, first.element)


def test_a_later_run_refreshes_it_and_tells_that_it_has_drifted() -> None:
    version = make_version(make_team(), "pay")
    old = good_run(version, [click("c@1", 500, 21, PAY)], {"c@1": MARKED}, ago=3 * HOUR)
    same = good_run(version, [click("c@1", 500, 21, PAY)], {"c@1": MARKED}, ago=2 * HOUR)
    other = page_with(button("Pay", marked=True, **{"class": "big"}))
    new = good_run(version, [click("c@1", 500, 21, PAY)], {"c@1": other}, ago=HOUR)
    remember(old.pk)
    remember(same.pk)
    assert (the_one().times_seen, the_one().drifted_at) == (2, None)
    remember(new.pk)
    row = the_one()
    assert (row.times_seen, row.drifted_at, row.element["class"]) == (3, new.completed_at, "big")
    assert row.first_seen_at == old.completed_at


def test_an_older_run_never_replaces_what_a_newer_one_showed() -> None:
    version = make_version(make_team(), "pay")
    old = good_run(version, [click("c@1", 500, 21, PAY)], {"c@1": page_with(button("Old", marked=True))}, ago=3 * HOUR)
    new = good_run(version, [click("c@1", 500, 21, PAY)], {"c@1": MARKED}, ago=HOUR)
    remember(new.pk)
    remember(old.pk)
    assert (the_one().job_id, the_one().element["visible_text"]) == (new.pk, "Pay")


def test_a_version_that_was_looked_at_a_moment_ago_rests() -> None:
    version = make_version(make_team(), "pay")
    one = good_run(version, [click("c@1", 500, 21, PAY)], {"c@1": MARKED}, ago=HOUR)
    soon = good_run(version, [click("c@1", 500, 21, PAY)], {"c@1": MARKED}, ago=HOUR - timedelta(minutes=5))
    assert (remember(one.pk), remember(soon.pk)) == (1, 0)
    other = make_version(version.workflow.team, "pay")
    assert remember(good_run(other, [click("c@1", 9, 21, PAY)], {"c@1": MARKED}, ago=HOUR / 2).pk) == 1


@pytest.mark.parametrize(
    "fields",
    [{"state": JobState.FAILED}, {"state": JobState.CANCELLED}, {"purpose": Purpose.VERIFICATION}],
)
def test_only_good_runs_that_somebody_asked_for_are_remembered(fields: dict[str, str]) -> None:
    job = good_run(make_version(make_team(), "pay"), [click("c@1", 500, 21, PAY)], {"c@1": MARKED})
    Job.objects.filter(pk=job.pk).update(**fields)
    assert remember(job.pk) == 0


def test_nothing_is_remembered_of_a_deleted_workflow() -> None:
    job = good_run(make_version(make_team(), "pay"), [click("c@1", 500, 21, PAY)], {"c@1": MARKED})
    Workflow.objects.update(deleted_at=job.completed_at)
    assert remember(job.pk) == 0
    assert not ElementFingerprint.objects.exists()


def test_steps_that_failed_or_had_no_element_are_passed_over() -> None:
    steps = [
        click("c@1", 100, 1, PAY, outcome="failed"),
        click("c@2", 200, 2, PAY),  # the trace marks nothing
        click("c@3", 300, 3, "", api="mouse.click"),  # marked for an earlier call
        click("c@4", 400, 4, PAY),  # two are marked
    ]
    two = page_with(button("Pay", marked=True), button("Pay", marked=True))
    pages = {"c@1": MARKED, "c@2": page_with(button("Pay")), "c@3": MARKED, "c@4": two}
    assert remember(good_run(make_version(make_team(), "pay"), steps, pages).pk) == 0


def test_a_loop_is_remembered_by_its_first_passes() -> None:
    steps = [click(f"c@{number}", number * 100, 21, PAY) for number in range(1, 6)]
    job = good_run(make_version(make_team(), "pay"), steps, dict.fromkeys((data["id"] for _, _, data in steps), MARKED))
    assert remember(job.pk) == 3
    assert sorted(ElementFingerprint.objects.values_list("pass_number", flat=True)) == [0, 1, 2]


def test_secrets_and_what_is_typed_are_not_kept() -> None:
    schema = {"type": "object", "properties": {"pin": {"type": "string", "format": "password", "writeOnly": True}}}
    version = make_version(make_team(), "pay", input_schema=schema)
    field = ["INPUT", {"name": "city", "value": "Bonn", "__playwright_value_": "Bonn", "__playwright_target__": ""}]
    page = page_with(field, ["P", {"title": "for zebra-42"}, "Your pin is zebra-42"])
    step = click("c@1", 9, 21, 'locator("[name=city]")', api="locator.fill")
    job = good_run(version, [step], {"c@1": page}, params={"pin": "zebra-42"})
    remember(job.pk)
    kept = f"{the_one().page_html} {the_one().element}"
    assert "Your pin is" in kept
    assert "zebra" not in kept
    assert "Bonn" not in kept


def test_a_trace_that_is_gone_or_broken_is_no_error() -> None:
    version = make_version(make_team(), "pay")
    job = good_run(version, [click("c@1", 500, 21, PAY)], {})
    assert remember(job.pk) == 0
    Job.objects.filter(pk=job.pk).update(session_id=None)
    assert remember(job.pk) == 0
