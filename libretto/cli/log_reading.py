"""Reading the log of a job, once or again and again while it grows."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from time import monotonic
from typing import TYPE_CHECKING, Any

from libretto.cli.moments import as_sent

if TYPE_CHECKING:
    from libretto.client import Client

Line = dict[str, Any]  # an entry of logs/list

PAGE_LINES = 1000
LATE = timedelta(seconds=5)  # several processes write a log: a line may come after others that were said later
AHEAD_LINES = 20  # of those, as many may be ahead of all the rest


class LogReader:
    """Gives the lines that came since it was last asked: each once, none left out, those of a page in order.

    It reads the last seconds of the log again each time, for lines that came late, and leaves out what it gave before.
    Lines have no ids in the API, so equal lines of one moment are counted.
    """

    def __init__(self, client: Client, filters: Mapping[str, Any]) -> None:
        """`filters` as logs/list takes them, `jobId` among them."""
        self._client = client
        self._filters = dict(filters)
        self._given: Counter[str] = Counter()

    def new_lines(self, patience: float = 0.0) -> Iterator[Line]:
        """`patience`: see `Connection.call`."""
        began = monotonic()
        read: Counter[str] = Counter()
        newest: list[Line] = []
        for page in self._pages(patience):
            for line in page:
                read[key := _key(line)] += 1
                if read[key] > self._given[key]:
                    yield line
            newest = [*newest, *page][-AHEAD_LINES:]
            if len(newest) == AHEAD_LINES:
                self._pass(newest[0], read, timedelta(seconds=monotonic() - began))
        self._given = read

    def _pages(self, patience: float) -> Iterator[list[Line]]:
        query = self._filters | {"limit": PAGE_LINES}
        while True:
            answer = self._client.call("logs/list", query, patience=patience)
            yield answer["logs"]
            if not answer.get("nextPageToken"):
                return
            query["pageToken"] = answer["nextPageToken"]

    def _pass(self, line: Line, read: Counter[str], reading: timedelta) -> None:
        """Next time only what was said after `line`, or shortly before it, or since we began `reading`."""
        since = as_sent(datetime.fromisoformat(line["timestamp"]) - LATE - reading)
        if since > self._filters.get("since", ""):
            self._filters["since"] = since
            for key in [key for key in read if key < since]:
                del read[key]


def _key(line: Line) -> str:
    """Begins with the moment, which the API writes so that texts compare as moments do."""
    return f"{line['timestamp']} {json.dumps(line, sort_keys=True)}"
