"""From the claim to the edited version that is to be run; what finds and proves edits is told what to say."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from accounts.models import Team
from debugging import queue
from debugging.models import DebugReport, DebugSettings
from debugging.repair import case, proving, trying
from debugging.repair.models import TRIES_MOST, Repair, RepairPolicy, RepairStatus
from debugging.repair.proposal import Check, Proposal, Refusal
from debugging.repair.sweeping import sweep
from debugging.repair.trying import try_repair
from deployments.models import Deployment, DeploymentStatus, WorkflowVersion
from tests.debugging.repair.rows import (
    NEW,
    OLD,
    PAGE_PASSED,
    auto_version,
    child_of,
    make_located,
    make_proposal,
    make_repair,
)
from tests.factories import make_team

pytestmark = pytest.mark.django_db

Made = list[dict[str, str]]


@pytest.fixture
def rung(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, list[str]]]:
    heard: list[tuple[str, list[str]]] = []
    monkeypatch.setattr(queue, "_send", lambda task, ids: heard.append((task, ids)))
    return heard


@pytest.fixture
def version() -> WorkflowVersion:
    return auto_version(make_team())


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch, rung: Any, version: WorkflowVersion) -> Made:
    """A bundle that can be read, an edit that stands all proofs, and a run that does no harm."""
    created: Made = []

    def create(*, parent: Deployment, files: dict[str, str], description: str) -> Deployment:
        created.append(files)
        child = child_of(version, status=DeploymentStatus.BUILDING)
        Deployment.objects.filter(pk=child.pk).update(description=description)
        return child

    monkeypatch.setattr(case, "text_files", lambda deployment: {"workflows.py": OLD})
    monkeypatch.setattr(trying, "create_repaired", create)
    say(monkeypatch)
    return created


def say(
    monkeypatch: pytest.MonkeyPatch,
    *,
    found: Proposal | Refusal | None = None,
    checks: tuple[Check, ...] = (PAGE_PASSED,),
    rerun: Check | None = None,
    breaches: tuple[str, ...] = (),
) -> None:
    monkeypatch.setattr(trying, "propose", lambda evidence, diagnosis, sources: found or make_proposal())
    monkeypatch.setattr(trying, "static_checks", lambda case, proposal: iter(checks))
    monkeypatch.setattr(trying, "may_rerun", lambda job: rerun)
    monkeypatch.setattr(proving, "banned", lambda changes, evidence, sources: breaches)


def pending(version: WorkflowVersion) -> Repair:
    team: Team = version.deployment.team
    return make_repair(team, version, status=RepairStatus.PENDING, proposal=None, diff="", checks=[], not_checked=[])


def tried(version: WorkflowVersion) -> Repair:
    repair = pending(version)
    try_repair(repair.pk)
    return Repair.objects.get(pk=repair.pk)


def test_an_edit_that_stands_is_built_to_be_run(version: WorkflowVersion, made: Made) -> None:
    repair = tried(version)
    assert repair.status == RepairStatus.VERIFYING
    assert made == [{"workflows.py": NEW}]
    assert repair.deployment is not None
    assert repair.deployment.description.startswith(f"Repair {repair.pk.hex[:8]}: ")
    assert '+    page.get_by_role("button", name="Pay now").click()' in repair.diff
    assert [check["name"] for check in repair.checks] == ["bans", "page"]
    assert any("workflows.py:40" in sentence for sentence in repair.not_checked)


def test_a_refusal_says_why_and_what_was_looked_at(
    version: WorkflowVersion, made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    say(monkeypatch, found=Refusal(reason="The element is gone.", located=make_located()))
    repair = tried(version)
    assert (repair.status, repair.sentence) == (RepairStatus.REFUSED, "The element is gone.")
    assert repair.located is not None
    assert len(repair.located["candidates"]) == 2
    assert (made, repair.diff, repair.finished_at is not None) == ([], "", True)


def test_what_no_repair_may_do_is_refused(
    version: WorkflowVersion, made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    say(monkeypatch, breaches=("An assertion is removed.",))
    repair = tried(version)
    assert repair.status == RepairStatus.REFUSED
    assert "An assertion is removed." in repair.sentence
    assert (made, repair.diff) == ([], "")


@pytest.mark.parametrize(
    ("checks", "rerun"),
    [
        ((Check(name="page", outcome="failed", sentence="It finds two."),), None),
        ((Check(name="page", outcome="not done", sentence="The page is not kept."),), None),
        ((), None),
        ((PAGE_PASSED, Check(name="backtest", outcome="failed", sentence="It found another one.")), None),
        ((PAGE_PASSED,), Check(name="rerun", outcome="not done", sentence="Not re-run: it had submitted a form.")),
        (
            (PAGE_PASSED, Check(name="backtest", outcome="not done", sentence="It finds nothing there.")),
            Check(name="rerun", outcome="not done", sentence="Not re-run: it had submitted a form."),
        ),
    ],
)
def test_less_than_all_proofs_is_a_suggestion(
    version: WorkflowVersion, made: Made, monkeypatch: pytest.MonkeyPatch, checks: Any, rerun: Check | None
) -> None:
    say(monkeypatch, checks=checks, rerun=rerun)
    repair = tried(version)
    assert (repair.status, made, repair.deployment) == (RepairStatus.SUGGESTED, [], None)
    assert repair.diff
    told = [*checks, *([rerun] if rerun else [])]
    assert repair.sentence == (told[-1].sentence if told else "It was not run.")
    assert "The edited workflow was not run to its end." in repair.not_checked


def test_a_team_that_wants_suggestions_only_gets_no_run(version: WorkflowVersion, made: Made) -> None:
    DebugSettings.objects.create(team=version.deployment.team, repair_policy=RepairPolicy.SUGGEST)
    repair = tried(version)
    assert (repair.status, made) == (RepairStatus.SUGGESTED, [])
    assert "suggestions only" in repair.sentence


def test_without_evidence_there_is_nothing_to_look_at(version: WorkflowVersion, made: Made) -> None:
    repair = pending(version)
    DebugReport.objects.update(evidence=None)
    try_repair(repair.pk)
    assert Repair.objects.get().status == RepairStatus.REFUSED
    assert "is gone" in Repair.objects.get().sentence


def test_a_second_worker_does_nothing(version: WorkflowVersion, made: Made) -> None:
    repair = tried(version)
    try_repair(repair.pk)
    assert len(made) == 1


@pytest.mark.django_db(transaction=True)
def test_of_eight_workers_one_works(version: WorkflowVersion, made: Made) -> None:
    repair = pending(version)

    def work(_: int) -> None:
        try_repair(repair.pk)
        connection.close()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(work, range(8)))
    assert len(made) == 1
    assert Repair.objects.get().tries == 1


class Killed(BaseException):
    """The worker is lost."""


def lose_worker_at(step: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first time that it comes by."""
    whole = getattr(trying, step)

    def die(*args: Any, **fields: Any) -> Any:
        monkeypatch.setattr(trying, step, whole)
        raise Killed

    monkeypatch.setattr(trying, step, die)


@pytest.mark.parametrize("step", ["case_of", "propose", "static_checks", "may_rerun", "create_repaired", "move"])
def test_what_a_lost_worker_began_is_done_by_another(
    version: WorkflowVersion, made: Made, rung: list[tuple[str, list[str]]], monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    repair = pending(version)
    lose_worker_at(step, monkeypatch)
    with pytest.raises(Killed):
        try_repair(repair.pk)
    assert Repair.objects.get().status == RepairStatus.RUNNING
    try_repair(repair.pk)  # not silent for long enough
    assert Repair.objects.get().status == RepairStatus.RUNNING
    Repair.objects.update(claimed_at=timezone.now() - timedelta(hours=1))
    try_repair(repair.pk)
    assert Repair.objects.get().status == RepairStatus.VERIFYING
    assert len(made) == 1  # even where it was lost right after it had made the version


def test_workers_that_are_always_lost_end_with_a_sentence(version: WorkflowVersion, made: Made) -> None:
    repair = pending(version)
    for _ in range(TRIES_MOST):
        assert Repair.objects.claim(repair.pk) is not None
        Repair.objects.update(claimed_at=timezone.now() - timedelta(hours=1))
    sweep()
    ended = Repair.objects.get()
    assert ended.status == RepairStatus.REFUSED
    assert "workers that looked for it were lost" in ended.sentence


def test_a_mistake_of_ours_is_tried_again_then_told(
    version: WorkflowVersion, made: Made, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    repair = pending(version)
    monkeypatch.setattr(trying, "propose", lambda *given: 1 / 0)
    for number in range(1, TRIES_MOST + 1):
        try_repair(repair.pk)
        expected = RepairStatus.REFUSED if number == TRIES_MOST else RepairStatus.PENDING
        assert Repair.objects.get().status == expected
    assert "ZeroDivisionError" in Repair.objects.get().sentence
    assert "failed on our side" in caplog.text


@pytest.mark.django_db(transaction=True)
def test_the_sweep_rings_again(version: WorkflowVersion, rung: list[tuple[str, list[str]]]) -> None:
    repair = pending(version)
    sweep()
    assert rung == []  # workers were told a moment ago
    Repair.objects.update(created_at=timezone.now() - timedelta(minutes=1))
    sweep()
    assert rung == [("debugging.tasks.repair", [str(repair.pk)])]
