"""Finding the lines beyond a place, window by window, by the index that suits the filters."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from time import monotonic
from typing import Literal

from django.db import OperationalError, connection, transaction
from django.utils import timezone
from psycopg.errors import QueryCanceled

from accounts import known_jobs
from accounts.models import Team
from api.errors import InvalidInput, Unavailable
from logs import search
from logs.models import CLOCKS_APART, Level, LogFilters, LogLine, LogLineQuerySet, Position, SearchChunk, Source
from logs.search import Found, Search
from logs.windows import Window, windows
from logs.words import LEAST, telling_words

MICROSECOND = timedelta(microseconds=1)
PAGE_SECONDS = 3.0  # then a page ends, with fewer lines than it could have
QUERY_MILLISECONDS = 10_000

Direction = Literal["older", "newer"]
Finder = Callable[[Window, int], Found]


def read(team: Team, filters: LogFilters, direction: Direction, place: Position | None, want: int) -> Found:
    """The first `want` lines beyond `place`."""
    filters = _narrowed(team, filters, direction, place)
    deadline = monotonic() + PAGE_SECONDS
    find = _finder(team, filters, direction, place, deadline)
    found: list[LogLine] = []
    not_yet: datetime | None = None  # the first moment that was not looked at
    for window in windows(filters.since, filters.until, newest_first=direction == "older"):
        if not_yet is not None and monotonic() > deadline:
            return Found(found, not_yet)
        part = find(window, want - len(found))
        found += part.lines
        if len(found) >= want:
            break
        if part.stopped_at is not None:
            return Found(found, part.stopped_at)
        not_yet = window.since - MICROSECOND if direction == "older" else window.until
    return Found(found)


def _narrowed(team: Team, filters: LogFilters, direction: Direction, place: Position | None) -> LogFilters:
    """With the times that lines can have, for other days need not be looked at."""
    since, until = [filters.since], [filters.until]
    if filters.job_id and (span := known_jobs.span_of(team=team, job_id=filters.job_id)):
        begun, ended = span
        since.append(begun - CLOCKS_APART)
        until.append((ended or timezone.now()) + CLOCKS_APART)
    if place is not None:
        (until if direction == "older" else since).append(place.at + MICROSECOND if direction == "older" else place.at)
    return replace(
        filters,
        since=max((moment for moment in since if moment), default=None),
        until=min((moment for moment in until if moment), default=None),
    )


def _finder(team: Team, filters: LogFilters, direction: Direction, place: Position | None, deadline: float) -> Finder:
    newest_first = direction == "older"
    lines = LogLine.objects.of(team).matching(filters)
    if place is not None:
        lines = lines.before(place) if newest_first else lines.after(place)
    levels = [] if set(filters.levels) == set(Level.values) else sorted(set(filters.levels))
    words = _words(filters)
    if words is None and not _is_most_of_a_workflow(filters):
        return lambda window, want: Found(_of_levels(_within(lines, window), levels, newest_first, want))
    return Search(
        lines=lines.filter(level__in=levels) if levels else lines,
        chunks=SearchChunk.objects.of(team).matching(filters).with_words(words or ()),
        pace=search.EVERY_CHUNK if words is None else search.WITH_WORDS,
        newest_first=newest_first,
        fetch=_fetch,
        time_is_up=lambda: monotonic() > deadline,
    ).within


def _words(filters: LogFilters) -> list[str] | None:
    """What to search by; None: all lines that the other filters leave are to be looked at."""
    if filters.query is None:
        return None
    words = telling_words(filters.query)
    if not words and filters.job_id is None and filters.session_id is None:
        raise InvalidInput(
            f"Search for at least {LEAST} letters or digits in a row, or in one run (jobId): shorter texts are found "
            "there only.",
            path=["query"],
        )
    return words if words and filters.session_id is None else None


def _is_most_of_a_workflow(filters: LogFilters) -> bool:
    """No index has all lines of a workflow, but most chunks are nothing else. What few lines are has one of its own."""
    alone = filters.workflow is not None and filters.job_id is None and filters.session_id is None
    return alone and filters.source in (None, Source.WORKFLOW) and (not filters.levels or Level.INFO in filters.levels)


def _within(lines: LogLineQuerySet, window: Window) -> LogLineQuerySet:
    return lines.within(window.since, window.until)


def _of_levels(lines: LogLineQuerySet, levels: list[str], newest_first: bool, want: int) -> list[LogLine]:
    """One query a level: an index has the lines of each in their order."""
    wanted = [lines.filter(level=level) for level in levels] or [lines]
    found = [
        line
        for some in wanted
        for line in _fetch((some.newest_first() if newest_first else some.oldest_first())[:want])
    ]
    return sorted(found, key=lambda line: (line.at, line.sequence), reverse=newest_first)[:want]


def _fetch(lines: LogLineQuerySet) -> list[LogLine]:
    """A filter that few lines pass makes the database read many: it may take long, but not for ever."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL statement_timeout = {QUERY_MILLISECONDS:d}")
            return list(lines)
    except OperationalError as error:
        if isinstance(error.__cause__, QueryCanceled):
            raise Unavailable("The search took too long. Narrow it by jobId, workflow or since.") from error
        raise
