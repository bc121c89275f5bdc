"""Writing lines, and reading them a page at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Literal
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, OperationalError, connection, transaction
from django.db.models.functions import Left
from django.utils import timezone
from psycopg.errors import CheckViolation, QueryCanceled

from accounts.models import Team
from api import paging
from api.errors import InvalidInput, Unavailable
from libretto.protocol import LogLevel, LogSource
from logs import partitions
from logs.models import LogFilters, LogLine, LogLineQuerySet, Position
from runtime.storable import storable_text

COPY = f"""COPY {partitions.TABLE}
    (team_id, job_id, session_id, workflow, source, level, message, at, t_ms) FROM STDIN"""
T_MS_MOST = 2**31 - 1
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
TOKEN_PURPOSE = "logs.list"  # noqa: S105 (a label)
DAYS_AHEAD = 3
SEARCH_MILLISECONDS = 10_000

Direction = Literal["older", "newer"]


@dataclass(frozen=True, slots=True)
class Line:
    """`t_ms` on the session's clock; `at` is the same moment as wall time, and decides the order."""

    t_ms: int
    source: LogSource
    level: LogLevel
    message: str
    at: datetime


@dataclass(frozen=True, slots=True)
class LogPage:
    """Lines, oldest first, and the tokens of the pages on either side; None where nothing more is known."""

    lines: list[LogLine]
    older: str | None
    newer: str | None


def append(
    *, team_id: UUID, job_id: UUID | None, session_id: UUID | None, workflow: str, lines: Sequence[Line]
) -> None:
    """Stores all the lines or, when it raises, none. Lines of the same moment keep their order.

    A repeat after an answer was lost (the database died just after it committed) stores them twice.
    """
    if not lines:
        return
    run = (team_id, job_id, session_id, storable_text(workflow))
    rows = [
        (
            *run,
            line.source,
            line.level,
            storable_text(line.message),
            line.at,
            max(-T_MS_MOST, min(line.t_ms, T_MS_MOST)),
        )
        for line in lines
    ]
    try:
        _copy(rows)
    except IntegrityError as error:
        if not isinstance(error.__cause__, CheckViolation):  # what PostgreSQL calls a missing partition
            raise
        partitions.make(line.at.astimezone(UTC).date() for line in lines)
        _copy(rows)


def _copy(rows: Sequence[tuple[Any, ...]]) -> None:
    # What goes wrong inside `copy` is psycopg's own error unless Django is asked to translate it.
    with (
        transaction.atomic(),
        connection.cursor() as cursor,
        connection.wrap_database_errors,
        cursor.copy(COPY) as copy,
    ):
        for row in rows:
            copy.write_row(row)


def list_lines(
    *,
    team: Team,
    filters: LogFilters,
    limit: int = 100,
    token: str | None = None,
    start: Literal["oldest", "newest"] = "oldest",
) -> LogPage:
    """One page. Without a token it is the one at `start`. Tokens stay valid while lines are being added.

    Raises InvalidInput for a token that is not ours, Unavailable when the filters make it read too much.
    """
    lines = LogLine.objects.of(team).matching(filters)
    place: Position | None = None
    direction: Direction = "newer" if start == "oldest" else "older"
    if token is not None:
        direction, place = _decode(token)
    if direction == "newer":
        wanted = (lines.after(place) if place else lines).oldest_first()
    else:
        wanted = (lines.before(place) if place else lines).newest_first()
    found = _fetch(wanted[: limit + 1])
    more, found = len(found) > limit, found[:limit]
    if direction == "older":
        found.reverse()
    has_older, has_newer = (more, place is not None) if direction == "older" else (place is not None, more)
    return LogPage(
        lines=found,
        older=_encode("older", found[0]) if found and has_older else None,
        newer=_encode("newer", found[-1]) if found and has_newer else None,
    )


def _fetch(lines: LogLineQuerySet) -> list[LogLine]:
    """A filter that few lines pass makes the database read many: it may take long, but not for ever."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL statement_timeout = {SEARCH_MILLISECONDS:d}")
            return list(lines)
    except OperationalError as error:
        if isinstance(error.__cause__, QueryCanceled):
            raise Unavailable("The search took too long. Narrow it by jobId, workflow or since.") from error
        raise


def _encode(direction: Direction, line: LogLine) -> str:
    microseconds = (line.at - EPOCH) // timedelta(microseconds=1)
    return paging.encode(TOKEN_PURPOSE, [direction, microseconds, line.sequence])


def _decode(token: str) -> tuple[Direction, Position]:
    match paging.decode(TOKEN_PURPOSE, token, field="pageToken"):
        case ["older" | "newer" as direction, int(microseconds), int(sequence)]:
            return direction, Position(EPOCH + timedelta(microseconds=microseconds), sequence)
    raise InvalidInput("Use nextPageToken of an earlier answer, unchanged.", path=["pageToken"])


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
