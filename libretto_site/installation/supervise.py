"""The supervisor's process: database first, then migrations, then everything else."""

from __future__ import annotations

import os
import subprocess
import sys
import time

import psutil

from libretto_site.installation import services
from libretto_site.installation.layout import Layout, write
from libretto_site.installation.postgres import Postgres, wait_until_ready
from libretto_site.installation.supervisor import Supervisor

READY_SECONDS = 60


def supervise(layout: Layout, *, listening: int, portal_port: int, url: str) -> int:
    """Runs until stopped. `listening` is the descriptor of the bound server socket."""
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "libretto_site.settings",
        "LIBRETTO_PUBLIC_URL": os.environ.get("LIBRETTO_PUBLIC_URL", url),
    }
    supervisor = Supervisor(logs=layout.logs, environment=environment)
    said = {"pid": os.getpid(), "started": psutil.Process().create_time(), "url": url, "portal_port": portal_port}
    write(layout.supervisor_file, {**said, "state": "starting"})
    try:
        _start_everything(layout, supervisor, listening, portal_port)
        late = supervisor.wait_ready(READY_SECONDS)
        if late == "stopped":
            return 0
        if late is not None:
            raise StartError(f"{late} did not start. The reason is at the end of {layout.logs / late}.log.")
        write(layout.supervisor_file, {**said, "state": "ready", "database_url": environment["DATABASE_URL"]})
        supervisor.run()
    except StartError as error:
        write(layout.supervisor_file, {**said, "state": "failed", "reason": str(error)})
        return 1
    finally:
        supervisor.stop()
    layout.supervisor_file.unlink(missing_ok=True)
    return 0


class StartError(Exception):
    """Something could not be started; the message says what, and where to look."""


def _start_everything(layout: Layout, supervisor: Supervisor, listening: int, portal_port: int) -> None:
    if not os.environ.get("DATABASE_URL"):
        postgres = Postgres(layout.home / "postgres")
        postgres.prepare()
        service, database_url = services.database(postgres)
        supervisor.environment["DATABASE_URL"] = database_url
        write_url(layout, database_url)
        supervisor.start(service)
        _mark_ready_when_answering(supervisor, database_url)
    _prepare(layout, supervisor.environment)
    concurrency = int(os.environ.get("LIBRETTO_BROWSERS", "0")) or max(2, os.cpu_count() or 1)
    for service in services.server(socket=listening, portal_port=portal_port, concurrency=concurrency):
        supervisor.start(service)


def _mark_ready_when_answering(supervisor: Supervisor, database_url: str) -> None:
    try:
        wait_until_ready(database_url)
    except Exception as error:
        raise StartError(f"The database did not start: {error}. See {supervisor.logs / 'postgres'}.log.") from error


def write_url(layout: Layout, database_url: str) -> None:
    """So that manage.py finds the private database without being told."""
    file = layout.home / "postgres" / "url"
    file.touch(mode=0o600)
    file.write_text(database_url + "\n", encoding="utf-8")


def _prepare(layout: Layout, environment: dict[str, str]) -> None:
    """Migrations and static files. Both change nothing when nothing is new."""
    started = time.monotonic()
    command = [sys.executable, "manage.py", "prepare"]
    with (layout.logs / "prepare.log").open("ab") as log:
        done = subprocess.run(command, cwd=services.CHECKOUT, env=environment, stdout=log, stderr=log, check=False)
    if done.returncode != 0:
        raise StartError(f"The database could not be brought up to date. See {layout.logs / 'prepare.log'}.")
    print(f"Prepared in {time.monotonic() - started:.1f} s.", flush=True)
