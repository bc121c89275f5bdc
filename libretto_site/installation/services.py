"""The processes an installation consists of, in the order in which they start."""

from __future__ import annotations

import os
import signal
import sys
from dataclasses import dataclass, field
from pathlib import Path

from libretto_site.installation.postgres import Postgres

CHECKOUT = Path(__file__).resolve().parent.parent.parent
PYTHON = sys.executable


@dataclass(frozen=True, kw_only=True)
class Service:
    """`ready_text` is what its output says once it is up; None means: up as soon as it runs."""

    name: str
    command: list[str]
    ready_text: str | None = None
    stop_signal: signal.Signals = signal.SIGTERM
    stop_seconds: float = 15
    environment: dict[str, str] = field(default_factory=dict)
    inherited_socket: int | None = None
    is_needed: bool = False  # by the others, so it ends after them


def database(postgres: Postgres) -> tuple[Service, str]:
    command, url = postgres.command()
    # SIGINT is PostgreSQL's fast shutdown: it ends sessions instead of waiting for them.
    return Service(name="postgres", command=command, stop_signal=signal.SIGINT, stop_seconds=20, is_needed=True), url


def server(*, socket: int, portal_port: int, concurrency: int) -> list[Service]:
    return [
        Service(
            name="web",
            command=[
                *[PYTHON, "-m", "uvicorn", "libretto_site.asgi:application"],
                *["--fd", str(socket), "--no-access-log", "--timeout-graceful-shutdown", "5"],
            ],
            ready_text="Application startup complete",
            inherited_socket=socket,
        ),
        _worker("browser", concurrency),
        _worker("builds", max(2, os.cpu_count() or 1)),
        _worker("reports", max(4, os.cpu_count() or 1)),
        _worker("default", max(2, os.cpu_count() or 1)),
        Service(
            name="beat",
            command=[
                *[PYTHON, "-m", "celery", "-A", "libretto_site.celery", "--skip-checks", "beat", "--loglevel=INFO"],
                *["--schedule", os.path.join(os.environ["LIBRETTO_HOME"], "run", "beat-schedule"), "--pidfile="],
            ],
            ready_text="beat: Starting",
            stop_seconds=5,
        ),
        Service(
            name="portal",
            command=[PYTHON, "-m", "samples.portal", "--port", str(portal_port)],
            ready_text="http",
            stop_seconds=3,
        ),
    ]


def _worker(queue: str, concurrency: int) -> Service:
    """Threads, not forks: a run's work is watching its host process, and a signal reaches all at once."""
    return Service(
        name=f"worker-{queue}",
        command=[
            # `prepare` has just made Django's checks, for which all URLs are imported.
            *[PYTHON, "-m", "celery", "-A", "libretto_site.celery", "--skip-checks", "worker"],
            *["--queues", queue, "--hostname", f"{queue}@%h", "--pool=threads", f"--concurrency={concurrency}"],
            *["--without-gossip", "--without-mingle", "--without-heartbeat", "--loglevel=INFO"],
        ],
        ready_text=" ready.",
        stop_seconds=25,
    )
