"""Deploys the sample workflows and runs them for real. Two of them then meet a site that has changed, and fail: one is
repaired, of the other the server says why it is not."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial
from typing import Final, NamedTuple

from libretto.api_errors import LibrettoError
from libretto.client import Client
from libretto_site.installation.layout import Layout, read, write
from libretto_site.installation.services import CHECKOUT

RUN_SECONDS = 120
OLD, CHANGED_SITE = "r1", "r2"  # releases of the portal


class Run(NamedTuple):
    name: str  # in run/samples.json
    workflow: str
    release: str


GOOD: Final = (  # side by side
    Run("finished_job", "read-orders", OLD),
    Run("good_count_job", "count-open-orders", OLD),
    Run("good_invoice_job", "find-invoice", OLD),
)
FAILING: Final = (  # when those were good; nobody waits for them
    Run("failed_job", "find-invoice", CHANGED_SITE),
    Run("repaired_job", "count-open-orders", CHANGED_SITE),
)


def ensure(layout: Layout, *, url: str, api_key: str) -> None:
    """What is already there stays; an interrupted try goes on where it ended."""
    known = {"portal_port": read(layout.supervisor_file)["portal_port"], **read(layout.samples_file)}
    if "failed_job" in known and ("repaired_job" in known) == ("good_count_job" in known):
        return  # all of them, or all of those that an earlier version made

    def remember(name: str, make: Callable[[], str]) -> str:
        if name not in known:
            known[name] = make()
            write(layout.samples_file, known)
        return str(known[name])

    portal = f"http://127.0.0.1:{known['portal_port']}"
    try:
        with Client(url, api_key) as client:
            remember("deployment", lambda: _deploy(client))
            print("Running them in Chromium:", flush=True)
            for run, job_id in [(run, remember(run.name, partial(_start, client, run, portal))) for run in GOOD]:
                _wait(client, run, job_id)
            for run in FAILING:
                remember(run.name, partial(_start, client, run, portal))
            print(f"  {', '.join(run.workflow for run in FAILING)} on a site that has changed … started", flush=True)
    except LibrettoError as error:
        print(f"failed\n  {error}\n  The server is up; bin/up tries the samples again.", file=sys.stderr, flush=True)


def _deploy(client: Client) -> str:
    _set_credentials(client)
    print("Deploying the sample workflows … ", end="", flush=True)
    deployment = client.deploy(
        CHECKOUT / "samples" / "workflows", description="Samples that come with Libretto", auto_repair=True
    )
    print(", ".join(deployment["workflows"]), flush=True)
    return str(deployment["id"])


def _set_credentials(client: Client) -> None:
    from samples.portal.accounts import PASSWORD, USER  # noqa: PLC0415

    client.call("credentials/upsert", {"name": "portal_user", "value": USER})
    client.call("credentials/upsert", {"name": "portal_password", "value": PASSWORD})


def _start(client: Client, run: Run, portal: str) -> str:
    params = {"portal_url": f"{portal}/{run.release}"}
    return str(client.call("jobs/create", {"workflow": run.workflow, "params": params})["job_id"])


def _wait(client: Client, run: Run, job_id: str) -> None:
    print(f"  {run.workflow} … ", end="", flush=True)
    job = client.wait_for_job(job_id, timeout=RUN_SECONDS)
    print(job["status"], flush=True)
    if job["status"] != "completed":
        print(f"  Expected completed. {job.get('error', '')}", file=sys.stderr, flush=True)
