"""What the rows of the permission table ask for."""

from __future__ import annotations

from itertools import count
from typing import Any

from accounts.models import Team
from debugging.links import Purpose, link_of
from debugging.mail.models import DebugRecipient
from debugging.mail.stopping import stop_link
from debugging.repair.models import RepairStatus
from tests.debugging.page_rows import make_diagnosis, make_group, make_report
from tests.debugging.repair.rows import make_repair, published_repair
from tests.debugging.rows import failed_job

_number = count(1)


def failed_run(team: Team) -> dict[str, Any]:
    report = make_report(failed_job(team), make_diagnosis())
    return {"job_id": report.job_id}


def failure_group(team: Team) -> dict[str, Any]:
    return {"group_id": make_group(team).pk}


def failed_job_id(team: Team) -> dict[str, Any]:
    return {"id": failed_job(team).pk}


def run_with_prompt(team: Team) -> dict[str, Any]:
    report = make_report(failed_job(team), make_diagnosis(), handoff_prompt="# Fix the workflow")
    return {"job_id": report.job_id}


def recipient(team: Team) -> dict[str, Any]:
    return {"recipient_id": DebugRecipient.objects.create(team=team, email=f"dora{next(_number)}@example.com").pk}


def stop_token(team: Team) -> dict[str, Any]:
    return {"token": stop_link(team=team, email="dora@example.com").rpartition("/")[2]}


def report_token(team: Team) -> dict[str, Any]:
    return _token("report", team)


def log_token(team: Team) -> dict[str, Any]:
    return _token("log", team)


def prompt_token(team: Team) -> dict[str, Any]:
    return _token("prompt", team)


def repair(team: Team) -> dict[str, Any]:
    return {"repair_id": make_repair(team).pk}


def repair_id(team: Team) -> dict[str, Any]:
    return {"id": make_repair(team).pk}


def waiting_repair_id(team: Team) -> dict[str, Any]:
    return {"id": make_repair(team, status=RepairStatus.WAITING).pk}


def published_repair_id(team: Team) -> dict[str, Any]:
    return {"id": published_repair(team).pk}


def repaired_deployment(team: Team) -> dict[str, Any]:
    return {"deployment_id": published_repair(team).deployment_id}


def _token(purpose: Purpose, team: Team) -> dict[str, Any]:
    url, _ = link_of(purpose, run_with_prompt(team)["job_id"])
    return {"token": url.split("/reports/")[1].partition("/")[0]}
