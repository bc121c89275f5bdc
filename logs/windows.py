"""The spans of time that a page of lines is looked for in, one after the other.

Asked for thirty days at once, PostgreSQL plans for thirty partitions and touches an index of each, though the first
page mostly is in one of them. And of a frequent word, it would look at every chunk of the thirty days.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import chain, repeat

from django.utils import timezone

from logs import partitions

DAY = timedelta(days=1)
FEW_DAYS = 2 * DAY  # are looked at as one
STEPS = (timedelta(hours=1), timedelta(hours=6), *(DAY * 2**doubling for doubling in range(8)))


@dataclass(frozen=True, slots=True)
class Window:
    """From `since` on, before `until`."""

    since: datetime
    until: datetime


def windows(since: datetime | None, until: datetime | None, *, newest_first: bool) -> Iterator[Window]:
    """All the time between the two that can have lines, in longer and longer spans."""
    days = partitions.existing()
    if not days:
        return
    begin, end = begin_of(min(days)), begin_of(max(days)) + DAY
    begin, end = max(begin, since or begin), min(end, until or end)
    if since and until and until - since <= FEW_DAYS:
        if begin < end:
            yield Window(begin, end)
        return
    steps = chain(STEPS, repeat(STEPS[-1]))
    if not newest_first:
        while begin < end:
            window = Window(begin, min(end, begin + next(steps)))
            yield window
            begin = window.until
        return
    newest = min(end, timezone.now())  # partitions are made ahead
    while begin < end:
        newest -= next(steps)
        window = Window(max(begin, min(newest, end)), end)
        yield window
        end = window.since


def begin_of(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
