"""The questions of bench/logs.py, asked of a small log and of a large one."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from statistics import median, quantiles
from typing import Final
from uuid import uuid4

from django.db import connection

from accounts import known_jobs
from accounts.models import Team
from bench.log_data import RUN_LINES, WORKFLOWS, Run, runs
from bench.log_database import use
from bench.table import Row
from jobs.event_buffer import BATCH
from logs import partitions
from logs.listing import list_lines
from logs.models import LogFilters

SMALL_LINES: Final = 10_000
DAYS: Final = 30
WARMING, TURNS = 100, 300  # questions of each log, which take turns; a connection knows its partitions after a while
INGESTED: Final = 50_000
LONG_RUN: Final = 50_000
OLD_DAY_LINES: Final = 1_000_000
OLD_DAY_AGO: Final = timedelta(days=40)

Ask = Callable[[], None]
Numbers = dict[str, float]


class Log:
    """One database with its lines. `ask_*` put one question each, about something else every time."""

    def __init__(self, database: str, *, lines: int, days: int) -> None:
        use(database)
        self.database = database
        self.chance = random.Random(7)  # noqa: S311 (the same lines every time)
        self.team: Team = Team.objects.create(name="Bench", slug="bench")
        self.now = datetime.now(UTC)
        self.runs = list(runs(self.team.pk, lines=lines, days=days, end=self.now, chance=self.chance))
        self.spans = {run.job_id: (run.begun, run.begun + timedelta(seconds=RUN_LINES / 50)) for run in self.runs}
        for run in self.runs:
            run.store(self.chance)
        settle()

    def ask_run(self) -> None:
        """Two pages of a run."""
        filters = LogFilters(job_id=self.chance.choice(self.runs).job_id)
        first = list_lines(team=self.team, filters=filters)
        found = list_lines(team=self.team, filters=filters, token=first.newer).lines
        _check(len(first.lines) == 100 and len(found) == 100)

    def ask_team(self) -> None:
        """The newest errors of a workflow."""
        filters = LogFilters(workflow=self.chance.choice(WORKFLOWS), levels=("error",))
        _check(len(list_lines(team=self.team, filters=filters, start="newest", limit=50).lines) == 50)

    def ask_newest(self) -> None:
        _check(len(list_lines(team=self.team, filters=LogFilters(), start="newest").lines) == 100)

    def ask_rare_text(self) -> None:
        """A text of one line, anywhere in the team's log."""
        text = f"customer {self.chance.randrange(10**6)}"
        list_lines(team=self.team, filters=LogFilters(query=text), start="newest")

    def ask_frequent_text(self) -> None:
        _check(len(list_lines(team=self.team, filters=LogFilters(query="invoice"), start="newest").lines) == 100)


def measured(small: str, large: str, *, lines: int) -> tuple[list[Row], Numbers]:
    numbers: Numbers = {}
    begun = time.perf_counter()
    logs = Log(small, lines=SMALL_LINES, days=1), Log(large, lines=lines, days=DAYS)
    spans = logs[0].spans | logs[1].spans
    known_jobs.register(lambda team, job_id: spans.get(job_id))
    numbers["seconds to fill"] = time.perf_counter() - begun
    rows = [_ingest(logs[1], numbers)]
    for what, question, must in QUESTIONS:
        rows.append(_growth(logs, what, question, must, numbers))
    rows += [_long_run(logs[1], numbers), _old_day(logs[1], numbers)]
    return rows, {name: round(number, 4) for name, number in numbers.items()}


QUESTIONS: Final = (
    ("pages of one run, p95 at {lines} lines / at 10 thousand", Log.ask_run, 1.5),
    ("newest errors of a workflow, p95, the same", Log.ask_team, 2.0),
    ("newest lines of the team, p95, the same", Log.ask_newest, 2.0),
)


def settle() -> None:
    """As autovacuum leaves the tables."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE logs_logline, logs_searchchunk")


def _ingest(log: Log, numbers: Numbers) -> Row:
    """Beside what is there, in batches as a worker stores them."""
    rates = []
    for _ in range(3):
        run = Run(uuid4(), "ingest", datetime.now(UTC), INGESTED)
        lines = [run.line(log.chance, number) for number in range(run.count)]
        begun = time.perf_counter()
        for first in range(0, run.count, BATCH):
            run.say(lines[first : first + BATCH])
        rates.append(run.count / (time.perf_counter() - begun))
    numbers["ingest, slowest of three"] = min(rates)
    what = "ingest, one process, lines/s"
    return Row(what=what, measured=median(rates), must=50_000, more_is_better=True, form=",.0f")


def _growth(logs: tuple[Log, Log], what: str, question: Callable[[Log], None], must: float, numbers: Numbers) -> Row:
    seconds: dict[str, list[float]] = {log.database: [] for log in logs}
    for turn in range(WARMING + TURNS):
        for log in logs:
            use(log.database)
            took = _seconds(partial(question, log))
            if turn >= WARMING:
                seconds[log.database].append(took)
    small, large = (_p95(seconds[log.database]) for log in logs)
    name = what.format(lines=f"{len(logs[1].runs) * RUN_LINES:,}")
    return Row(what=name, measured=large / small, must=must, note=f"{large * 1000:.1f} ms / {small * 1000:.1f} ms")


def _long_run(log: Log, numbers: Numbers) -> Row:
    """Texts that are rare, frequent, and nowhere in a run of 50,000 lines; of the whole team besides."""
    run = Run(log.team.pk, "long", log.now - timedelta(hours=1), LONG_RUN)
    run.store(log.chance)
    settle()
    filters = LogFilters(job_id=run.job_id)
    texts = ("invoice", "customer 99", "e o", "nothing like that", "timeout response", "-", "answered 404 in 7")
    took = {}
    for text in texts:
        ask = partial(list_lines, team=log.team, filters=replace(filters, query=text))
        took[text] = _p95([_seconds(ask) for _ in range(20)])
        numbers[f"in the run, {text!r}, p95 s"] = took[text]
    for name, question in (("rare", Log.ask_rare_text), ("frequent", Log.ask_frequent_text)):
        numbers[f"of the team, {name} text, p95 s"] = _p95([_seconds(partial(question, log)) for _ in range(40)])
    slowest = max(took, key=took.__getitem__)
    return Row(
        what="search in one run of 50,000 lines, p95, ms",
        measured=took[slowest] * 1000,
        must=150,
        form=".0f",
        note=f"of the slowest text: {slowest!r}",
    )


def _old_day(log: Log, numbers: Numbers) -> Row:
    """Dropped while lines are stored."""
    old = Run(log.team.pk, "old", datetime.now(UTC) - OLD_DAY_AGO, RUN_LINES)
    for number in range(OLD_DAY_LINES // RUN_LINES):
        replace(old, begun=old.begun.replace(hour=1) + timedelta(seconds=30 * number)).store(log.chance)
    done, waits = threading.Event(), []

    def ingest() -> None:
        use(log.database)
        run, number = Run(log.team.pk, "beside", datetime.now(UTC), 0), 0
        while not done.is_set():
            waits.append(_seconds(partial(run.say, [run.line(log.chance, number)])))
            number += 1
        connection.close()

    thread = threading.Thread(target=ingest)
    thread.start()
    time.sleep(1)
    took = _seconds(lambda: partitions.drop_before((log.now - timedelta(days=DAYS + 1)).date()))
    time.sleep(0.2)
    done.set()
    thread.join()
    numbers["longest wait of ingest beside it, s"] = max(waits)
    note = f"meanwhile the slowest of {len(waits)} single lines took {max(waits) * 1000:.0f} ms to store"
    return Row(what="deleting a day of 1 million lines, s", measured=took, must=1, note=note)


def _seconds(action: Callable[[], object]) -> float:
    begun = time.perf_counter()
    action()
    return time.perf_counter() - begun


def _p95(seconds: list[float]) -> float:
    return quantiles(seconds, n=20)[-1]


def _check(condition: bool) -> None:
    if not condition:
        raise ValueError("The log did not answer what it was asked.")
