"""Two repairs of one version, for two causes: the second one is tried again on what the first one made."""

from __future__ import annotations

import pytest
from django.utils import timezone

from accounts.access import Access
from accounts.models import Role, Team
from api.errors import Conflict
from debugging import queue
from debugging.repair import carrying_over
from debugging.repair.carrying_over import SAME_LINES
from debugging.repair.deciding import approve
from debugging.repair.models import Repair, RepairStatus
from debugging.repair.proposal import Check
from debugging.repair.publishing import settle_verified
from debugging.repair.verifying import go_on
from debugging.repair.words import NEWER
from deployments.models import Deployment, Origin, Workflow, WorkflowVersion
from tests.debugging.page_rows import make_group
from tests.debugging.repair.rows import (
    NEW,
    OLD,
    add_version,
    auto_version,
    child_of,
    current_of,
    make_repair,
    published_repair,
    reported,
)
from tests.factories import make_team, make_user, signed_in
from tests.jobs.making import make_version

pytestmark = pytest.mark.django_db

ELSEWHERE = OLD + "    page.click('#other')\n"  # the lines of the edit are as they were
ABOVE = "# a line more\n" + OLD
Rung = list[tuple[str, list[str]]]


@pytest.fixture(autouse=True)
def rung(monkeypatch: pytest.MonkeyPatch) -> Rung:
    heard: Rung = []
    monkeypatch.setattr(queue, "_send", lambda task, ids: heard.append((task, ids)))
    _runs(monkeypatch, ELSEWHERE)
    monkeypatch.setattr(carrying_over, "may_rerun", lambda job: None)
    return heard


@pytest.fixture
def team() -> Team:
    return make_team()


@pytest.fixture
def version(team: Team) -> WorkflowVersion:
    return auto_version(team)


@pytest.fixture
def first(team: Team, version: WorkflowVersion) -> Repair:
    return published_repair(team, version)


def _runs(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr(carrying_over, "text_files", lambda deployment: {"workflows.py": text})


def second_of(version: WorkflowVersion, status: RepairStatus = RepairStatus.VERIFYING) -> Repair:
    team = version.deployment.team
    report = reported(version, group=make_group(team, fingerprint="another cause"))
    return make_repair(team, version, report=report, status=status)


def now(repair: Repair) -> Repair:
    return Repair.objects.whole().get(pk=repair.pk)


def test_the_second_is_tried_again_on_what_the_first_made(first: Repair, version: WorkflowVersion) -> None:
    second = second_of(version)

    settle_verified(second)

    again = now(second)
    assert (again.status, again.parent, again.deployment) == (RepairStatus.PENDING, first.deployment, None)
    assert (again.proposal, again.checks, again.verification_job, again.tries) == (None, [], None, 0)
    assert current_of(version) == first.deployment_id


@pytest.mark.django_db(transaction=True)
def test_a_worker_is_told_of_it(first: Repair, version: WorkflowVersion, rung: Rung) -> None:
    second = second_of(version)
    settle_verified(second)
    assert rung == [("debugging.tasks.repair", [str(second.pk)])]


def test_it_is_noticed_before_a_run_that_would_prove_nothing(first: Repair, version: WorkflowVersion) -> None:
    second = second_of(version)
    go_on(second.pk)
    assert (now(second).status, now(second).parent) == (RepairStatus.PENDING, first.deployment)
    assert not second.report.job.verifications.exists()


def test_once_verified_there_it_is_published_with_the_first_as_its_parent(
    first: Repair, version: WorkflowVersion
) -> None:
    second = second_of(version)
    settle_verified(second)
    assert first.deployment is not None
    both = child_of(first.deployment.workflow_versions.select_related("deployment", "workflow").get())
    Repair.objects.filter(pk=second.pk).update(status=RepairStatus.VERIFYING, deployment=both)

    settle_verified(now(second))

    assert now(second).status == RepairStatus.PUBLISHED
    assert current_of(version) == both.pk


@pytest.mark.parametrize(("text", "why"), [(NEW, SAME_LINES), (ABOVE, SAME_LINES), ("", SAME_LINES)])
def test_lines_that_moved_or_changed_are_left_to_the_next_failure(
    first: Repair, version: WorkflowVersion, monkeypatch: pytest.MonkeyPatch, text: str, why: str
) -> None:
    _runs(monkeypatch, text)
    second = second_of(version)
    settle_verified(second)
    assert now(second).status == RepairStatus.SUGGESTED
    assert f"was published first, and this one is not carried over to it: {why}" in now(second).sentence


def test_a_run_that_may_have_done_something_is_not_made_again(
    first: Repair, version: WorkflowVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = Check(name="rerun", outcome="not done", sentence="Not re-run: it sent a form.")
    monkeypatch.setattr(carrying_over, "may_rerun", lambda job: told)
    second = second_of(version)
    second.verification_job = second.report.job
    settle_verified(second)
    assert (now(second).status, now(second).parent) == (RepairStatus.SUGGESTED, version.deployment)
    assert "Not re-run: it sent a form." in now(second).sentence


def test_what_a_person_deployed_is_not_edited(team: Team, version: WorkflowVersion) -> None:
    newer = make_version(team, version.workflow.name)
    second = second_of(version)
    settle_verified(second)
    assert (now(second).status, now(second).sentence) == (RepairStatus.SUGGESTED, NEWER)
    assert current_of(version) == newer.deployment_id


def test_nor_is_a_repair_of_what_a_person_deployed(team: Team, version: WorkflowVersion) -> None:
    published_repair(team, make_version(team, version.workflow.name))
    second = second_of(version)
    settle_verified(second)
    assert now(second).sentence == NEWER


def test_it_is_tried_once_for_a_cause_and_version(first: Repair, version: WorkflowVersion) -> None:
    second = second_of(version)
    assert first.deployment is not None
    Repair.objects.create(
        team=second.team,
        report=second.report,
        group=second.group,
        workflow_name="pay",
        parent=first.deployment,
        status=RepairStatus.REJECTED,
    )
    settle_verified(second)
    assert now(second).status == RepairStatus.SUGGESTED
    assert "was begun for that one already" in now(second).sentence


def test_a_chain_of_repairs_is_followed(first: Repair, version: WorkflowVersion) -> None:
    second = second_of(version)
    third = _upon(first, version)

    settle_verified(second)

    assert now(second).parent == third


def _upon(first: Repair, version: WorkflowVersion) -> Deployment:
    assert first.deployment is not None
    made = first.deployment
    third = Deployment.objects.create(
        team=first.team,
        status="ready",
        entry_point="workflows.py",
        source_path="x",
        source_digest="0" * 64,
        origin=Origin.REPAIR,
        parent=made,
    )
    Workflow.objects.filter(pk=version.workflow_id).update(current=add_version(third, version))
    return third


def test_whoever_approves_it_is_told_that_it_is_tried_there_first(first: Repair, version: WorkflowVersion) -> None:
    second = second_of(version, RepairStatus.WAITING)
    Repair.objects.filter(pk=second.pk).update(verified_at=timezone.now())
    owner = make_user(second.team, Role.OWNER)

    with pytest.raises(Conflict, match="tried again on the version that runs now") as conflict:
        approve(access=Access(team=second.team, role=Role.OWNER, key=None, user=owner), repair_id=second.pk)

    assert conflict.value.data == {"reason": "carried_over"}
    assert (now(second).status, now(second).verified_at, now(second).decided_by) == (RepairStatus.PENDING, None, None)


def test_its_page_says_what_it_was_carried_over_to(first: Repair, version: WorkflowVersion) -> None:
    second = second_of(version)
    member = signed_in(make_user(second.team))
    before = member.get(f"/repairs/{second.pk}").content.decode()
    settle_verified(second)
    after = member.get(f"/repairs/{second.pk}").content.decode()
    assert f"/deployments/{version.deployment_id}" in after
    assert "Carried over to" not in before
    assert f'Carried over to</dt><dd class="mono"><a href="/deployments/{first.deployment_id}">' in after
