"""`bin/down`: stops the installation of this home and leaves no process of it."""

from __future__ import annotations

import contextlib
import os
import signal

import psutil

from libretto_site.installation.layout import Layout, running_supervisor
from runtime.processes import end_orphans

STOP_SECONDS = 60


def down() -> int:
    layout = Layout.from_environment()
    supervisor = running_supervisor(layout)
    if supervisor is not None:
        print("Stopping …", flush=True)
        supervisor.send_signal(signal.SIGTERM)
        try:
            supervisor.wait(STOP_SECONDS)
        except psutil.TimeoutExpired:
            supervisor.kill()
    leftover = _of_this_home(layout)
    for process in leftover:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.kill()
    psutil.wait_procs(leftover, timeout=10)
    end_orphans()
    layout.supervisor_file.unlink(missing_ok=True)
    print("Stopped." if supervisor is not None or leftover else "Nothing was running.", flush=True)
    return 0


def _of_this_home(layout: Layout) -> list[psutil.Process]:
    """What a killed supervisor left. Its services carry the home in their environment; this command's own family does
    too, and is left alone."""
    family = {process.pid for process in psutil.Process().parents()} | {os.getpid()}
    found = []
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error):
            if process.pid not in family and _is_service(process, layout):
                found.append(process)
    return found


def _is_service(process: psutil.Process, layout: Layout) -> bool:
    environment = process.environ()
    return environment.get("LIBRETTO_HOME") == str(layout.home) and "DJANGO_SETTINGS_MODULE" in environment
