"""What the page of the log asks for besides one page of lines."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from accounts.models import Team
from logs.listing import EPOCH, MICROSECOND, LogPage, list_lines
from logs.models import LogFilters, LogLine, Position

TEXT_MOST = 4_000
MILLISECOND = timedelta(milliseconds=1)


def lines_around(*, team: Team, filters: LogFilters, place: Position, limit: int) -> LogPage:
    """Half of `limit` before the moment of `place`, and half of it from there on."""
    half = max(1, limit // 2)
    until, since = [filters.until, place.at], [filters.since, place.at]
    before = replace(filters, until=min(moment for moment in until if moment))
    after = replace(filters, since=max(moment for moment in since if moment))
    older = list_lines(team=team, filters=before, limit=half, start="newest")
    newer = list_lines(team=team, filters=after, limit=half, start="oldest")
    return LogPage(older.lines + newer.lines, older=older.older, newer=newer.newer)


def row_of(line: LogLine) -> list[Any]:
    """[sequence, at, level, source, text, is_cut, job_id, session_id, workflow, t_ms, place]: `at` in ms since 1970,
    `place` in microseconds: with the number it is the line's link and its place in the order."""
    return [
        line.sequence,
        (line.at - EPOCH) // MILLISECOND,
        line.level,
        line.source,
        line.message[:TEXT_MOST],
        int(len(line.message) > TEXT_MOST),
        str(line.job_id) if line.job_id else None,
        str(line.session_id) if line.session_id else None,
        line.workflow,
        line.t_ms,
        (line.at - EPOCH) // MICROSECOND,
    ]
