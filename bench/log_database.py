"""A PostgreSQL of its own with the project's tables, for as long as a benchmark needs it."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import django
from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper

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
        for wrapper in _wrappers.values():
            wrapper.close()
        server.send_signal(signal.SIGINT)
        server.wait(60)
        shutil.rmtree(home, ignore_errors=True)


def use(name: str) -> None:
    """Each has a connection that stays open, as a server's do. Another thread gets one of its own, which it closes."""
    kept = _wrappers[name]
    connections[DEFAULT_DB_ALIAS] = kept if threading.current_thread() is threading.main_thread() else kept.copy()


_wrappers: dict[str, BaseDatabaseWrapper] = {}


def _create(names: tuple[str, ...]) -> None:
    first = connections[DEFAULT_DB_ALIAS]
    for name in names:
        with first.cursor() as cursor:
            cursor.execute(f"CREATE DATABASE {name}")
        _wrappers[name] = first.copy()
        _wrappers[name].settings_dict = {**first.settings_dict, "NAME": name, "OPTIONS": {}}  # without a pool
        use(name)
        call_command("migrate", verbosity=0)
