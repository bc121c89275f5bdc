"""Reading lines a page at a time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal

from accounts.models import Team
from api import paging
from api.errors import InvalidInput
from logs.models import LogFilters, LogLine, Position
from logs.reading import MICROSECOND, Direction, read
from logs.search import Found

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
TOKEN_PURPOSE = "logs.list"  # noqa: S105 (a label)
NUMBER_MOST = 2**63 - 1


@dataclass(frozen=True, slots=True)
class LogPage:
    """Lines, oldest first, and the tokens of the pages on either side; None where nothing more is known.

    A page may have fewer lines than asked for, or none, and a token all the same: much was looked at, little found.
    """

    lines: list[LogLine]
    older: str | None
    newer: str | None


def list_lines(
    *,
    team: Team,
    filters: LogFilters,
    limit: int = 100,
    token: str | None = None,
    start: Literal["oldest", "newest"] = "oldest",
) -> LogPage:
    """One page. Without a token it is the one at `start`. Tokens stay valid while lines are being added.

    Raises InvalidInput for a token that is not ours and for a search that no index can serve, Unavailable when it
    takes too long all the same.
    """
    place: Position | None = None
    direction: Direction = "newer" if start == "oldest" else "older"
    if token is not None:
        direction, place = _decode(token)
    found = read(team, filters, direction, place, limit + 1)
    lines = _oldest_first(direction, found, limit)
    further = _further(direction, found, limit)
    back = _encode(_opposite(direction), _back(direction, lines, place)) if place else None
    return LogPage(lines, *((further, back) if direction == "older" else (back, further)))


def page_around(*, team: Team, filters: LogFilters, place: Position, limit: int) -> LogPage:
    """Half of `limit` up to the line at `place` and half of it after, whether there is such a line or not."""
    half = max(1, limit // 2)
    before = read(team, filters, "older", Position(place.at, place.sequence + 1), half + 1)
    after = read(team, filters, "newer", place, half + 1)
    return LogPage(
        _oldest_first("older", before, half) + _oldest_first("newer", after, half),
        older=_further("older", before, half),
        newer=_further("newer", after, half),
    )


def _oldest_first(direction: Direction, found: Found, limit: int) -> list[LogLine]:
    lines = found.lines[:limit]
    return lines[::-1] if direction == "older" else lines


def _further(direction: Direction, found: Found, limit: int) -> str | None:
    """The token of the page behind this one, if there is one."""
    if len(found.lines) > limit:
        return _encode(direction, found.lines[limit - 1].place)
    if found.stopped_at is not None:
        return _encode(direction, Position(found.stopped_at, NUMBER_MOST if direction == "older" else 0))
    return None


def _opposite(direction: Direction) -> Direction:
    return "newer" if direction == "older" else "older"


def _back(direction: Direction, lines: list[LogLine], place: Position) -> Position:
    """Where the page before this one begins; `lines` are oldest first."""
    if not lines:  # the line of the place is on that page
        return Position(place.at, place.sequence - 1 if direction == "older" else place.sequence + 1)
    return lines[-1].place if direction == "older" else lines[0].place


def _encode(direction: Direction, place: Position) -> str:
    microseconds = (place.at - EPOCH) // MICROSECOND
    return paging.encode(TOKEN_PURPOSE, [direction, microseconds, place.sequence])


def _decode(token: str) -> tuple[Direction, Position]:
    match paging.decode(TOKEN_PURPOSE, token, field="pageToken"):
        case ["older" | "newer" as direction, int(microseconds), int(sequence)]:
            return direction, Position(EPOCH + timedelta(microseconds=microseconds), sequence)
    raise InvalidInput("Use nextPageToken of an earlier answer, unchanged.", path=["pageToken"])
