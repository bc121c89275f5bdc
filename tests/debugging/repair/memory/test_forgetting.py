"""How long good runs are remembered."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Team
from debugging import batches, retention
from debugging.repair.memory.models import ElementFingerprint
from deployments.models import Workflow
from deployments.workflows import delete
from tests.factories import make_team
from tests.jobs.making import make_job, make_version

pytestmark = pytest.mark.django_db


def fingerprint(team: Team, *, days: int, workflow: str = "pay", line: int = 1) -> ElementFingerprint:
    if not Workflow.objects.filter(team=team, name=workflow).exists():
        make_version(team, workflow)
    job = make_job(team)
    row: ElementFingerprint = ElementFingerprint.objects.create(
        team=team,
        workflow_name=workflow,
        call="locator.click",
        locator="locator('a')",
        site=f"workflows.py:{line}",
        element={"tag": "a"},
        page_html="<p>",
        page_digest="d",
        job_id=job.pk,
        deployment_id=job.version.deployment_id,
        last_seen_at=timezone.now() - timedelta(days=days),
    )
    return row


def forget() -> None:
    assert retention.forget_old(seconds=60)


def test_a_page_expires_with_the_artifacts_of_its_run_and_the_element_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batches, "BATCH", 2)
    team, short = make_team(), make_team()
    Team.objects.filter(pk=short.pk).update(artifact_days=5)
    gone = [fingerprint(team, days=91, line=line).pk for line in range(5)] + [fingerprint(short, days=6).pk]
    kept = fingerprint(make_team(), days=89).pk
    forget()
    assert list(ElementFingerprint.objects.exclude(page_html="").values_list("pk", flat=True)) == [kept]
    assert ElementFingerprint.objects.filter(pk__in=gone).count() == 6


def test_what_nothing_acts_on_any_more_is_forgotten() -> None:
    team = make_team()
    fingerprint(team, days=181)
    kept = fingerprint(team, days=179, line=2).pk
    forget()
    assert list(ElementFingerprint.objects.values_list("pk", flat=True)) == [kept]


def test_a_deleted_workflow_is_forgotten_and_no_other() -> None:
    team, other = make_team(), make_team()
    fingerprint(team, days=0)
    kept = {fingerprint(team, days=0, workflow="search").pk, fingerprint(other, days=0).pk}
    delete(team=team, name="pay")
    forget()
    assert set(ElementFingerprint.objects.values_list("pk", flat=True)) == kept
