"""Log lines as workflows write them: sentences, requests, JSON, numbers that differ."""

from __future__ import annotations

import random
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from jobs.event_buffer import BATCH
from libretto.protocol import LogLevel, LogSource
from logs.services import Line, append

RUN_LINES: Final = 1_000
WORKFLOWS: Final = [f"workflow-{number}" for number in range(4)]
WORDS: Final = (
    *("order", "customer", "page", "click", "loaded", "waiting", "selector", "button", "invoice", "export", "row"),
    *("table", "found", "missing", "retry", "timeout", "response", "status", "total", "price", "name", "address"),
    *("email", "element", "visible", "hidden", "started", "finished", "download", "upload"),
)


@dataclass
class Run:
    """`count` lines of one run, 20 ms apart."""

    team_id: UUID
    workflow: str
    begun: datetime
    count: int
    job_id: UUID = field(default_factory=uuid.uuid4)

    def store(self, chance: random.Random) -> None:
        for first in range(0, self.count, BATCH):
            self.say([self.line(chance, number) for number in range(first, min(first + BATCH, self.count))])

    def say(self, lines: list[Line]) -> None:
        append(team_id=self.team_id, job_id=self.job_id, session_id=self.job_id, workflow=self.workflow, lines=lines)

    def line(self, chance: random.Random, number: int) -> Line:
        draw = chance.random()
        level: LogLevel = "error" if draw < 0.04 else "warn" if draw < 0.1 else "info"
        source: LogSource = "browser" if draw > 0.95 else "workflow"
        moment = timedelta(milliseconds=20 * number)
        return Line(t_ms=20 * number, source=source, level=level, message=_message(chance), at=self.begun + moment)


def runs(team_id: UUID, *, lines: int, days: int, end: datetime, chance: random.Random) -> Iterator[Run]:
    """Of so many lines altogether, spread over the days before `end`."""
    count = lines // RUN_LINES
    for number in range(count):
        begun = end - timedelta(days=days) * (1 - number / count)
        yield Run(team_id, WORKFLOWS[number % len(WORKFLOWS)], begun, RUN_LINES)


def _message(chance: random.Random) -> str:
    draw, number, words = chance.random(), chance.randrange(10**6), " ".join(chance.choices(WORDS, k=10))
    if draw < 0.3:
        return f"Row {chance.randrange(10**5)} of customer {number}: {words}"
    if draw < 0.5:
        status, took = chance.choice((200, 200, 404, 500)), chance.randrange(3000)
        return f"GET https://portal.example/orders/{number}?page={number % 500} answered {status} in {took} ms"
    if draw < 0.6:
        return f'{{"event": "{chance.choice(WORDS)}", "id": "{uuid.UUID(int=chance.getrandbits(128))}"}}'
    return words
