"""jobs/debugReport. Answers are held to the OpenAPI document by settings.API_CHECK_RESPONSES."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit
from uuid import UUID

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from accounts.models import Team
from api.documents import document
from debugging.diagnosis import Claim, Pointer
from debugging.models import ReportStatus
from jobs.models import Job
from libretto.protocol import JobState
from recordings import services as recordings
from tests.debugging.page_rows import diagnosed_run, make_diagnosis, make_report
from tests.debugging.rows import NOT_FOUND, STACK, failed_job
from tests.factories import Api, make_key, make_team
from tests.jobs.making import make_job, make_version

pytestmark = pytest.mark.django_db

CONTRACT = {
    *("job_id", "debug_agent_status", "debug_agent_mode", "error", "tldr", "handoff_prompt", "screenshot_url"),
    *("dom_snapshot_url", "autofix_summary", "autofix_deployment_id", "email_sent_at", "job_error"),
    *("job_mapped_stack", "job_params", "job_workflow"),
}
OURS = {
    *("failure_class", "confidence", "diagnosis", "evidence", "recording_url", "logs_url", "run_url", "repair"),
    "group",
}
OTHER = UUID("0b9c3f5e-8a54-4b0c-9c39-0d8c5e1a7f11")


@pytest.fixture
def team() -> Team:
    return make_team()


@pytest.fixture
def api(team: Team) -> Api:
    return Api(make_key(team))


def test_a_failed_run_without_a_report_is_pending(team: Team, api: Api) -> None:
    job = failed_job(team, params={"order": 7, "password": "hunter2"})
    status, answer = api.post("jobs/debugReport", {"id": job.pk})
    assert status == 200
    assert set(answer) == CONTRACT | OURS
    told = {name: value for name, value in answer.items() if value not in (None, [])}
    logs_url = told.pop("logs_url")
    assert told == {
        "job_id": str(job.pk),
        "debug_agent_status": "pending",
        "debug_agent_mode": "readonly",
        "job_error": NOT_FOUND,
        "job_mapped_stack": STACK,
        "job_params": {"order": 7, "password": "[hidden]"},
        "job_workflow": "pay",
        "run_url": f"http://127.0.0.1:8000/runs/{job.pk}",
    }
    assert Client().get(urlsplit(logs_url).path).status_code == 200


def test_a_completed_report_has_everything(team: Team, api: Api, tmp_path: Path) -> None:
    pointers = (
        Pointer(kind="step", ref="call@1", label="Click Pay", t_ms=1500),
        Pointer(kind="log", ref="44", label="A line"),
        Pointer(kind="request", ref="request@9", label="GET /pay", t_ms=1200),
        Pointer(kind="video", label="When it failed", t_ms=1500),
        Pointer(kind="screenshot", ref="screenshot", label="The page"),
        Pointer(kind="run", ref=str(OTHER), label="The last good run"),
        Pointer(kind="step", ref="call@2", label="Then", t_ms=9, job_id=str(OTHER)),
        Pointer(kind="run", ref="no id", label="Nowhere"),
    )
    said = make_diagnosis(
        why=(Claim(text="One.", pointers=pointers),), changed=(Claim(text="Two.", pointers=pointers),)
    )
    sent = timezone.now()
    report = diagnosed_run(team, tmp_path, said, email_sent_at=sent, mode="autofix")
    add_files(report.job, tmp_path)
    status, answer = api.post("jobs/debugReport", {"id": report.job_id})
    assert status == 200
    run, other = f"http://127.0.0.1:8000/runs/{report.job_id}", f"http://127.0.0.1:8000/runs/{OTHER}"
    assert [(one["kind"], one["url"], one["t_ms"]) for one in answer["evidence"]] == [
        ("step", f"{run}#step-call%401", 1500),
        ("log", f"{run}#log-44", None),
        ("request", f"{run}#event-request%409", 1200),
        ("video", f"{run}?t=1.5", 1500),
        ("screenshot", answer["screenshot_url"], None),
        ("run", other, None),
        ("step", f"{other}#step-call%402", 9),
        ("run", None, None),
    ]
    assert (answer["debug_agent_status"], answer["debug_agent_mode"]) == ("completed", "autofix")
    assert (answer["tldr"], answer["failure_class"]) == (said.summary, "element_not_found")
    assert answer["confidence"] == 0.93
    assert answer["diagnosis"] == {
        "why": ["One."],
        "changed": ["Two."],
        "advice": said.advice,
        "suggestion": "",
        "missing": [],
    }
    assert answer["handoff_prompt"].startswith("# Fix the workflow `pay`\n")
    assert answer["email_sent_at"] == sent.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    assert report.group
    assert answer["group"] == {
        "id": str(report.group_id),
        "first_seen": report.group.first_seen_at.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "occurrences": 1,
        "state": "open",
    }


def test_links_open_without_a_key_until_they_expire(team: Team, api: Api, tmp_path: Path, settings: Settings) -> None:
    report = diagnosed_run(team, tmp_path)
    add_files(report.job, tmp_path)
    names = ("screenshot_url", "dom_snapshot_url", "recording_url", "logs_url")
    _, answer = api.post("jobs/debugReport", {"id": report.job_id})
    assert [Client().get(urlsplit(answer[name]).path).status_code for name in names] == [200] * 4
    settings.LINK_SECONDS = -1
    _, answer = api.post("jobs/debugReport", {"id": report.job_id})
    assert [Client().get(urlsplit(answer[name]).path).status_code for name in names] == [410] * 4


def test_without_a_browser_there_are_no_files(team: Team, api: Api) -> None:
    _, answer = api.post("jobs/debugReport", {"id": failed_job(team).pk})
    assert [answer[name] for name in ("screenshot_url", "dom_snapshot_url", "recording_url")] == [None] * 3


@pytest.mark.parametrize(
    ("status", "error"),
    [(ReportStatus.RUNNING, None), (ReportStatus.FAILED, "It could not."), (ReportStatus.SKIPPED, "It could not.")],
)
def test_why_there_is_no_diagnosis(team: Team, api: Api, status: ReportStatus, error: str | None) -> None:
    report = make_report(failed_job(team), status=status, error=error or "")
    _, answer = api.post("jobs/debugReport", {"id": report.job_id})
    assert (answer["debug_agent_status"], answer["error"], answer["tldr"]) == (status, error, None)


def test_an_old_run_that_nobody_looked_at_says_so(team: Team, api: Api) -> None:
    job = failed_job(team, completed_at=timezone.now() - timedelta(days=9))
    _, answer = api.post("jobs/debugReport", {"id": job.pk})
    assert answer["debug_agent_status"] == "skipped"
    assert "within the last two days" in answer["error"]


@pytest.mark.parametrize("state", [state for state in JobState if state != JobState.FAILED])
def test_runs_that_did_not_fail_have_none(team: Team, api: Api, state: JobState) -> None:
    status, answer = api.post("jobs/debugReport", {"id": make_job(team, state=state).pk})
    assert (status, answer["code"]) == (404, "NOT_FOUND")
    assert answer["message"].startswith("This run has not failed: it is ")


def test_runs_of_other_teams_are_not_there(api: Api) -> None:
    for job_id in (failed_job(make_team()).pk, OTHER):
        status, answer = api.post("jobs/debugReport", {"id": job_id})
        assert (status, answer["message"]) == (404, "There is no such run in this team.")
    assert api.post("jobs/debugReport", {"id": "x"})[0] == 400


def test_params_that_the_schema_calls_secret_are_hidden(team: Team, api: Api) -> None:
    schema = {"type": "object", "properties": {"code": {"type": "string", "format": "password"}}}
    job = failed_job(team, version=make_version(team, "pay", input_schema=schema), params={"code": "1234", "n": 1})
    assert api.post("jobs/debugReport", {"id": job.pk})[1]["job_params"] == {"code": "[hidden]", "n": 1}


def test_a_report_of_another_version_of_the_server_is_no_failure(team: Team, api: Api) -> None:
    report = make_report(failed_job(team), make_diagnosis(), evidence={"failing_step": {"odd": 1}})
    report.diagnosis = {"odd": True}
    report.save()
    status, answer = api.post("jobs/debugReport", {"id": report.job_id})
    assert (status, answer["diagnosis"], answer["evidence"]) == (200, None, [])


def test_the_document_describes_it() -> None:
    operation = document()["paths"]["/v1/jobs/debugReport"]["post"]
    assert operation["summary"] == "Tell why a run failed."


def add_files(job: Job, folder: Path) -> None:
    assert job.session_id
    file = folder / "file"
    file.write_bytes(b"x")
    for kind, content_type in (("screenshot", "image/png"), ("page_html", "text/html")):
        recordings.add_artifact(session_id=job.session_id, kind=kind, file=file, content_type=content_type, t_ms=1)
