"""A PostgreSQL of its own with the project's tables, for as long as a benchmark needs it."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import django
from django.core.management import call_command
from django.db import connection

from libretto_site.installation.postgres import Postgres, wait_until_ready


@contextmanager
def private_databases(*names: str) -> Iterator[None]:
    """Empty ones, in a folder that is removed afterwards. Django works in the one that `use` was called for last."""
    home = Path(tempfile.mkdtemp(prefix="bench-logs-"))
    postgres = Postgres(home / "postgres")
    postgres.prepare()
    command, url = postgres.command()
    with (home / "postgres.log").open("wb") as log:
        server = subprocess.Popen(command, stdout=log, stderr=log)
    try:
        wait_until_ready(url)
        os.environ.update(LIBRETTO_HOME=str(home), DATABASE_URL=url, DJANGO_SETTINGS_MODULE="libretto_site.settings")
        django.setup()
        _create(names)
        yield
    finally:
        connection.close()
        server.send_signal(signal.SIGINT)
        server.wait(60)
        shutil.rmtree(home, ignore_errors=True)


def use(name: str) -> None:
    _close()
    connection.settings_dict["NAME"] = name


def _create(names: tuple[str, ...]) -> None:
    for name in names:
        with connection.cursor() as cursor:
            cursor.execute(f"CREATE DATABASE {name}")
    for name in names:
        use(name)
        call_command("migrate", verbosity=0)


def _close() -> None:
    connection.close()
    connection.close_pool()  # type: ignore[attr-defined]  # of the backend for PostgreSQL
