"""Was this right? One answer stands; who gave it, and when, is kept and in the audit trail."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from accounts.models import AuditEvent, Team, User
from debugging.models import DebugReport
from tests.debugging.page_rows import make_diagnosis, make_report
from tests.debugging.rows import failed_job
from tests.factories import make_team, make_user, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def team() -> Team:
    return make_team()


@pytest.fixture
def dora(team: Team) -> User:
    return make_user(team, email="dora@example.com")


@pytest.fixture
def report(team: Team) -> DebugReport:
    return make_report(failed_job(team), make_diagnosis())


def answer(user: User, report: DebugReport, said: str, query: str = "") -> Any:
    return signed_in(user).post(f"/runs/{report.job_id}/report/feedback{query}", {"answer": said})


def trail(team: Team) -> list[tuple[str, str]]:
    return [(event.actor, event.data["answer"]) for event in AuditEvent.objects.of(team).order_by("pk")]


def test_an_answer_is_kept_and_shown(dora: User, report: DebugReport) -> None:
    assert answer(dora, report, "wrong").headers["Location"] == f"/runs/{report.job_id}/report"
    report.refresh_from_db()
    page = signed_in(dora).get(f"/runs/{report.job_id}/report").content.decode()

    assert (report.feedback, report.feedback_by) == ("wrong", dora)
    assert report.feedback_at is not None
    assert "dora@example.com said no" in page


def test_it_can_be_changed_and_each_change_is_in_the_trail(team: Team, dora: User, report: DebugReport) -> None:
    max_ = make_user(team, email="max@example.com")
    for user, said in ((dora, "right"), (max_, "right"), (max_, "wrong"), (dora, "right")):
        answer(user, report, said)
    report.refresh_from_db()

    assert (report.feedback, report.feedback_by) == ("right", dora)
    changes = [("dora@example.com", "right"), ("max@example.com", "wrong"), ("dora@example.com", "right")]
    assert trail(team) == changes


def test_whoever_answers_on_the_page_without_scripts_comes_back_to_it(dora: User, report: DebugReport) -> None:
    assert answer(dora, report, "right", "?page=1").headers["Location"] == f"/runs/{report.job_id}/report?page=1"


def test_odd_answers_change_nothing_and_say_what_to_do(team: Team, dora: User, report: DebugReport) -> None:
    response = signed_in(dora).post(f"/runs/{report.job_id}/report/feedback?page=1", {"answer": "x"}, follow=True)
    report.refresh_from_db()

    assert "Choose whether the diagnosis was right" in response.content.decode()
    assert (report.feedback, trail(team)) == ("", [])


def test_only_a_diagnosis_is_rated(team: Team, dora: User) -> None:
    pending = make_report(failed_job(team))
    assert answer(dora, pending, "right").status_code == 302
    pending.refresh_from_db()

    assert (pending.feedback, trail(team)) == ("", [])
    assert signed_in(dora).post(f"/runs/{failed_job(team).pk}/report/feedback").status_code == 404


def test_another_site_cannot_answer_for_somebody(dora: User, report: DebugReport) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(dora)

    assert client.post(f"/runs/{report.job_id}/report/feedback", {"answer": "right"}).status_code == 403
