"""Storing lines, reading those of one session, and making room."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.db.models.functions import Left
from django.utils import timezone
from psycopg.errors import CheckViolation

from accounts.models import Team
from libretto.protocol import LogLevel, LogSource
from logs import partitions
from logs.models import LogLine
from logs.words import words_of
from runtime.redaction.shapes import hidden
from runtime.storable import storable_text

COPY_LINES = """COPY logs_logline
    (team_id, job_id, session_id, workflow, source, level, message, at, t_ms) FROM STDIN"""
COPY_CHUNKS = "COPY logs_searchchunk (team_id, job_id, workflow, first_at, at, words) FROM STDIN"
CHUNK_LINES = 1000
T_MS_MOST = 2**31 - 1
DAYS_AHEAD = 3

Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """`t_ms` on the session's clock; `at` is the same moment as wall time, and decides the order."""

    t_ms: int
    source: LogSource
    level: LogLevel
    message: str
    at: datetime


def append(
    *, team_id: UUID, job_id: UUID | None, session_id: UUID | None, workflow: str, lines: Sequence[Line]
) -> None:
    """Stores all the lines or, when it raises, none. Lines of the same moment keep their order.

    A repeat after an answer was lost (the database died just after it committed) stores them twice.
    """
    if not lines:
        return
    lines = [_without_secrets(line) for line in lines]
    team, job, session = (None if some is None else str(some) for some in (team_id, job_id, session_id))
    run = (team, job, session, storable_text(workflow))
    try:
        _copy(run, lines)
    except IntegrityError as error:
        if not isinstance(error.__cause__, CheckViolation):  # what PostgreSQL calls a missing partition
            raise
        partitions.make(line.at.astimezone(UTC).date() for line in lines)
        _copy(run, lines)


def _without_secrets(line: Line) -> Line:
    """The engine has taken them out of what the workflow and the page say; the server itself may quote an error."""
    return replace(line, message=hidden(line.message)) if line.source == "executor" else line


def _row(run: Row, line: Line) -> Row:
    """Of texts and numbers alone: psycopg takes thrice as long to write a UUID or a moment."""
    t_ms = max(-T_MS_MOST, min(line.t_ms, T_MS_MOST))
    return (*run, line.source, line.level, storable_text(line.message), line.at.isoformat(), t_ms)


def _chunks(run: Row, lines: Sequence[Line]) -> list[Row]:
    """What search finds them by: chunks of so many lines, each of one day."""
    days: defaultdict[date, list[Line]] = defaultdict(list)
    for line in lines:
        days[line.at.astimezone(UTC).date()].append(line)
    chunks = [some[first : first + CHUNK_LINES] for some in days.values() for first in range(0, len(some), CHUNK_LINES)]
    team, job, _, workflow = run
    return [
        (
            *(team, job, workflow),
            min(line.at for line in chunk),
            max(line.at for line in chunk),
            storable_text(words_of(line.message for line in chunk)),
        )
        for chunk in chunks
    ]


def _copy(run: Row, lines: Sequence[Line]) -> None:
    # What goes wrong inside `copy` is psycopg's own error unless Django is asked to translate it.
    with transaction.atomic(), connection.cursor() as cursor, connection.wrap_database_errors:
        with cursor.copy(COPY_LINES) as copy:
            for line in lines:
                copy.write_row(_row(run, line))
            chunks = _chunks(run, lines)  # while PostgreSQL is still busy with the lines
        with cursor.copy(COPY_CHUNKS) as copy:
            for chunk in chunks:
                copy.write_row(chunk)


def session_lines(
    *,
    team: Team,
    session_id: UUID,
    between: tuple[datetime, datetime | None],
    after: int = 0,
    limit: int,
    text_most: int,
    newest: bool = False,
) -> list[tuple[int, int, str, str, str]]:
    """(sequence, t_ms, level, source, text) of a session's lines stored after the line numbered `after`: the first
    ones of them, or the `newest`; in the order of their numbers either way.

    `between` is when the session was open (to now: None): other days are not looked at. Texts are cut to
    `text_most` characters.
    """
    lines = LogLine.objects.of(team).of_session(session_id, between).filter(sequence__gt=after)
    fields = ("sequence", "t_ms", "level", "source", Left("message", text_most))
    if newest:
        return list(lines.order_by("-sequence").values_list(*fields)[:limit])[::-1]
    return list(lines.order_by("sequence").values_list(*fields)[:limit])


def session_line(
    *, team: Team, session_id: UUID, between: tuple[datetime, datetime | None], sequence: int
) -> LogLine | None:
    lines = LogLine.objects.of(team).of_session(session_id, between)
    return lines.filter(sequence=sequence).first()


def maintain_partitions() -> None:
    """Makes the partitions of the coming days and drops those past their keeping."""
    today = timezone.now().astimezone(UTC).date()
    partitions.make(today + timedelta(days=ahead) for ahead in range(DAYS_AHEAD + 1))
    partitions.drop_before(today - timedelta(days=settings.LOG_DAYS))
