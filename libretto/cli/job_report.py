"""`libretto cloud jobs report`: why a job failed."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import click

from libretto.cli.connecting import connect
from libretto.cli.exits import FAILED, INTERRUPTED
from libretto.cli.identifiers import JOB_ID
from libretto.cli.output import Progress, json_option, note, print_json, printable, say
from libretto.protocol import FINAL_STATES

if TYPE_CHECKING:
    from libretto.client import Client

UNFINISHED = ("pending", "running")
REPAIR_UNFINISHED = (*UNFINISHED, "verifying")
Report = dict[str, Any]  # what jobs/debugReport answers
TEXTS = {
    "Why": "why",
    "What changed since the last good run": "changed",
    "Advice": "advice",
    "Suggested change": "suggestion",
    "Not known": "missing",
}
LINKS = {
    "Run": "run_url",
    "Recording": "recording_url",
    "Screenshot": "screenshot_url",
    "Page HTML": "dom_snapshot_url",
    "Log": "logs_url",
}


@click.command()
@click.argument("job_id", metavar="JOB", type=JOB_ID)
@click.option("--prompt", is_flag=True, help="Print only the prompt for a coding agent that has your repository.")
@click.option("--wait", is_flag=True, help="Wait for the job's end, its report, and a repair if one is tried.")
@click.option(
    "--interval-seconds",
    type=click.FloatRange(0.1, 60.0),
    default=2.0,
    show_default=True,
    help="Time between two looks while waiting.",
)
@json_option
def report(job_id: str, prompt: bool, wait: bool, interval_seconds: float, as_json: bool) -> None:
    """Tell why a job failed: what, why, what changed since the last good run, and what to do.

    Exits with 1 when there is no diagnosis, or none yet, and when the job did not fail.
    """
    if prompt and as_json:
        raise click.UsageError("--prompt cannot be used with --json, which has it as handoff_prompt.")
    progress = Progress()
    client = connect(progress)
    found = _awaited(client, job_id, interval_seconds, progress) if wait else _ask(client, job_id)
    if as_json:
        print_json(found)
    elif prompt and found["handoff_prompt"]:
        say(found["handoff_prompt"].rstrip("\n"))
    elif not prompt:
        _print(found)
    has_it = found["handoff_prompt"] if prompt else found["debug_agent_status"] == "completed"
    if not has_it:
        note(_why_not(found, job_id, prompt=prompt))
        click.get_current_context().exit(FAILED)


def _ask(client: Client, job_id: str, patience: float = 0.0) -> Report:
    answer: Report = client.call("jobs/debugReport", {"id": job_id}, patience=patience)
    return answer


def _awaited(client: Client, job_id: str, interval: float, progress: Progress) -> Report:
    from libretto.client import WATCH_PATIENCE  # noqa: PLC0415  # see connect

    try:
        job = client.call("jobs/get", {"id": job_id}, patience=WATCH_PATIENCE)
        if job["status"] not in FINAL_STATES:
            client.wait_for_job(job_id, lambda seen: progress(f"Status: {seen['status']}"), interval=interval)
        while waits_for := _unfinished(found := _ask(client, job_id, WATCH_PATIENCE)):
            progress(waits_for)
            time.sleep(interval)
        return found
    except KeyboardInterrupt:
        progress.clear()
        note(f"The report is written all the same. See it later: libretto cloud jobs report {job_id}")
        click.get_current_context().exit(INTERRUPTED)
    finally:
        progress.clear()


def _unfinished(found: Report) -> str:
    """What is still being done; "" when nothing is."""
    if found["debug_agent_status"] in UNFINISHED:
        return f"Report: {found['debug_agent_status']}"
    repair = found.get("repair") or {}
    return f"Repair: {repair['status']}" if repair.get("status") in REPAIR_UNFINISHED else ""


def _why_not(found: Report, job_id: str, *, prompt: bool) -> str:
    if found["debug_agent_status"] in UNFINISHED:
        return f"The report is not written yet ({found['debug_agent_status']}). Add --wait: {_again(job_id, prompt)}"
    return found["error"] or "There is no prompt: what it was made of is no longer kept."


def _again(job_id: str, prompt: bool) -> str:
    return f"libretto cloud jobs report {job_id}{' --prompt' if prompt else ''} --wait"


def _print(found: Report) -> None:
    say(f"Job: {found['job_id']}")
    say(f"Workflow: {found['job_workflow']}")
    say(f"Report: {found['debug_agent_status']}")
    if found["failure_class"]:
        say(f"Class: {found['failure_class']}")
        say(f"Confidence: {found['confidence']:.0%}")
    diagnosis = found["diagnosis"] or {}
    _print_texts("What", [found["tldr"]])
    for heading, name in TEXTS.items():
        told = diagnosis.get(name) or []
        _print_texts(heading, [told] if isinstance(told, str) else told)
    _print_texts("Repair", [found.get("autofix_summary")])
    if (found.get("repair") or {}).get("diff"):
        say(f"  libretto cloud repairs show {found['repair']['id']}")
    say("\nLinks")
    for name, field in LINKS.items():
        if found[field]:
            say(f"  {name}: {found[field]}")


def _print_texts(heading: str, texts: list[str | None]) -> None:
    if not any(texts):
        return
    say(f"\n{heading}")
    for text in filter(None, texts):
        say("\n".join(f"  {line}" for line in printable(text).splitlines()))
