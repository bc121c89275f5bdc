"""Whether a model is asked for an edit at all: who wants it, where one is allowed, and what it may cost."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone
from pytest_django.fixtures import Settings

from debugging.mail.models import SentMail
from debugging.model_agent.models import ModelPurpose, ModelUse
from debugging.models import DebugSettings
from debugging.repair import case, proving
from debugging.repair.model_backed import services
from debugging.repair.models import Repair, RepairStatus
from debugging.repair.trying import try_repair
from deployments.models import WorkflowVersion
from tests.debugging.repair.editing.making import diagnosed
from tests.debugging.repair.model_backed.making import BODY, OLD, SOURCES, edits, evidence, the_page
from tests.debugging.repair.model_backed.story import pending, tried
from tests.factories import make_team

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("seen")]


def test_nobody_is_asked_where_it_is_off(version: WorkflowVersion, settings: Settings) -> None:
    DebugSettings.objects.update(model_enabled=False)
    repair, endpoint = tried(version, settings, edits())
    assert (repair.status, repair.model_note, endpoint.asked) == (RepairStatus.REFUSED, "", [])
    assert not ModelUse.objects.exists()


SIGN_IN = the_page(f"{BODY}<form><input type=password></form>", aria='- textbox "Password"')
FORBIDDEN: dict[str, dict[str, Any]] = {
    **{
        name: {"diagnosis": diagnosed(name)}  # type: ignore[arg-type]
        for name in (
            *("login_required", "bot_wall", "http_error", "network_error", "crash", "value_differs", "environment"),
            *("navigation_timeout", "page_closed", "script_error", "unknown", "element_covered", "option_missing"),
        )
    },
    "not sure": {"diagnosis": diagnosed(confidence=0.5)},
    "an assertion": {"about": evidence(type="AssertionError")},
    "a value that is read": {"about": evidence(at="#total", selector='locator("#total")', api="locator.inner_text")},
    "it went well before": {
        "about": evidence(earlier=(evidence().steps[-1].model_copy(update={"outcome": "ok", "key": "s1"}),))
    },
    "a sign-in": {"about": evidence(page=SIGN_IN)},
    "no page": {"about": evidence(page=None)},
    "a credential": {
        "about": evidence(at='"Note"', selector='get_by_label("Note")', api="locator.fill").model_copy(
            update={
                "failing_step": evidence(at='"Note"', selector='get_by_label("Note")', api="locator.fill")
                .steps[-1]
                .model_copy(update={"title": 'Fill "[credential]" in get_by_label("Note")'})
            }
        )
    },
}


@pytest.mark.parametrize("name", FORBIDDEN)
def test_nobody_is_asked_where_no_repair_is_allowed(version: WorkflowVersion, settings: Settings, name: str) -> None:
    repair, endpoint = tried(version, settings, edits(), **FORBIDDEN[name])
    assert (repair.status, repair.model_note, endpoint.asked) == (RepairStatus.REFUSED, "", [])


@pytest.mark.parametrize("given", ['ctx.credentials["card"]', "card", 'input["card"]'])
def test_nobody_is_asked_where_a_secret_is_given(version: WorkflowVersion, settings: Settings, given: str) -> None:
    text = SOURCES["workflows.py"].replace('"paid by the workflow"', given)
    text = text.replace("    popup = ctx.popup\n", '    card = ctx.credentials["card"]\n')
    about = evidence({"workflows.py": text}, "Note", selector='get_by_label("Note")', api="locator.fill")
    about = about.model_copy(update={"run": about.run.model_copy(update={"params": {"card": "[hidden]"}})})
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(case, "text_files", lambda deployment: {"workflows.py": text})
        _, endpoint = tried(version, settings, edits(), about=about)
    assert endpoint.asked == []


@pytest.mark.parametrize(
    ("limits", "note"),
    [
        ({"MODEL_REPORTS_PER_DAY": 1}, "The team's limit of 1 repairs a day is reached"),
        ({"MODEL_USD_PER_MONTH": Decimal(3)}, "The team's $3 of this month are used up"),
    ],
)
def test_a_team_has_a_budget(version: WorkflowVersion, settings: Settings, limits: dict[str, Any], note: str) -> None:
    team = version.deployment.team
    known: dict[str, Any] = {"team": team, "model": "small", "seconds": 1, "cost_usd": Decimal("1.30")}
    for purpose in ModelPurpose.values:
        ModelUse.objects.create(purpose=purpose, **known)
    for name, value in limits.items():
        setattr(settings, name, value)
    repair, endpoint = tried(version, settings, edits())
    assert endpoint.asked == []
    assert repair.model_note.startswith(f"No language model was asked for an edit. {note}")


def test_reports_and_repairs_are_counted_apart(version: WorkflowVersion, settings: Settings) -> None:
    settings.MODEL_REPORTS_PER_DAY = 1
    ModelUse.objects.create(team=version.deployment.team, model="small", seconds=1)
    repair, _ = tried(version, settings, edits())
    assert repair.status == RepairStatus.VERIFYING


def test_one_is_asked_at_a_time_and_the_others_wait_but_not_for_ever(
    version: WorkflowVersion, settings: Settings
) -> None:
    ModelUse.objects.create(team=make_team(), model="small", purpose=ModelPurpose.REPAIR)
    repair, endpoint = tried(version, settings, edits())
    assert (repair.status, repair.tries, endpoint.asked) == (RepairStatus.PENDING, 0, [])
    Repair.objects.filter(pk=repair.pk).update(created_at=timezone.now() - timedelta(minutes=6))
    try_repair(repair.pk)
    repair.refresh_from_db()
    assert repair.status == RepairStatus.REFUSED
    assert repair.model_note == services.NO_TURN


def test_a_worker_that_waits_for_a_model_is_not_taken_for_lost(
    version: WorkflowVersion, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    beats: list[bool] = []
    monkeypatch.setattr(services, "BEAT_SECONDS", 0.01)

    def beat(repair: Repair) -> bool:
        beats.append(True)
        return True

    monkeypatch.setattr(Repair, "beat", beat)
    repair, _ = tried(version, settings, edits())
    assert repair.status == RepairStatus.VERIFYING
    assert len(beats) > 3


def test_bans_are_asked_once_more_of_what_a_model_proposed(
    version: WorkflowVersion, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(proving, "banned", lambda changes, evidence, sources: ("No.",))
    repair, _ = tried(version, settings, edits())
    assert repair.status == RepairStatus.REFUSED
    assert SentMail.objects.count() == 0
    assert OLD not in repair.diff


def test_the_checks_go_on_without_a_model_that_cannot_be_asked(version: WorkflowVersion, settings: Settings) -> None:
    DebugSettings.objects.update(model_name="anthropic:claude-sonnet-4-5")
    settings.MODEL, settings.MODEL_URL = "openai:gpt-5", ""
    repair = pending(version)
    try_repair(repair.pk)
    repair.refresh_from_db()
    assert repair.status == RepairStatus.REFUSED
    assert "is not of this server's provider" in repair.model_note
