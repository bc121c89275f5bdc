"""Storing lines, reading those of one session, and making room."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.db.models.functions import Left
from django.utils import timezone
from psycopg.errors import CheckViolation

from accounts.models import Team
from logs import binary_rows, partitions
from logs.batch import Batch, Line
from logs.models import LogLine

__all__ = ["Line", "append", "maintain_partitions", "session_line", "session_lines"]

COPY = "COPY {} ({}) FROM STDIN (FORMAT binary)"
COPY_LINES = COPY.format(partitions.LINES, ", ".join(binary_rows.LINE_COLUMNS))
COPY_CHUNKS = COPY.format(partitions.CHUNKS, ", ".join(binary_rows.CHUNK_COLUMNS))
DAYS_AHEAD = 3


def append(
    *, team_id: UUID, job_id: UUID | None, session_id: UUID | None, workflow: str, lines: Sequence[Line]
) -> None:
    """Stores all the lines or, when it raises, none. Lines of the same moment keep their order.

    A repeat after an answer was lost (the database died just after it committed) stores them twice.
    """
    if not lines:
        return
    batch = Batch(team_id=team_id, job_id=job_id, session_id=session_id, workflow=workflow, lines=lines)
    try:
        _copy(batch)
    except IntegrityError as error:
        if not isinstance(error.__cause__, CheckViolation):  # what PostgreSQL calls a missing partition
            raise
        partitions.make(batch.days)
        _copy(batch)


def _copy(batch: Batch) -> None:
    # What goes wrong inside `copy` is psycopg's own error unless Django is asked to translate it.
    with transaction.atomic(), connection.cursor() as cursor, connection.wrap_database_errors:
        with cursor.copy(COPY_LINES) as copy:
            for rows in batch.line_rows():
                copy.write(rows)
            chunks = list(batch.chunk_rows())  # while PostgreSQL is still busy with the lines
        with cursor.copy(COPY_CHUNKS) as copy:
            for row in chunks:
                copy.write(row)


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
