"""The supervisor's process: database first, then migrations, then everything else."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from pathlib import Path

import psutil
import psycopg

from libretto_site import env
from libretto_site.env import SettingError
from libretto_site.installation import services
from libretto_site.installation.layout import Layout, write
from libretto_site.installation.postgres import Postgres, wait_until_ready
from libretto_site.installation.supervisor import Supervisor

READY_SECONDS = 60
OLDEST_POSTGRES = 150000


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
        if late is not None:
            raise StartError(f"{late} did not start. The reason is at the end of {layout.logs / late}.log.")
        write(layout.supervisor_file, {**said, "state": "ready", "database_url": environment["DATABASE_URL"]})
        supervisor.run()
    except (StartError, SettingError) as error:
        supervisor.stop()  # before it is said: whoever reads it may start again at once
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
        _wait_for_database(supervisor, database_url)
    else:
        _check_database(os.environ["DATABASE_URL"])
    _prepare(layout, supervisor.environment)
    browsers = env.integer("LIBRETTO_BROWSERS", max(2, os.cpu_count() or 1), least=1)
    for service in services.server(socket=listening, portal_port=portal_port, concurrency=browsers):
        supervisor.start(service)


def _wait_for_database(supervisor: Supervisor, database_url: str) -> None:
    try:
        wait_until_ready(database_url)
    except psycopg.OperationalError as error:
        raise StartError(f"The database did not start: {error}. See {supervisor.logs / 'postgres'}.log.") from error


def _check_database(database_url: str) -> None:
    """Somebody else's database: its own words say more than those of the server that cannot reach it."""
    try:
        with psycopg.connect(database_url, connect_timeout=10) as connection:
            version = connection.info.server_version
    except psycopg.Error as error:
        raise StartError(f"The database at DATABASE_URL cannot be used: {' '.join(str(error).split())}") from error
    if version < OLDEST_POSTGRES:
        raise StartError(f"The database at DATABASE_URL is PostgreSQL {version // 10000}. Use version 15 or newer.")


def write_url(layout: Layout, database_url: str) -> None:
    """So that manage.py finds the private database without being told."""
    file = layout.home / "postgres" / "url"
    file.touch(mode=0o600)
    file.write_text(database_url + "\n", encoding="utf-8")


def _prepare(layout: Layout, environment: dict[str, str]) -> None:
    """Migrations and static files. Both change nothing when nothing is new."""
    started = time.monotonic()
    command = [sys.executable, "manage.py", "prepare"]
    log = layout.logs / "prepare.log"
    with log.open("wb") as output:
        done = subprocess.run(
            command, cwd=services.CHECKOUT, env=environment, stdout=output, stderr=output, check=False
        )
    if done.returncode != 0:
        raise StartError(f"The server could not be prepared. {_last_words(log)} The whole report is in {log}.")
    print(f"Prepared in {time.monotonic() - started:.1f} s.", flush=True)


def _last_words(log: Path) -> str:
    """The last error in a log, without the class that Python puts before it."""
    lines = [line.strip() for line in log.read_text(errors="replace").splitlines()]
    errors = [match[1] for line in lines if (match := re.match(r"[\w.]*(?:Error|Exception): (.+)", line))]
    words = (errors or [line for line in lines if line] or ["It said nothing."])[-1]
    return words if words.endswith(".") else f"{words}."
