"""Events and lines of a session as files: for the offline page, and one JSON object a line for other programs.

Read in batches, each with a query of its own: the database connection may be another one in between.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any, TypeVar

from django.db.models import Count, Model, QuerySet
from django.db.models.fields.json import KT

from logs.models import LogLine
from recordings.models import TimelineEvent
from replay.details import details_of, shown_data, source_key_of, source_of
from replay.feed import TEXT_MOST, UNSEEN_KINDS, Cursor, feed_of
from replay.viewing import Viewing

Row = TypeVar("Row", bound=Model)
BATCH = 500
END = 2**63 - 1  # beyond every revision and every line
# A browser reads no script of 512 MiB. What is left out of the page's details is in the files beside it.
ROWS_MOST = 100 * 1024**2
DETAILS_MOST = 200 * 1024**2
FILE_MOST = 1024**3
NO_SNAPSHOTS: dict[str, str | None] = {"before": None, "after": None}


def data_js(viewing: Viewing, *, video: str | None) -> Iterator[bytes]:
    """`window.REPLAY_DATA` as static/replay/source.js reads it. `video` is the recording's file beside it."""
    answer = {**feed_of(viewing, Cursor(END, END, 0)), "ended": True, "more": False}
    if video:
        answer["video"] |= {"state": "ready", "note": "", "url": video}
    elif answer["video"]["state"] == "growing":
        answer["video"] |= {"state": "none"}
    answer["video"]["pieces"] = []
    del answer["events"], answer["lines"], answer["next"]
    yield b"window.REPLAY_DATA = {" + b'"feed":' + _json(answer)[:-1]
    yield from _between(b',"events":[', _until(ROWS_MOST, _feed(viewing, "events")), b"]")
    yield from _between(b',"lines":[', _until(ROWS_MOST, _feed(viewing, "lines")), b"]}")
    yield from _between(b',"details":{', _until(DETAILS_MOST, _details(viewing)), b"}")
    yield from _between(b',"lines":{', _until(ROWS_MOST, _long_lines(viewing)), b"}")
    yield b"};\n"


def events_ndjson(viewing: Viewing) -> Iterator[bytes]:
    rows = (
        {"key": event.key, "kind": event.kind, "t_ms": event.t_ms, "data": shown_data(viewing, event)}
        for batch in _events(viewing)
        for event in batch
    )
    return _until(FILE_MOST, (_json(row) + b"\n" for row in rows))


def logs_ndjson(viewing: Viewing) -> Iterator[bytes]:
    rows = (_line(line) for batch in _lines(viewing) for line in batch)
    return _until(FILE_MOST, (_json(row) + b"\n" for row in rows))


def _feed(viewing: Viewing, kind: str) -> Iterator[bytes]:
    cursor, more = Cursor(0, END, END) if kind == "events" else Cursor(END, 0, END), True
    while more:
        answer = feed_of(viewing, cursor)
        yield from map(_json, answer[kind])
        cursor, more = Cursor(answer["next"]["timeline"], answer["next"]["logs"], END), answer["more"]


def _details(viewing: Viewing) -> Iterator[bytes]:
    parents = viewing.session.timeline.filter(data__has_key="parent").values_list(KT("data__parent"))
    children = dict(parents.annotate(count=Count("pk")).order_by()) if viewing.steps else {}
    for batch in _events(viewing):
        sources = _sources(viewing, batch)
        for event in batch:
            details = details_of(
                viewing,
                event,
                source=sources.get(source_key_of(event)),
                snapshots=NO_SNAPSHOTS,  # they are in trace.zip
                children=children.get(event.key, 0),
            )
            yield _json(event.key) + b":" + _json(details)


def _sources(viewing: Viewing, batch: list[TimelineEvent]) -> dict[str | None, dict[str, Any]]:
    """The excerpts around the calls of a batch, by their keys."""
    if not viewing.job_page:
        return {}
    keys = {key for event in batch if (key := source_key_of(event))}
    found = viewing.session.timeline.filter(kind="source", key__in=keys).values_list("key", "data")
    return {key: source_of(data) for key, data in found}


def _long_lines(viewing: Viewing) -> Iterator[bytes]:
    """Those which the feed cuts."""
    for batch in _lines(viewing):
        for line in batch:
            if len(line.message) > TEXT_MOST:
                yield _json(str(line.sequence)) + b":" + _json(_line(line))


def _line(line: LogLine) -> dict[str, Any]:
    names = ("sequence", "t_ms", "level", "source")
    return {**{name: getattr(line, name) for name in names}, "at": line.at.isoformat(), "text": line.message}


def _events(viewing: Viewing) -> Iterator[list[TimelineEvent]]:
    timeline = viewing.session.timeline.exclude(kind__in=UNSEEN_KINDS)
    return _batches(timeline, "revision") if viewing.steps else iter(())


def _lines(viewing: Viewing) -> Iterator[list[LogLine]]:
    lines = LogLine.objects.of(viewing.team).of_session(viewing.session.pk, viewing.open_between)
    return _batches(lines, "sequence") if viewing.logs else iter(())


def _batches(rows: QuerySet[Row], number: str) -> Iterator[list[Row]]:
    """In the order of that field, which no two of them share."""
    after, more = 0, True
    while more:
        batch = list(rows.filter(**{f"{number}__gt": after}).order_by(number)[:BATCH])
        yield batch
        more = len(batch) == BATCH
        after = getattr(batch[-1], number) if more else after


def _between(begin: bytes, items: Iterable[bytes], end: bytes) -> Iterator[bytes]:
    yield begin
    for number, item in enumerate(items):
        yield b",\n" + item if number else item
    yield end


def _until(most: int, items: Iterable[bytes]) -> Iterator[bytes]:
    """As many as fit."""
    size = 0
    for item in items:
        size += len(item)
        if size > most:
            return
        yield item


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
