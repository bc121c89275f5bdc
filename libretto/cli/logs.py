"""`libretto cloud logs`."""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from libretto.cli.connecting import connect
from libretto.cli.exits import INTERRUPTED
from libretto.cli.identifiers import JOB_ID
from libretto.cli.output import Progress, json_option, note, print_json, say
from libretto.protocol import FINAL_STATES

if TYPE_CHECKING:
    from libretto.client import Client

PAGE_LINES = 1000
FOLLOW_SECONDS = 1.0


@click.command()
@click.argument("job_id", metavar="JOB", type=JOB_ID)
@click.option("--level", type=click.Choice(["info", "warn", "error"]), help="Only lines of this level.")
@click.option(
    "--follow", is_flag=True, help="Go on until the job has ended. With --json: one line of JSON per log line."
)
@json_option
def logs(job_id: str, level: str | None, follow: bool, as_json: bool) -> None:
    """Print what a job and its executor logged, oldest first."""
    client = connect(progress := Progress())
    reader = _Reader(client, job_id, level)
    if not follow:
        _print_all(reader.new_lines(), as_json=as_json)
        return
    try:
        _follow(client, job_id, reader, as_json=as_json)
    except KeyboardInterrupt:
        progress.clear()
        note(f"The job goes on. Follow it again: libretto cloud logs {job_id} --follow")
        click.get_current_context().exit(INTERRUPTED)


class _Reader:
    """Reads page after page; asked again, it gives only the lines that came since."""

    def __init__(self, client: Client, job_id: str, level: str | None) -> None:
        self._client = client
        self._query: dict[str, Any] = {"jobId": job_id, "limit": PAGE_LINES} | ({"level": level} if level else {})
        self._seen: Counter[str] = Counter()  # lines of the last page, which grows until it is full

    def new_lines(self, patience: float = 0.0) -> Iterator[dict[str, Any]]:
        while True:
            page = self._client.call("logs/list", self._query, patience=patience)
            known = self._seen.copy()
            for line in page["logs"]:
                known.subtract([key := json.dumps(line, sort_keys=True)])
                if known[key] < 0:
                    yield line
            if not page.get("nextPageToken"):
                self._seen = Counter(json.dumps(line, sort_keys=True) for line in page["logs"])
                return
            self._seen.clear()
            self._query["pageToken"] = page["nextPageToken"]


def _follow(client: Client, job_id: str, reader: _Reader, *, as_json: bool) -> None:
    from libretto.client import WATCH_PATIENCE  # noqa: PLC0415  # see connect

    patience = 0.0
    while True:
        ended = client.call("jobs/get", {"id": job_id}, patience=patience)["status"] in FINAL_STATES
        for line in reader.new_lines(patience):
            if as_json:
                print_json(line, indent=None)
            else:
                _print(line)
        if ended:
            return
        time.sleep(FOLLOW_SECONDS)
        patience = WATCH_PATIENCE


def _print_all(lines: Iterator[dict[str, Any]], *, as_json: bool) -> None:
    if as_json:
        print_json({"logs": list(lines)})
        return
    for line in lines:
        _print(line)


def _print(line: dict[str, Any]) -> None:
    by = "" if line.get("source", "workflow") == "workflow" else f"[{line['source']}] "
    say(f"{line['timestamp']} {line['level']:<5} {by}{line['message']}")
