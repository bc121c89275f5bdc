"""Lines found without reading all: first the chunks that may have some, then the lines of these."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import reduce
from itertools import chain, repeat
from operator import or_
from typing import NamedTuple
from uuid import UUID

from django.db.models import Q

from logs.models import LogLine, LogLineQuerySet, SearchChunkQuerySet
from logs.windows import Window

Fetch = Callable[[LogLineQuerySet], list[LogLine]]


class Span(NamedTuple):
    """Of one chunk: whose lines, and when its first and its last one were said."""

    job_id: UUID | None
    first_at: datetime
    at: datetime
    number: int


class Pace(NamedTuple):
    """How many chunks are taken at a time."""

    spans: int  # looked up by one query
    groups: tuple[int, ...]  # whose lines are read by one query: few at first, since a frequent text is in each
    apart: timedelta  # what is no farther apart of one run is read as one: some lines more cost less than another range


WITH_WORDS = Pace(spans=5_000, groups=(4, 16, 64), apart=timedelta(seconds=1))
EVERY_CHUNK = Pace(spans=300, groups=(1, 16, 256), apart=timedelta(days=36_500))  # what is in between is wanted, too


@dataclass(frozen=True, slots=True)
class Found:
    """Lines in the order they were asked for. `stopped_at`: the first moment not looked at when the time was up."""

    lines: list[LogLine]
    stopped_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Search:
    """`lines` are those wanted, `chunks` all those which may have some of them."""

    lines: LogLineQuerySet
    chunks: SearchChunkQuerySet
    pace: Pace
    newest_first: bool
    fetch: Fetch
    time_is_up: Callable[[], bool]

    def within(self, window: Window, want: int) -> Found:
        """The first `want` lines of the window."""
        lines = self.lines.within(window.since, window.until)
        found: dict[int, LogLine] = {}  # by number: chunks may overlap in time
        for spans, following in _with_next(self._groups(window)):
            found |= {line.sequence: line for line in self._lines_of(lines, spans, want)}
            if following is None:
                break
            edge = self._begin_of(following[0])
            sure = [line for line in self._in_order(found.values()) if self._comes_before(line, edge)]
            if len(sure) >= want:
                return Found(sure[:want])
            if self.time_is_up():
                return Found(sure, stopped_at=edge)
        return Found(self._in_order(found.values())[:want])

    def _groups(self, window: Window) -> Iterator[Sequence[Span]]:
        sizes = chain(self.pace.groups, repeat(self.pace.groups[-1]))
        last: Span | None = None
        while spans := self._spans(window, after=last):
            last, position = spans[-1], 0
            while position < len(spans):
                group = spans[position : position + next(sizes)]
                yield group
                position += len(group)
            if len(spans) < self.pace.spans:
                return

    def _spans(self, window: Window, *, after: Span | None) -> list[Span]:
        chunks = self.chunks.between(window.since, window.until)
        place = (self._begin_of(after), after.number) if after else None
        ordered = chunks.newest_first(place) if self.newest_first else chunks.oldest_first(place)
        return [Span(*row) for row in ordered.values_list(*Span._fields)[: self.pace.spans]]

    def _lines_of(self, lines: LogLineQuerySet, spans: Sequence[Span], want: int) -> list[LogLine]:
        # What is true of all spans lets PostgreSQL skip partitions.
        first, last = min(span.first_at for span in spans), max(span.at for span in spans)
        theirs = lines.filter(reduce(or_, map(_lines_in, _merged(spans, self.pace.apart))), at__gte=first, at__lte=last)
        return self.fetch((theirs.newest_first() if self.newest_first else theirs.oldest_first())[:want])

    def _begin_of(self, span: Span) -> datetime:
        """Where one comes to it first."""
        return span.at if self.newest_first else span.first_at

    def _comes_before(self, line: LogLine, edge: datetime) -> bool:
        return line.at > edge if self.newest_first else line.at < edge

    def _in_order(self, lines: Iterable[LogLine]) -> list[LogLine]:
        return sorted(lines, key=lambda line: (line.at, line.sequence), reverse=self.newest_first)


def _merged(spans: Sequence[Span], apart: timedelta) -> list[Span]:
    merged: list[Span] = []
    for span in sorted(spans, key=lambda span: (str(span.job_id), span.first_at)):
        last = merged[-1] if merged else None
        if last and last.job_id == span.job_id and span.first_at - last.at <= apart:
            merged[-1] = last._replace(at=max(last.at, span.at))
        else:
            merged.append(span)
    return merged


def _lines_in(span: Span) -> Q:
    return Q(at__range=(span.first_at, span.at), job_id=span.job_id)


def _with_next(groups: Iterator[Sequence[Span]]) -> Iterator[tuple[Sequence[Span], Sequence[Span] | None]]:
    group = next(groups, None)
    while group is not None:
        following = next(groups, None)
        yield group, following
        group = following
