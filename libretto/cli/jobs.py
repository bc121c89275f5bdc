"""`libretto cloud jobs …`."""

from __future__ import annotations

from typing import Any

import click

from libretto.cli.connecting import connect
from libretto.cli.exits import FAILED
from libretto.cli.identifiers import JOB_ID
from libretto.cli.job_creation import create
from libretto.cli.job_report import report
from libretto.cli.output import Progress, json_option, note, print_json, print_table, say
from libretto.cli.watching import exit_unless_completed, print_job, watch_job, watch_options
from libretto.protocol import FINAL_STATES, JobState

COLUMNS = {
    "JOB": "job_id",
    "WORKFLOW": "workflow",
    "STATUS": "status",
    "CREATED": "created_at",
    "COMPLETED": "completed_at",
}


@click.group()
def jobs() -> None:
    """Runs of your workflows."""


jobs.add_command(create)
jobs.add_command(report)


@jobs.command()
@click.argument("job_id", type=JOB_ID)
@watch_options
@json_option
def status(job_id: str, watch: bool, interval_seconds: float, as_json: bool) -> None:
    """Show a job, or watch it to its end.

    Without --watch the exit code says only whether the job could be read.
    """
    progress = Progress()
    client = connect(progress)
    job = client.call("jobs/get", {"id": job_id})
    if watch and job["status"] not in FINAL_STATES:
        job = watch_job(client, job_id, interval=interval_seconds, progress=progress)
    print_job(job, as_json=as_json)
    if watch:
        exit_unless_completed(job)


@jobs.command("list")
@click.option("--status", type=click.Choice([state.value for state in JobState]), help="Only jobs in this state.")
@click.option("--limit", type=click.IntRange(1, 100), help="Jobs on a page (default 20).")
@click.option("--cursor", help="Where the next page begins; the page before says it.")
@json_option
def list_jobs(status: str | None, limit: int | None, cursor: str | None, as_json: bool) -> None:
    """List jobs, newest first, a page at a time."""
    filters: dict[str, Any] = {"status": status, "limit": limit, "cursor": cursor}
    answer = connect().call("jobs/list", {name: value for name, value in filters.items() if value is not None})
    if as_json:
        print_json(answer)
        return
    print_table(COLUMNS, answer["jobs"], empty="No jobs.")
    if answer.get("next_cursor"):
        note(f"More: add --cursor {answer['next_cursor']}")


@jobs.command()
@click.argument("job_id", type=JOB_ID)
@json_option
def cancel(job_id: str, as_json: bool) -> None:
    """Cancel a job. Exits with 1 when it had ended before."""
    answer = connect().call("jobs/cancel", {"id": job_id})
    if as_json:
        print_json(answer)
    else:
        say(answer["message"])
    if not answer["success"]:
        click.get_current_context().exit(FAILED)
