"""A repair whose next runs fail is taken back; what people decide about repairs."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client

from accounts.access import Access
from accounts.models import AuditEvent, Role, Team
from api.errors import Conflict, NotFound
from debugging import queue
from debugging.failure_classes import FailureClass
from debugging.groups.services import lock_group
from debugging.mail.models import SentMail
from debugging.models import DebugReport, FailureGroup, GroupState, Occurrence
from debugging.repair import deciding
from debugging.repair.models import Repair, RepairStatus
from debugging.repair.opening import open_repair
from debugging.repair.taking_back import GOOD_RUNS
from debugging.telling import tell
from deployments.models import WorkflowVersion
from libretto.protocol import JobState
from tests.debugging.page_rows import make_diagnosis, make_group, make_report
from tests.debugging.repair.rows import auto_version, current_of, make_repair, published_repair, run_of
from tests.factories import make_team, make_user, signed_in
from tests.jobs.making import make_version

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_broker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queue, "_send", lambda task, ids: None)


@pytest.fixture
def team() -> Team:
    return make_team()


@pytest.fixture
def version(team: Team) -> WorkflowVersion:
    return auto_version(team)


@pytest.fixture
def repair(team: Team, version: WorkflowVersion) -> Repair:
    return published_repair(team, version)


def failed_after(repair: Repair, **fields: Any) -> DebugReport:
    """A run of the repaired version failed, and was looked at."""
    assert repair.deployment is not None
    job = run_of(repair.deployment, JobState.FAILED)
    known: dict[str, Any] = {"group": make_group(job.team), "occurrence": Occurrence.NEW}
    report = make_report(job, make_diagnosis(), **known | fields)
    with transaction.atomic():
        lock_group(report.group)
        open_repair(report)
    return DebugReport.objects.select_related("repair", "job__version").get(pk=report.pk)


def test_a_failing_run_takes_it_back(repair: Repair, version: WorkflowVersion) -> None:
    FailureGroup.objects.filter(repairs=repair).update(state=GroupState.RESOLVED)
    report = failed_after(repair)
    assert current_of(version) == version.deployment_id
    taken = Repair.objects.get()
    assert (taken.status, report.repair) == (RepairStatus.TAKEN_BACK, taken)
    assert str(report.job_id) in taken.sentence
    assert taken.taken_back_at is not None
    assert report.ended_a_repair
    assert FailureGroup.objects.get(repairs=repair).state == GroupState.OPEN


def test_a_second_one_shows_the_same(repair: Repair) -> None:
    first, second = failed_after(repair), failed_after(repair)
    assert first.repair == second.repair
    assert Repair.objects.count() == 1


@pytest.mark.parametrize("outside", [FailureClass.NETWORK_ERROR, FailureClass.LOGIN_REQUIRED, FailureClass.BOT_WALL])
def test_what_no_edit_causes_is_not_held_against_it(
    repair: Repair, version: WorkflowVersion, outside: FailureClass
) -> None:
    failed_after(repair, failure_class=outside)
    assert current_of(version) == repair.deployment_id


def test_nor_is_a_failure_after_it_has_stood(repair: Repair, version: WorkflowVersion) -> None:
    assert repair.deployment is not None
    for _ in range(GOOD_RUNS):
        run_of(repair.deployment)
    report = failed_after(repair)
    assert current_of(version) == repair.deployment_id
    assert report.repair not in (None, repair)  # a repair of the repaired version is looked for


def test_a_newer_version_is_left_alone(repair: Repair, team: Team, version: WorkflowVersion) -> None:
    newer = make_version(team, version.workflow.name)
    failed_after(repair)
    assert current_of(version) == newer.deployment_id
    assert Repair.objects.get().status == RepairStatus.PUBLISHED


def test_whoever_thought_it_was_over_is_told(repair: Repair, team: Team) -> None:
    make_user(team, Role.OWNER, email="dora@example.com")
    report = failed_after(repair, occurrence=Occurrence.AGAIN)
    assert tell(report.pk)
    assert SentMail.objects.get().to == "dora@example.com"


@pytest.mark.django_db(transaction=True)
def test_eight_failures_at_once_take_it_back_once(repair: Repair, version: WorkflowVersion) -> None:
    def work(_: int) -> None:
        failed_after(repair)
        connection.close()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(work, range(8)))
    assert Repair.objects.get().status == RepairStatus.TAKEN_BACK
    assert version.deployment.events.filter(change="taken_back").count() == 1
    assert set(DebugReport.objects.exclude(pk=repair.report_id).values_list("repair", flat=True)) == {repair.pk}


# --- What people decide --------------------------------------------------------------------------------


@pytest.fixture
def waiting(team: Team, version: WorkflowVersion) -> Repair:
    return make_repair(team, version, status=RepairStatus.WAITING)


@pytest.fixture
def access(team: Team) -> Access:
    return Access(team=team, role=Role.ADMIN, key=None, user=make_user(team, Role.ADMIN))


def test_an_approved_repair_becomes_current(waiting: Repair, version: WorkflowVersion, access: Access) -> None:
    done = deciding.approve(access=access, repair_id=waiting.pk)
    assert (done.status, done.decided_by) == (RepairStatus.PUBLISHED, access.user)
    assert current_of(version) == waiting.deployment_id
    assert AuditEvent.objects.get().action == "repair.approved"
    with pytest.raises(Conflict, match="does not: Repaired and verified"):
        deciding.approve(access=access, repair_id=waiting.pk)


@pytest.mark.django_db(transaction=True)
def test_of_two_decisions_at_once_one_counts(waiting: Repair, version: WorkflowVersion, access: Access) -> None:
    def work(decide: Any) -> bool:
        try:
            decide(access=access, repair_id=waiting.pk)
        except Conflict:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(8) as pool:
        done = list(pool.map(work, [deciding.approve, deciding.reject] * 4))
    assert sum(done) == 1
    published = Repair.objects.get().status == RepairStatus.PUBLISHED
    assert (current_of(version) == waiting.deployment_id) is published


def test_a_rejected_one_stays_as_it_is(waiting: Repair, version: WorkflowVersion, access: Access) -> None:
    assert deciding.reject(access=access, repair_id=waiting.pk).status == RepairStatus.REJECTED
    assert current_of(version) == version.deployment_id
    with pytest.raises(Conflict, match="Repair rejected"):
        deciding.approve(access=access, repair_id=waiting.pk)


def test_approval_does_not_overwrite_a_newer_version(waiting: Repair, version: WorkflowVersion, access: Access) -> None:
    newer = make_version(access.team, version.workflow.name)
    with pytest.raises(Conflict, match="Not published"):
        deciding.approve(access=access, repair_id=waiting.pk)
    assert current_of(version) == newer.deployment_id
    assert Repair.objects.get().status == RepairStatus.SUGGESTED
    assert not AuditEvent.objects.filter(action="repair.approved").exists()


def test_a_person_takes_it_back(repair: Repair, version: WorkflowVersion, access: Access) -> None:
    done = deciding.take_back(access=access, repair_id=repair.pk)
    assert (done.status, current_of(version)) == (RepairStatus.TAKEN_BACK, version.deployment_id)
    assert done.sentence == f"Taken back by {access.user}."
    with pytest.raises(Conflict, match="Only a published repair"):
        deciding.take_back(access=access, repair_id=repair.pk)


def test_not_when_its_version_is_not_current(repair: Repair, version: WorkflowVersion, access: Access) -> None:
    make_version(access.team, version.workflow.name)
    with pytest.raises(Conflict, match="nothing to take back"):
        deciding.take_back(access=access, repair_id=repair.pk)
    assert Repair.objects.get().status == RepairStatus.PUBLISHED


def test_other_teams_have_nothing_to_decide(waiting: Repair) -> None:
    other = make_team()
    access = Access(team=other, role=Role.ADMIN, key=None, user=make_user(other, Role.ADMIN))
    for decide in (deciding.approve, deciding.reject, deciding.take_back):
        with pytest.raises(NotFound):
            decide(access=access, repair_id=waiting.pk)


def test_members_see_and_admins_decide(waiting: Repair, team: Team, version: WorkflowVersion) -> None:
    member, admin = (signed_in(make_user(team, role)) for role in (Role.MEMBER, Role.ADMIN))
    page = f"/repairs/{waiting.pk}"
    assert "An admin of the team can approve it." in body(member, page)
    assert "Approve and publish" in body(admin, page)
    assert member.post(f"{page}/decision", {"decision": "approve"}).status_code == 403
    assert admin.post(f"{page}/decision", {"decision": "approve"}).status_code == 302
    assert current_of(version) == waiting.deployment_id
    assert "Take back" in body(admin, page)
    admin.post(f"{page}/decision", {"decision": "reject"})
    assert "Only a verified repair that waits" in body(admin, page)
    admin.post(f"{page}/decision", {"decision": "take-back"})
    assert current_of(version) == version.deployment_id


def body(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()
