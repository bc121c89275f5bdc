"""What the run of an edited version proves."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import Team
from debugging.repair.checking.rerun import judge
from debugging.repair.models import Repair
from deployments.models import WorkflowVersion
from jobs.models import Job, Purpose
from libretto.protocol import JobState
from tests.debugging.repair.rows import NEW, OLD, auto_version, child_of, make_repair
from tests.debugging.rows import completed_job, recorded_session, step
from tests.factories import make_team

pytestmark = pytest.mark.django_db

RESULT = {"total": 12.5, "items": ["a"]}
Event = tuple[int, str, dict[str, Any]]


def expect(key: str, line: int, selector: str = 'locator("#total")', **data: Any) -> Event:
    return step(key, line * 100, line=line, api="expect.to_have_text", selector=selector, **data)


def good_run(version: WorkflowVersion, *events: Event, result: Any = None, hours: int = 1, **fields: Any) -> Job:
    job = completed_job(version.workflow.team, version, ago=timedelta(hours=hours))
    Job.objects.filter(pk=job.pk).update(result=RESULT if result is None else result, **fields)
    recorded_session(job, *events)
    return job


def verdict(repair: Repair, *events: Event, result: Any = None, **fields: Any) -> tuple[str, str]:
    """Of a run of the repaired version."""
    child = repair.deployment or child_of(repair.report.job.version)
    now = timezone.now()
    known: dict[str, Any] = {"state": JobState.COMPLETED, "result": RESULT if result is None else result}
    job = Job.objects.create(
        team=repair.team,
        version=child.workflow_versions.get(),
        workflow_name=repair.workflow_name,
        timeout_seconds=60,
        purpose=Purpose.VERIFICATION,
        started_at=now,
        completed_at=now,
        **known | fields,
    )
    recorded_session(job, *events)
    told = judge(Job.objects.get(pk=job.pk), repair)
    assert told.name == "rerun"
    return told.outcome, told.sentence


@pytest.fixture
def team() -> Team:
    return make_team()


@pytest.fixture
def version(team: Team) -> WorkflowVersion:
    return auto_version(team)


def test_a_run_like_good_ones_passes(team: Team, version: WorkflowVersion) -> None:
    good_run(version, expect("c@1", 3))
    outcome, sentence = verdict(make_repair(team, version), expect("c@1", 3))
    assert (outcome, sentence) == (
        "passed",
        "The edited version ran to its end: its result has the shape that the last good run had, 1 assertion passed "
        "and no step failed that had not failed before.",
    )


def test_a_run_that_failed_does_not(team: Team, version: WorkflowVersion) -> None:
    good_run(version)
    told = verdict(make_repair(team, version), state=JobState.FAILED, error="Timeout 30000ms exceeded.\nCall log:")
    assert told == ("failed", "The run of the edited version failed: Timeout 30000ms exceeded.")


def test_another_result_does_not(team: Team, version: WorkflowVersion) -> None:
    good_run(version)
    good_run(version, hours=2)
    told = verdict(make_repair(team, version), result={"total": None, "items": ["a"]})
    said = "The run of the edited version ended with another result. total is nothing; in good runs it was a number."
    assert told == ("failed", said)


def test_runs_with_the_same_params_say_more_than_others(team: Team, version: WorkflowVersion) -> None:
    good_run(version, params={"q": "shoes"})
    good_run(version, result={"total": 0, "items": []}, hours=2, params={"q": "nonsense"})
    repair = make_repair(team, version)
    assert verdict(repair, result={"total": 0, "items": []}, params={"q": "shoes"})[0] == "failed"
    assert verdict(repair, result={"total": 0, "items": []}, params={"q": "other"})[0] == "passed"


def test_without_a_good_run_nothing_is_proved(team: Team, version: WorkflowVersion) -> None:
    other = auto_version(make_team())
    good_run(other)
    repair = make_repair(team, version)
    assert verdict(repair)[0] == "not done"
    verification = completed_job(team, version)
    Job.objects.filter(pk=verification.pk).update(purpose=Purpose.VERIFICATION)
    assert verdict(repair)[0] == "not done"


def test_an_assertion_that_good_runs_came_by_must_be_reached(team: Team, version: WorkflowVersion) -> None:
    good_run(version, expect("c@1", 3))
    told = verdict(make_repair(team, version), step("c@1", 100, api="locator.click", selector="x"))
    assert told == ("failed", "The run of the edited version did not come by all assertions of good runs.")


def test_it_is_known_at_its_line_after_the_edit(team: Team, version: WorkflowVersion) -> None:
    good_run(version, expect("c@1", 3, selector="of Ann"))
    longer = OLD.replace("    page =", "    # a line more\n    page =")
    repair = make_repair(team, version)
    assert verdict(repair, expect("c@1", 4, selector="of Bob"))[0] == "failed"
    change = {"file": "workflows.py", "old": OLD, "new": longer}
    repair.proposal = {**(repair.proposal or {}), "changes": [change]}
    assert verdict(repair, expect("c@1", 4, selector="of Bob"))[0] == "passed"
    assert OLD != NEW


def test_a_step_that_fails_for_the_first_time_is_told(team: Team, version: WorkflowVersion) -> None:
    good_run(version, step("c@1", 100, api="locator.click", selector="banner", outcome="failed"))
    repair = make_repair(team, version)
    assert verdict(repair, step("c@1", 100, api="locator.click", selector="banner", outcome="failed"))[0] == "passed"
    broken = step("c@2", 200, api="locator.click", selector="menu", outcome="failed")
    told = verdict(repair, broken)
    assert told == ("failed", "In the run of the edited version a step failed that never failed before.")


def test_runs_after_the_failure_are_not_looked_at(team: Team, version: WorkflowVersion) -> None:
    repair = make_repair(team, version)
    late = completed_job(team, version, ago=-timedelta(hours=1))
    Job.objects.filter(pk=late.pk).update(result=RESULT)
    assert verdict(repair)[0] == "not done"
