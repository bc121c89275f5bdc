"""Pages that are found by chunks hold what reading everything finds: of a search, and of a workflow."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from datetime import timedelta
from itertools import cycle
from typing import Final, Literal
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Team
from logs import search
from logs.models import LogFilters, LogLine
from logs.services import Line, append
from tests.factories import make_team
from tests.logs.test_search import MIDNIGHT, all_pages, found, say

STARTS: Final[tuple[Literal["oldest", "newest"], ...]] = ("oldest", "newest")
WORDS = ("order", "Invoice", "missing", "ÄRGER", "order_id=7", "naïve", "日本語", "x-9", "100%", "[31m")


def say_at_random(team: Team, jobs: Sequence[tuple[UUID | None, str]]) -> list[LogLine]:
    """Runs side by side, over midnight, in batches that overlap in time and come in any order. In order of time."""
    chance = random.Random(7)
    for _ in range(30):
        begin = MIDNIGHT + timedelta(seconds=chance.uniform(-4000, 4000))
        lines = [
            Line(
                t_ms=0,
                source=chance.choice(["workflow", "workflow", "executor"]),
                level=chance.choice(["info", "warn", "error"]),
                message=" ".join(chance.choices(WORDS, k=3)),
                at=begin + timedelta(seconds=chance.uniform(0, 60)),
            )
            for _ in range(chance.randrange(1, 12))
        ]
        job_id, workflow = chance.choice(jobs)
        append(team_id=team.pk, job_id=job_id, session_id=None, workflow=workflow, lines=lines)
    return list(LogLine.objects.of(team).oldest_first())


def kept(lines: Sequence[LogLine], filters: LogFilters) -> list[str]:
    """What reading everything finds."""
    return [
        line.message
        for line in lines
        if (filters.query or "").casefold() in line.message.casefold()
        and filters.job_id in (None, line.job_id)
        and filters.workflow in (None, line.workflow)
        and filters.source in (None, line.source)
        and (not filters.levels or line.level in filters.levels)
    ]


@pytest.mark.django_db
def test_it_finds_what_reading_everything_finds(monkeypatch: pytest.MonkeyPatch) -> None:
    team = make_team()
    monkeypatch.setattr(search, "WITH_WORDS", search.WITH_WORDS._replace(spans=7, groups=(1, 2)))
    job_id = uuid4()
    everything = say_at_random(team, [(job_id, "w"), (uuid4(), "w"), (None, "w")])
    levels = cycle([(), ("error",), ("warn", "error")])
    of_all = ("order", "ärger", "voice miss", "naïve", "100% ord", "nothing")
    asked = [LogFilters(query=query, levels=next(levels)) for query in of_all]
    of_one_run = ("order", "der x", "[31m", "x-9", "本語", "-")
    asked += [LogFilters(query=query, job_id=job_id, levels=next(levels)) for query in of_one_run]
    for filters in asked:
        for start in STARTS:
            assert all_pages(team, filters, limit=20, start=start) == kept(everything, filters), filters


@pytest.mark.django_db
def test_a_workflow_is_read_as_by_reading_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    team = make_team()
    monkeypatch.setattr(search, "EVERY_CHUNK", search.EVERY_CHUNK._replace(spans=5, groups=(1, 2)))
    everything = say_at_random(team, [(uuid4(), "w"), (uuid4(), "w"), (uuid4(), "other"), (None, "w")])
    say(make_team(), "of another team")
    for levels in ((), ("info",), ("info", "error"), ("error",)):
        for source in (None, "workflow", "executor"):
            filters = LogFilters(workflow="w", levels=levels, source=source)
            for start in STARTS:
                assert all_pages(team, filters, limit=20, start=start) == kept(everything, filters), filters


@pytest.mark.django_db
def test_of_a_workflow_only_its_runs_are_read() -> None:
    team, jobs = make_team(), [uuid4() for _ in range(4)]
    line = Line(t_ms=0, source="workflow", level="info", message="a line", at=MIDNIGHT)
    for job_id in jobs:
        append(team_id=team.pk, job_id=job_id, session_id=None, workflow=f"of {job_id}", lines=[line])
    with CaptureQueriesContext(connection) as queries:
        assert found(team, workflow=f"of {jobs[2]}") == ["a line"]
    [of_lines] = [query["sql"] for query in queries if 'FROM "logs_logline"' in query["sql"]]
    assert re.findall(r"\"job_id\" = '([^']+)'", of_lines) == [jobs[2].hex]
