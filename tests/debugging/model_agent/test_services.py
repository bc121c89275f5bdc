"""When a model is asked, what becomes of the report, who is told when, and what it may cost."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from pytest_django.fixtures import Settings

from accounts.models import Team
from debugging import queue, services
from debugging.mail.models import SentMail
from debugging.model_agent import asking
from debugging.model_agent.models import ModelUse
from debugging.model_agent.services import ask_again, give_up_waiting, look_further
from debugging.models import DebugReport, DebugSettings, FailureGroup, GroupState, Occurrence
from tests.debugging.model_agent.endpoint import Endpoint, answers, fails, playing
from tests.debugging.rows import failed_job, pay_step, recorded_session
from tests.factories import make_team
from tests.jobs.making import make_version

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def rings(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, list[str]]]:
    """What workers are told."""
    heard: list[tuple[str, list[str]]] = []
    monkeypatch.setattr(queue, "transaction", SimpleNamespace(on_commit=lambda call, robust: call()))
    monkeypatch.setattr(queue, "_send", lambda task, ids: heard.append((task.rpartition(".")[2], ids)))
    return heard


@pytest.fixture
def endpoint(settings: Settings) -> Iterator[Endpoint]:
    with playing(answers(why=[{"text": "The step waited for it in vain.", "evidence": ["step:call@9"]}])) as endpoint:
        settings.MODEL, settings.MODEL_URL = "small", endpoint.url
        yield endpoint


@pytest.fixture
def team() -> Team:
    return team_with_model()


def team_with_model() -> Team:
    team = make_team()
    DebugSettings.objects.create(team=team, model_enabled=True, notification_email="dev@example.com")
    return team


def failed(team: Team, version: Any = None) -> DebugReport:
    job = failed_job(team, version=version or make_version(team, "pay"))
    recorded_session(job, pay_step(outcome="failed"))
    services.open_report(job.pk)
    services.investigate(job.pk)
    return DebugReport.objects.get(job=job)


def agent_of(report: DebugReport) -> str:
    assert report.diagnosis is not None
    return str(report.diagnosis["agent"])


def mails() -> int:
    return SentMail.objects.count()


@pytest.mark.usefixtures("endpoint")
def test_a_new_failure_waits_for_the_model_and_is_told_once(team: Team, rings: list[tuple[str, list[str]]]) -> None:
    report = failed(team)
    assert (report.model_status, mails()) == ("pending", 0)
    assert ("look_further", [str(report.pk)]) in rings

    for _ in range(2):
        look_further(report.pk)
    report.refresh_from_db()
    assert report.model_status == "used"
    assert agent_of(report) == "model"
    assert "Pay now" in report.tldr
    assert "Pay now" in report.handoff_prompt
    assert FailureGroup.objects.get().title == report.tldr
    assert report.model_note.startswith("small: 1 request, 1,100 tokens, price not known, ")
    assert mails() == 1
    assert ModelUse.objects.get().input_tokens == 1_000


def test_a_model_that_fails_leaves_the_checks_diagnosis_and_people_are_told(team: Team, settings: Settings) -> None:
    with playing(fails(503)) as endpoint:
        settings.MODEL, settings.MODEL_URL = "small", endpoint.url
        report = failed(team)
        before = report.diagnosis
        look_further(report.pk)
    report.refresh_from_db()
    assert (report.model_status, report.diagnosis) == ("failed", before)
    assert report.model_note.startswith(
        "A language model was asked, but the checks' diagnosis stands. Its endpoint answered with status 503. small: 0 "
    )
    assert mails() == 1


def test_nobody_is_asked_where_it_is_off(endpoint: Endpoint, settings: Settings) -> None:
    for model_enabled, model in ((False, "small"), (True, "")):
        settings.MODEL = model
        team = make_team()
        DebugSettings.objects.create(team=team, model_enabled=model_enabled, notification_email="dev@example.com")
        report = failed(team)
        assert (report.model_status, report.model_note) == ("", "")
    assert mails() == 2
    assert endpoint.asked == []


def test_one_cause_is_paid_for_once(team: Team, endpoint: Endpoint) -> None:
    version = make_version(team, "pay")
    first = failed(team, version)
    look_further(first.pk)
    again = failed(team, version)
    assert again.occurrence == Occurrence.AGAIN
    assert again.model_status == "skipped"
    assert again.model_note == f"Seen before: see the report of run {first.job_id}."
    look_further(again.pk)
    assert len(endpoint.asked) == 1

    FailureGroup.objects.update(state=GroupState.RESOLVED, resolved_at=timezone.now())
    back = failed(team, version)
    assert (back.occurrence, back.model_status) == (Occurrence.BACK, "pending")


def test_it_is_asked_again_when_somebody_wants_that(team: Team, endpoint: Endpoint) -> None:
    version = make_version(team, "pay")
    look_further(failed(team, version).pk)
    again = failed(team, version)
    call_command("ask_model", str(again.job_id))
    again.refresh_from_db()
    assert again.model_status == "used"
    assert len(endpoint.asked) == 2
    assert mails() == 1  # nobody is told twice of one cause

    DebugReport.objects.filter(pk=again.pk).update(model_status="asking")
    assert not ask_again(again)
    with pytest.raises(CommandError, match="right now"):
        call_command("ask_model", str(again.job_id))


def test_a_lost_worker_is_not_waited_for(team: Team, endpoint: Endpoint, settings: Settings) -> None:
    report = failed(team)
    DebugReport.objects.filter(pk=report.pk).update(model_status="asking")
    give_up_waiting()
    assert mails() == 0

    late = timezone.now() - timedelta(seconds=settings.MODEL_SECONDS + 61)
    DebugReport.objects.filter(pk=report.pk).update(claimed_at=late)
    for _ in range(2):
        give_up_waiting()
    report.refresh_from_db()
    assert report.model_status == "failed"
    assert report.model_note == "The model did not answer in time. The checks' diagnosis stands."
    assert mails() == 1
    assert endpoint.asked == []


def test_an_answer_that_comes_after_people_were_told_changes_nothing(
    team: Team, endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = failed(team)

    def slowly(*args: Any) -> Any:
        DebugReport.objects.filter(pk=report.pk).update(claimed_at=timezone.now() - timedelta(hours=1))
        give_up_waiting()
        return asking.ask(*args)

    monkeypatch.setattr("debugging.model_agent.services.ask", slowly)
    look_further(report.pk)
    report.refresh_from_db()
    assert (report.model_status, agent_of(report)) == ("failed", "deterministic")
    assert mails() == 1
    assert ModelUse.objects.get().input_tokens == 1_000  # what it cost is known all the same


@pytest.mark.usefixtures("endpoint")
def test_a_ring_that_was_lost_is_repeated(team: Team, rings: list[tuple[str, list[str]]]) -> None:
    report = failed(team)
    rings.clear()
    services.sweep()
    assert rings == []
    DebugReport.objects.filter(pk=report.pk).update(claimed_at=timezone.now() - timedelta(seconds=30))
    services.sweep()
    assert rings == [("look_further", [str(report.pk)])]


def test_few_are_asked_at_once_and_the_next_is_rung_for(endpoint: Endpoint, rings: list[tuple[str, list[str]]]) -> None:
    first, second, third = (failed(team_with_model()) for _ in range(3))
    DebugReport.objects.filter(pk__in=[first.pk, second.pk]).update(model_status="asking")
    look_further(third.pk)
    assert endpoint.asked == []

    DebugReport.objects.filter(pk=first.pk).update(model_status="pending")
    rings.clear()
    look_further(third.pk)
    assert len(endpoint.asked) == 1
    assert ("look_further", [str(first.pk)]) in rings


def test_who_waits_too_long_is_told_what_the_checks_say(team: Team, endpoint: Endpoint) -> None:
    report = failed(team)
    DebugReport.objects.filter(pk=report.pk).update(claimed_at=timezone.now() - timedelta(seconds=61))
    look_further(report.pk)
    give_up_waiting()
    report.refresh_from_db()
    assert report.model_note == "No worker had time to ask the model. The checks' diagnosis stands."
    assert (endpoint.asked, mails()) == ([], 1)


@pytest.mark.parametrize(
    ("limits", "note"),
    [
        ({"MODEL_REPORTS_PER_DAY": 1}, "No model was asked. The team's limit of 1 reports a day is reached"),
        ({"MODEL_USD_PER_MONTH": Decimal(3)}, "No model was asked. The team's $3 of this month are used up"),
    ],
)
def test_a_team_has_a_budget(
    team: Team, endpoint: Endpoint, settings: Settings, limits: dict[str, Any], note: str
) -> None:
    ModelUse.objects.create(team=team, model="small", cost_usd=Decimal("2.60"))
    ModelUse.objects.create(team=make_team(), model="small", cost_usd=Decimal(100))
    for name, value in limits.items():
        setattr(settings, name, value)
    report = failed(team)
    look_further(report.pk)
    report.refresh_from_db()
    assert report.model_status == "skipped"
    assert report.model_note.startswith(note)
    assert (endpoint.asked, mails()) == ([], 1)


def test_the_key_is_sent_to_no_other_provider(team: Team, settings: Settings) -> None:
    settings.MODEL, settings.MODEL_URL = "openai:gpt-5", ""
    DebugSettings.objects.filter(team=team).update(model_name="anthropic:claude-sonnet-4-5")
    report = failed(team)
    look_further(report.pk)
    report.refresh_from_db()
    assert report.model_status == "skipped"
    assert "anthropic:claude-sonnet-4-5, is not of this server's provider" in report.model_note
    assert mails() == 1
