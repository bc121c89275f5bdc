"""What the rows of the permission table ask for."""

from __future__ import annotations

from typing import Any

from accounts.models import Team
from logs.listing import EPOCH
from logs.models import LogLine
from logs.reading import MICROSECOND
from tests.jobs.making import make_job
from tests.recordings.making import make_session
from tests.replay.making import add_lines


def job_id(team: Team) -> dict[str, Any]:
    return {"jobId": make_job(team).pk}


def line(team: Team) -> dict[str, Any]:
    sequence = add_lines(make_session(team), "a line")[0]
    kept = LogLine.objects.of(team).get(sequence=sequence)
    return {"place": f"{(kept.at - EPOCH) // MICROSECOND}-{sequence}"}
