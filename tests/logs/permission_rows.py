"""What the rows of the permission table ask for."""

from __future__ import annotations

from typing import Any

from accounts.models import Team
from tests.jobs.making import make_job


def job_id(team: Team) -> dict[str, Any]:
    return {"jobId": make_job(team).pk}
