"""Watching a job to its end, and printing what became of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from libretto.cli.exits import FAILED, INTERRUPTED
from libretto.cli.output import Progress, note, print_json, printable, say
from libretto.protocol import JobState

if TYPE_CHECKING:
    from libretto.client import Client, Job


def watch_options(command: Callable[..., Any]) -> Callable[..., Any]:
    watch = click.option("--watch", is_flag=True, help="Wait for the job's end; exit 1 unless it completed.")
    interval = click.option(
        "--interval-seconds",
        type=click.FloatRange(0.1, 60.0),
        default=2.0,
        show_default=True,
        help="Time between two looks while watching.",
    )
    return watch(interval(command))


def watch_job(client: Client, job_id: str, *, interval: float, progress: Progress) -> Job:
    try:
        return client.wait_for_job(job_id, lambda job: progress(f"Status: {job['status']}"), interval=interval)
    except KeyboardInterrupt:
        progress.clear()
        note(f"The job goes on. Watch it again: libretto cloud jobs status {job_id} --watch")
        click.get_current_context().exit(INTERRUPTED)
    finally:
        progress.clear()


def print_job(job: Job, *, as_json: bool) -> None:
    if as_json:
        print_json(job)
        return
    say(f"Job: {job['job_id']}")
    say(f"Status: {job['status']}")
    if url := job.get("live_view_url"):
        say(f"Live view: {url}")
    if "result" in job:
        say(f"Result: {json.dumps(job['result'], ensure_ascii=False)}")
    if error := job.get("error"):
        say(f"Error: {error}")
    if stack := job.get("mapped_stack"):
        say("\n".join(f"  {line}" for line in printable(stack).splitlines()))


def exit_unless_completed(job: Job) -> None:
    if job["status"] != JobState.COMPLETED:
        click.get_current_context().exit(FAILED)
