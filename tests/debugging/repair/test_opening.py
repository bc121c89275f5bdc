"""Which failures begin a repair: one for a cause, three a day, none for a version that is not current any more."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from accounts.models import Team
from debugging import queue
from debugging.groups.services import lock_group
from debugging.models import DebugReport
from debugging.repair.models import Repair, RepairStatus
from debugging.repair.opening import open_repair
from debugging.services import investigate, open_report
from deployments.models import Deployment, WorkflowVersion
from tests.debugging.page_rows import make_group
from tests.debugging.repair.rows import auto_version, make_repair, reported
from tests.debugging.rows import failed_job, pay_step, recorded_session
from tests.factories import make_team
from tests.jobs.making import make_version

Rung = list[tuple[str, list[str]]]


@pytest.fixture(autouse=True)
def rung(monkeypatch: pytest.MonkeyPatch) -> Rung:
    heard: Rung = []
    monkeypatch.setattr(queue, "_send", lambda task, ids: heard.append((task, ids)))
    return heard


@pytest.fixture
def team() -> Team:
    return make_team()


@pytest.fixture
def version(team: Team) -> WorkflowVersion:
    return auto_version(team)


def opened(report: DebugReport) -> DebugReport:
    with transaction.atomic():
        lock_group(report.group)
        open_repair(report)
    return DebugReport.objects.select_related("repair").get(pk=report.pk)


@pytest.mark.django_db(transaction=True)
def test_a_failure_of_such_a_version_begins_one(version: WorkflowVersion, rung: Rung) -> None:
    job = failed_job(version.deployment.team, version=version)
    recorded_session(job, pay_step(outcome="failed"))
    open_report(job.pk)
    investigate(job.pk)
    repair = Repair.objects.get()
    assert (repair.status, repair.parent_id) == (RepairStatus.PENDING, version.deployment_id)
    report = DebugReport.objects.get(job=job)
    assert report.repair == repair
    assert ("debugging.tasks.repair", [str(repair.pk)]) in rung
    assert report.told_at is None  # the mail waits for it


@pytest.mark.django_db
def test_other_versions_are_left_alone(team: Team) -> None:
    report = opened(reported(make_version(team, "pay")))
    assert (report.repair, report.repair_note) == (None, "")
    assert not Repair.objects.exists()


@pytest.mark.django_db
def test_two_failures_of_one_cause_make_one(version: WorkflowVersion) -> None:
    group = make_group(version.deployment.team)
    first, second = opened(reported(version, group=group)), opened(reported(version, group=group))
    assert first.repair == second.repair is not None
    assert opened(reported(version)).repair != first.repair


@pytest.mark.django_db(transaction=True)
def test_so_do_eight_at_once(version: WorkflowVersion) -> None:
    group = make_group(version.deployment.team)
    reports = [reported(version, group=group) for _ in range(8)]

    def work(report: DebugReport) -> None:
        opened(report)
        connection.close()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(work, reports))
    assert Repair.objects.count() == 1
    assert set(DebugReport.objects.values_list("repair", flat=True)) == {Repair.objects.get().pk}


@pytest.mark.django_db
@pytest.mark.parametrize(
    "status", [RepairStatus.WAITING, RepairStatus.PUBLISHED, RepairStatus.REJECTED, RepairStatus.TAKEN_BACK]
)
def test_what_was_decided_is_shown_instead(version: WorkflowVersion, status: RepairStatus) -> None:
    before = make_repair(version.deployment.team, version, status=status)
    report = opened(reported(version, group=before.group))
    assert report.repair == before
    assert report.repair_note
    assert Repair.objects.count() == 1


@pytest.mark.django_db
def test_after_three_a_day_it_says_so_and_stops(version: WorkflowVersion) -> None:
    group = make_group(version.deployment.team)
    for _ in range(3):
        report = opened(reported(version, group=group))
        assert report.repair
        Repair.objects.filter(pk=report.repair.pk).update(status=RepairStatus.REFUSED)
    stopped = opened(reported(version, group=group))
    assert Repair.objects.count() == 3
    assert stopped.repair == report.repair
    assert "3 repairs of this failure were tried within a day" in stopped.repair_note
    oldest = Repair.objects.order_by("created_at")[0]
    Repair.objects.filter(pk=oldest.pk).update(created_at=timezone.now() - timedelta(hours=25))
    opened(reported(version, group=group))
    assert Repair.objects.count() == 4


@pytest.mark.django_db
def test_none_for_a_version_that_is_not_current(version: WorkflowVersion) -> None:
    report = reported(version)
    auto_version(version.deployment.team)
    told = opened(report)
    assert told.repair is None
    assert "not the current one" in told.repair_note
    assert Deployment.objects.count() == 2
