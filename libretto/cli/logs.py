"""`libretto cloud logs`."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

from libretto.cli.connecting import connect
from libretto.cli.exits import INTERRUPTED
from libretto.cli.identifiers import JOB_ID
from libretto.cli.log_reading import Line, LogReader
from libretto.cli.moments import MOMENT, as_sent
from libretto.cli.output import Progress, json_option, note, print_json
from libretto.cli.terminal_text import terminal_text
from libretto.protocol import FINAL_STATES

if TYPE_CHECKING:
    from libretto.client import Client

FOLLOW_SECONDS = 1.0
LEVEL_COLOURS = {"warn": "yellow", "error": "red"}
INDENT = "\n    "  # of a message's further lines, so that none of them looks like a line of the log


@click.command()
@click.argument("job_id", metavar="JOB", type=JOB_ID)
@click.option("--level", type=click.Choice(["info", "warn", "error"]), help="Only lines of exactly this level.")
@click.option(
    "--source",
    type=click.Choice(["workflow", "executor", "browser"]),
    help="Only what the workflow said, the server said about the run, or the browser said.",
)
@click.option("--query", metavar="TEXT", help="Only lines with this text in them, in any case of letters.")
@click.option("--since", type=MOMENT, help="Only from this moment on: 2026-03-02T10:00:00Z, or 10m (ago).")
@click.option("--until", type=MOMENT, help="Only before this moment. Not with --follow.")
@click.option(
    "--follow", is_flag=True, help="Go on until the job has ended. With --json: one line of JSON per log line."
)
@json_option
def logs(job_id: str, follow: bool, as_json: bool, **filters: Any) -> None:
    """Print what a job and its executor logged, oldest first. Times are UTC.

    Lines keep their colours on a terminal, unless NO_COLOR is set; other escape sequences are left out.
    With --json the messages are as they were written.
    """
    if follow and filters["until"]:
        raise click.UsageError("--until cannot be used with --follow: leave out one of them.")
    client = connect(progress := Progress())
    given = {name: _sent(value) for name, value in filters.items() if value is not None}
    reader = LogReader(client, {"jobId": job_id, **given})
    if not follow:
        _print_all(reader.new_lines(), as_json=as_json)
        return
    try:
        _follow(client, job_id, reader, as_json=as_json)
    except KeyboardInterrupt:
        progress.clear()
        note(f"The job goes on. Follow it again: libretto cloud logs {job_id} --follow")
        click.get_current_context().exit(INTERRUPTED)


def _sent(value: str | datetime) -> str:
    return as_sent(value) if isinstance(value, datetime) else value


def _follow(client: Client, job_id: str, reader: LogReader, *, as_json: bool) -> None:
    from libretto.client import WATCH_PATIENCE  # noqa: PLC0415  # see connect

    patience = 0.0
    while True:
        began = time.monotonic()
        # Asked before the lines are read: the last line is there when the job has ended.
        ended = client.call("jobs/get", {"id": job_id}, patience=patience)["status"] in FINAL_STATES
        for line in reader.new_lines(patience):
            if as_json:
                print_json(line, indent=None)
            else:
                _print(line)
        if ended:
            return
        time.sleep(max(FOLLOW_SECONDS, time.monotonic() - began))  # a search that takes long is not made all the time
        patience = WATCH_PATIENCE


def _print_all(lines: Iterator[Line], *, as_json: bool) -> None:
    if as_json:
        print_json({"logs": list(lines)})
        return
    for line in lines:
        _print(line)


def _print(line: Line) -> None:
    colours = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    level = f"{line['level']:<5}"
    if colours and (colour := LEVEL_COLOURS.get(line["level"])):
        level = click.style(level, fg=colour)
    by = "" if line.get("source", "workflow") == "workflow" else f"[{line['source']}] "
    message = terminal_text(line["message"], colours=colours).replace("\n", INDENT)
    click.echo(f"{line['timestamp']} {level} {by}{message}")
