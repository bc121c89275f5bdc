"""A PostgreSQL of its own for every test process, in a folder that goes away with it.

Loaded by `-p` in pyproject.toml: pytest-django reads the settings before any conftest.
"""

from __future__ import annotations

import atexit
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from libretto_site.installation.postgres import Postgres, wait_until_ready

NOWHERE = "postgresql://nobody@127.0.0.1:1/nothing"


def _private_installation() -> None:
    """Before Django reads its settings: a new LIBRETTO_HOME with a running database."""
    home = Path(tempfile.mkdtemp(prefix="libretto-test-"))
    if hands_out_tests(sys.argv[1:]):
        atexit.register(shutil.rmtree, home, ignore_errors=True)
        os.environ.update(LIBRETTO_HOME=str(home), DATABASE_URL=NOWHERE)
        return
    postgres = Postgres(home / "postgres")
    postgres.prepare()
    command, url = postgres.command()
    with (home / "postgres.log").open("wb") as log:
        server = subprocess.Popen([*command, "-c", "fsync=off", "-c", "full_page_writes=off"], stdout=log, stderr=log)
    atexit.register(_stop, server, home)
    wait_until_ready(url)
    os.environ.update(LIBRETTO_HOME=str(home), DATABASE_URL=url)


def hands_out_tests(arguments: Sequence[str]) -> bool:
    """Whether other processes run them for this one (pytest-xdist), which then asks no database."""
    if "PYTEST_XDIST_WORKER" in os.environ:
        return False
    said = [word.partition("=")[2] for word in arguments if word.startswith("--numprocesses=")]
    return bool(said) and said[-1] != "0"


def _stop(server: subprocess.Popen[bytes], home: Path) -> None:
    server.send_signal(signal.SIGINT)
    server.wait(20)
    shutil.rmtree(home, ignore_errors=True)


_private_installation()
