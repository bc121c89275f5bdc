"""What the evidence of a failed run is told of good ones that are gone."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from debugging.agent.page_content import PageContent
from debugging.evidence import Remembered
from debugging.gathering.services import gather
from debugging.repair.locating.finding import locate
from debugging.repair.memory.services import remember
from deployments.models import WorkflowVersion
from jobs.models import Job
from recordings.models import Artifact
from tests.debugging.repair.memory.good_runs import SHOP, button, click, good_run, page_with
from tests.debugging.rows import NOT_FOUND, failed_job, navigation, pay_step, recorded_session
from tests.factories import make_team
from tests.jobs.making import make_version

pytestmark = pytest.mark.django_db

PAY = 'get_by_role("button", name="Pay")'
HOUR = timedelta(hours=1)


def marked(text: str = "Pay", **attributes: str) -> list[Any]:
    return page_with(button(text, marked=True, **attributes), button("Help", id="help"))


def fail(version: WorkflowVersion, **data: Any) -> Remembered | None:
    job = failed_job(version.workflow.team, version=version)
    recorded_session(job, pay_step(outcome="failed", **data))
    return gather(Job.objects.select_related("team", "version").get(pk=job.pk)).remembered


def test_the_element_outlives_the_trace_of_its_run() -> None:
    version = make_version(make_team(), "pay")
    job = good_run(version, [click("c@1", 500, 21, PAY)], {"c@1": marked()})
    remember(job.pk)
    assert fail(version) is None  # the good run still has its page

    Artifact.objects.all().delete()
    found = fail(version)

    assert found is not None
    assert (found.job_id, found.seen_at, found.site) == (job.pk, job.completed_at, "workflows.py:21")
    assert found.element["visible_text"] == "Pay"
    assert found.page is not None
    target = PageContent(found.page).target
    assert target is not None
    assert (target.get("id"), target.name) == ("pay", "Pay")


def test_a_page_on_which_the_good_run_marked_nothing_does_not_do() -> None:
    version = make_version(make_team(), "pay")
    remember(good_run(version, [click("c@1", 500, 21, PAY)], {"c@1": marked()}, ago=2 * HOUR).pk)
    good_run(version, [click("c@1", 500, 21, PAY)], {"c@1": page_with(button("Pay"))})
    assert fail(version) is not None


def test_the_call_is_known_in_another_version_by_its_locator() -> None:
    team = make_team()
    remember(good_run(make_version(team, "pay"), [click("c@1", 500, 99, PAY)], {"c@1": marked()}).pk)
    Artifact.objects.all().delete()
    found = fail(make_version(team, "pay"))
    assert found is not None
    assert found.site == "workflows.py:99"


def test_another_locator_in_the_same_line_acted_on_another_element() -> None:
    version = make_version(make_team(), "pay")
    job = good_run(version, [click("c@1", 5, 21, 'get_by_role("link", name="Invoice 17")')], {"c@1": marked()})
    remember(job.pk)
    Artifact.objects.all().delete()
    assert fail(version, selector='get_by_role("link", name="Invoice 18")') is None


def test_the_same_pass_of_the_same_line_is_preferred() -> None:
    version = make_version(make_team(), "pay")
    steps = [click("c@0", 1, 4, PAY), click("c@1", 5, 21, PAY), click("c@2", 9, 21, PAY)]
    pages = {"c@0": marked("Pay", id="zero"), "c@1": marked("Pay", id="one"), "c@2": marked("Pay", id="two")}
    remember(good_run(version, steps, pages).pk)
    Artifact.objects.all().delete()
    first = fail(version)
    job = failed_job(version.workflow.team, version=version)
    recorded_session(job, click("c@8", 100, 21, PAY), pay_step(outcome="failed"))
    second = gather(Job.objects.select_related("team", "version").get(pk=job.pk)).remembered
    assert first is not None
    assert second is not None
    assert (first.element["id"], second.element["id"]) == ("one", "two")


def test_an_element_handle_is_known_by_its_place_in_the_same_version() -> None:
    version = make_version(make_team(), "pay")
    handle = click("c@1", 5, 21, "", api="element_handle.click")
    remember(good_run(version, [handle], {"c@1": marked()}).pk)
    Artifact.objects.all().delete()
    assert fail(version, selector="", api="element_handle.click") is not None
    assert fail(version, selector="", api="element_handle.click", line=22) is None
    assert fail(make_version(version.workflow.team, "pay"), selector="", api="element_handle.click") is None


def test_no_other_team_or_workflow_is_asked() -> None:
    version = make_version(make_team(), "pay")
    remember(good_run(version, [click("c@1", 500, 21, PAY)], {"c@1": marked()}).pk)
    Artifact.objects.all().delete()
    assert fail(make_version(make_team(), "pay")) is None
    assert fail(make_version(version.workflow.team, "other")) is None


def test_secrets_of_the_failed_run_are_not_in_it() -> None:
    team = make_team()
    version = make_version(team, "pay")
    remember(good_run(version, [click("c@1", 500, 21, PAY)], {"c@1": marked("Pay zebra-42")}).pk)
    Artifact.objects.all().delete()
    job = failed_job(team, version=version, params={"api_token": "zebra-42"})
    recorded_session(job, pay_step(outcome="failed"))
    found = gather(Job.objects.select_related("team", "version").get(pk=job.pk)).remembered
    assert found is not None
    assert "zebra" not in found.model_dump_json()


def test_the_element_is_found_on_the_changed_page_by_what_is_remembered() -> None:
    version = make_version(make_team(), "pay")
    by_id = 'locator("#pay")'
    remember(good_run(version, [click("c@1", 500, 21, by_id)], {"c@1": marked("Pay the order")}).pk)
    Artifact.objects.all().delete()
    now = '<h1>Check out</h1><button id="x9" class="primary">Pay the order</button><button id="help">Help</button>'
    job = failed_job(version.workflow.team, version=version, error=NOT_FOUND)
    events = navigation("n1", 1, SHOP), pay_step(outcome="failed", selector=by_id, title=f"Click {by_id}")
    recorded_session(job, *events, html=f"<html><body>{now}</body></html>")
    found = locate(gather(Job.objects.select_related("team", "version").get(pk=job.pk)))
    assert found.winner is not None, found.why_not
    assert found.locator == 'get_by_role("button", name="Pay the order")'
