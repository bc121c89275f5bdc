"""`libretto cloud jobs create`."""

from __future__ import annotations

from typing import Any

import click

from libretto.cli.connecting import connect
from libretto.cli.job_params import ParamsType, ParamType, ViewportType
from libretto.cli.output import Progress, json_option, print_json, say
from libretto.cli.watching import exit_unless_completed, print_job, watch_job, watch_options

NONCE_PATIENCE = 60.0  # seconds; with a nonce the server answers a repeated creation with the first job


@click.command()
@click.argument("workflow")
@click.option("--params", type=ParamsType(), help="Params as a JSON object, from @FILE, or from standard input with -.")
@click.option("--params-file", type=click.Path(), help="The same as --params @FILE.")
@click.option(
    "--param", "extra", type=ParamType(), multiple=True, help="One param; may be repeated, wins over --params."
)
@click.option("--timeout-seconds", type=click.IntRange(min=1), help="End the job after so many seconds (default 1800).")
@click.option("--headed/--headless", default=None, help="Whether the browser has a window. Both are recorded.")
@click.option("--start-url", help="Open this page first, instead of the workflow's own.")
@click.option("--viewport", type=ViewportType(), help="Size of the page, such as 1280x800.")
@click.option("--nonce", help="Your name for this run: creating it again answers with the first job.")
@click.option("--callback-url", help="Send the outcome of this job here.")
@click.option("--callback-secret", help="Signs that callback.")
@click.option("--skip-callbacks", is_flag=True, help="Send no callbacks for this job.")
@watch_options
@json_option
def create(
    *,
    workflow: str,
    params: dict[str, Any] | None,
    params_file: str | None,
    extra: tuple[tuple[str, Any], ...],
    headed: bool | None,
    skip_callbacks: bool,
    watch: bool,
    interval_seconds: float,
    as_json: bool,
    **optional: Any,
) -> None:
    """Run a deployed WORKFLOW. Prints the id of the job alone on the last line."""
    if bool(optional["callback_url"]) != bool(optional["callback_secret"]):
        raise click.UsageError("Pass both --callback-url and --callback-secret, or omit both.")
    payload: dict[str, Any] = {"workflow": workflow, "params": _all_params(params, params_file, extra)}
    payload |= {name: value for name, value in optional.items() if value is not None}
    if headed is not None:
        payload["headless"] = not headed
    if skip_callbacks:
        payload["skip_callbacks"] = True
    progress = Progress()
    client = connect(progress)
    created = client.call("jobs/create", payload, patience=NONCE_PATIENCE if optional["nonce"] else 0.0)
    progress.clear()
    if not as_json:
        _print_created(created)
    if watch:
        job = watch_job(client, created["job_id"], interval=interval_seconds, progress=progress)
        print_job(job, as_json=as_json)
    elif as_json:
        print_json(created)
    if not as_json:
        say(created["job_id"])
    if watch:
        exit_unless_completed(job)


def _all_params(params: dict[str, Any] | None, file: str | None, extra: tuple[tuple[str, Any], ...]) -> dict[str, Any]:
    if params is not None and file is not None:
        raise click.UsageError("Pass either --params or --params-file, not both.")
    if file is not None:
        params = ParamsType().convert(f"@{file}", None, None)
    return {**(params or {}), **dict(extra)}


def _print_created(created: dict[str, Any]) -> None:
    say(f"Job created: {created['job_id']}")
    say(f"Status: {created['status']}")
    say(created["message"])
