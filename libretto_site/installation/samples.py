"""Deploys the sample workflows and runs them for real: one finishes, one fails as sites make workflows fail."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

from libretto.api_errors import LibrettoError
from libretto.client import Client
from libretto_site.installation.layout import Layout, read, write
from libretto_site.installation.services import CHECKOUT

RUN_SECONDS = 120


def ensure(layout: Layout, *, url: str, api_key: str) -> None:
    """What is already there stays; an interrupted try goes on where it ended."""
    known = {"portal_port": read(layout.supervisor_file)["portal_port"], **read(layout.samples_file)}
    portal = f"http://127.0.0.1:{known['portal_port']}"

    def remember(name: str, make: Callable[[], str]) -> None:
        if name not in known:
            known[name] = make()
            write(layout.samples_file, known)

    try:
        with Client(url, api_key) as client:
            remember("deployment", lambda: _deploy(client))
            remember("finished_job", lambda: _run(client, "read-orders", f"{portal}/r1", expected="completed"))
            remember("failed_job", lambda: _run(client, "find-invoice", f"{portal}/r2", expected="failed"))
    except LibrettoError as error:
        print(f"failed\n  {error}\n  The server is up; bin/up tries the samples again.", file=sys.stderr, flush=True)


def _deploy(client: Client) -> str:
    _set_credentials(client)
    print("Deploying the sample workflows … ", end="", flush=True)
    deployment = client.deploy(CHECKOUT / "samples" / "workflows", description="Samples that come with Libretto")
    print(", ".join(deployment["workflows"]), flush=True)
    return str(deployment["id"])


def _set_credentials(client: Client) -> None:
    from samples.portal.accounts import PASSWORD, USER  # noqa: PLC0415

    client.call("credentials/upsert", {"name": "portal_user", "value": USER})
    client.call("credentials/upsert", {"name": "portal_password", "value": PASSWORD})


def _run(client: Client, workflow: str, portal: str, *, expected: str) -> str:
    print(f"Running {workflow} in Chromium … ", end="", flush=True)
    created: dict[str, Any] = client.call("jobs/create", {"workflow": workflow, "params": {"portal_url": portal}})
    job = client.wait_for_job(created["job_id"], timeout=RUN_SECONDS)
    print(job["status"] + (" (as it should)" if job["status"] == expected == "failed" else ""), flush=True)
    if job["status"] != expected:
        print(f"  Expected {expected}. {job.get('error', '')}", file=sys.stderr, flush=True)
    return str(created["job_id"])
