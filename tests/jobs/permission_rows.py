"""What the rows of the permission table ask for."""

from __future__ import annotations

from itertools import count
from typing import Any

from accounts.models import Team
from tests.jobs.making import make_job, make_version

_number = count(1)


def workflow_name(team: Team) -> dict[str, Any]:
    return {"workflow": make_version(team, f"workflow {next(_number)}").workflow.name}


def job_id(team: Team) -> dict[str, Any]:
    return {"id": make_job(team).pk}


def run_page(team: Team) -> dict[str, Any]:
    return {"job_id": make_job(team).pk}
