"""What reports forget when the pages of their runs expire."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Team
from debugging import batches, retention
from debugging.mail.models import MailKind, SentMail
from debugging.model_agent.models import ModelUse
from debugging.models import DebugReport, ReportStatus
from debugging.repair.models import Repair, RepairStatus
from tests.debugging.repair.rows import make_repair
from tests.debugging.rows import failed_job
from tests.factories import make_team

pytestmark = pytest.mark.django_db


def report(team: Team, *, days: int) -> DebugReport:
    at = timezone.now() - timedelta(days=days)
    made = DebugReport.objects.create(
        job=failed_job(team),
        team=team,
        status=ReportStatus.COMPLETED,
        evidence={"run": 1},
        diagnosis={"summary": "It failed."},
        tldr="It failed.",
        handoff_prompt="# Fix",
        created_at=at,
    )
    SentMail.objects.create(
        team=team, report=made, kind=MailKind.NEW, to="a@b.example", dedupe_key=str(made.pk), subject="s", created_at=at
    )
    return made


def test_old_reports_keep_only_what_was_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batches, "BATCH", 2)
    team, short = make_team(), make_team()
    Team.objects.filter(pk=short.pk).update(artifact_days=5)
    old = [report(team, days=91).pk for _ in range(5)]
    kept, gone = report(team, days=89).pk, report(short, days=6).pk

    assert retention.forget_old(seconds=60)

    with_evidence = DebugReport.objects.exclude(evidence=None)
    assert list(with_evidence.values_list("pk", flat=True)) == [kept]
    assert list(SentMail.objects.values_list("report_id", flat=True)) == [kept]
    forgotten = DebugReport.objects.filter(pk__in=[*old, gone])
    assert set(forgotten.values_list("tldr", "handoff_prompt")) == {("It failed.", "")}


def test_old_repairs_keep_edit_and_outcome(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batches, "BATCH", 2)
    at = timezone.now() - timedelta(days=91)
    old = [make_repair(make_team(), created_at=at, earlier=[{}], located={}).pk for _ in range(3)]
    make_repair(make_team(), created_at=at, status=RepairStatus.VERIFYING)
    make_repair(make_team())

    assert retention.forget_old(seconds=60)

    assert Repair.objects.exclude(proposal__isnull=True).count() == 2
    for repair in Repair.objects.filter(pk__in=old):
        assert (repair.proposal, repair.earlier, repair.located) == (None, [], None)
        assert repair.diff
        assert repair.sentence


def test_it_stops_when_its_time_is_up_and_goes_on_later() -> None:
    team = make_team()
    report(team, days=91)
    assert not retention.forget_old(seconds=0)
    assert retention.forget_old(seconds=60)


def test_what_models_cost_is_known_for_a_year() -> None:
    team, now = make_team(), timezone.now()
    ModelUse.objects.create(team=team, model="old", asked_at=now - timedelta(days=401))
    ModelUse.objects.create(team=team, model="kept", asked_at=now - timedelta(days=399))
    assert retention.forget_old(seconds=60)
    assert list(ModelUse.objects.values_list("model", flat=True)) == ["kept"]
