"""Keeps the services of one installation running until it is told to stop.

It is the subreaper of everything below it: whatever a killed worker leaves behind becomes its child,
is reaped here, and is ended here when the installation stops.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import subprocess
import threading
import time
from dataclasses import dataclass, field
from logging import Formatter, Logger, getLogger
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import FrameType
from typing import IO

import psutil

from libretto_site.installation.services import CHECKOUT, Service

PR_SET_CHILD_SUBREAPER = 36
LOG_BYTES = 10 * 1024**2
LONGEST_PAUSE = 30.0
HOPELESS_FALLS = 3  # while starting: it will not come up by itself
STEADY_SECONDS = 60.0  # after this long without a fall, the next restart is immediate again


@dataclass
class Running:
    service: Service
    process: subprocess.Popen[bytes] | None = None
    ready: threading.Event = field(default_factory=threading.Event)
    falls: int = 0
    started: float = 0
    restart_at: float = 0


class Supervisor:
    def __init__(self, *, logs: Path, environment: dict[str, str]) -> None:
        self.logs = logs
        self.environment = environment
        self.running: dict[str, Running] = {}
        self.stopping = False
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, self._stop_asked)

    def start(self, service: Service) -> None:
        self.running[service.name] = Running(service)
        self._launch(self.running[service.name])

    def wait_ready(self, seconds: float) -> str | None:
        """None when every service is up, or when asked to stop meanwhile; else the name of one that is not up."""
        deadline = time.monotonic() + seconds
        while not self.stopping:
            late = [running for running in self.running.values() if not running.ready.is_set()]
            hopeless = [running for running in late if running.falls >= HOPELESS_FALLS]
            if not late:
                return None
            if hopeless or time.monotonic() > deadline:
                return (hopeless or late)[0].service.name
            self.tick()
        return None

    def run(self) -> None:
        while not self.stopping:
            self.tick()

    def tick(self) -> None:
        """Reaps what has ended, restarts what should run, sleeps a moment."""
        self._reap()
        now = time.monotonic()
        for running in self.running.values():
            if running.process is None and now >= running.restart_at and not self.stopping:
                self._launch(running)
        time.sleep(0.1)

    def stop(self) -> None:
        """Ends the services, those last that others need, then whatever is left below this process."""
        self.stopping = True
        self._end([running for running in self.running.values() if not running.service.is_needed])
        self._end([running for running in self.running.values() if running.service.is_needed])
        for process in psutil.Process().children(recursive=True):
            with contextlib.suppress(psutil.NoSuchProcess):
                process.kill()
        deadline = time.monotonic() + 5
        while psutil.Process().children() and time.monotonic() < deadline:
            self._reap()
            time.sleep(0.02)

    def _launch(self, running: Running) -> None:
        service = running.service
        # If this process is killed, the kernel passes the stop on to the services.
        command = ["setpriv", f"--pdeathsig={service.stop_signal.name[3:]}", "--", *service.command]
        kept = () if service.inherited_socket is None else (service.inherited_socket,)
        process = subprocess.Popen(
            command,
            cwd=CHECKOUT,
            env={**self.environment, **service.environment},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            pass_fds=kept,
            start_new_session=True,
        )
        running.process, running.started = process, time.monotonic()
        if service.ready_text is None:
            running.ready.set()
        if process.stdout is not None:
            arguments = (running, process.stdout, _log_to(self.logs / f"{service.name}.log"))
            threading.Thread(target=_pump, args=arguments, name=f"log of {service.name}", daemon=True).start()

    def _reap(self) -> None:
        with contextlib.suppress(ChildProcessError):
            while True:
                pid, status = os.waitpid(-1, os.WNOHANG)
                if pid == 0:
                    return
                for running in self.running.values():
                    if running.process is not None and running.process.pid == pid:
                        running.process.returncode = os.waitstatus_to_exitcode(status)
                        self._fell(running, running.process.returncode)

    def _fell(self, running: Running, code: int) -> None:
        running.process = None
        if self.stopping:
            return
        now = time.monotonic()
        running.falls = 1 if now - running.started > STEADY_SECONDS else running.falls + 1
        pause = min(LONGEST_PAUSE, 0.0 if running.falls == 1 else 0.5 * 2**running.falls)
        running.restart_at = now + pause
        print(f"{running.service.name} ended with {code}; starting it again in {pause:.0f} s.", flush=True)

    def _end(self, ending: list[Running]) -> None:
        """All at the same time: a worker takes seconds to end, and so its neighbours do meanwhile."""
        deadlines = {running.service.name: time.monotonic() + running.service.stop_seconds for running in ending}
        for running in ending:
            self._signal(running, running.service.stop_signal)
        while left := [running for running in ending if running.process is not None]:
            self._reap()
            for running in left:
                if time.monotonic() > deadlines[running.service.name]:
                    self._signal(running, signal.SIGKILL)
            time.sleep(0.02)

    def _signal(self, running: Running, number: signal.Signals) -> None:
        if running.process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(running.process.pid, number)

    def _stop_asked(self, number: int, frame: FrameType | None) -> None:
        self.stopping = True


def _log_to(file: Path) -> Logger:
    logger = getLogger(f"service.{file.stem}")
    if not logger.handlers:
        handler = RotatingFileHandler(file, maxBytes=LOG_BYTES, backupCount=3)
        handler.setFormatter(Formatter("%(message)s"))
        logger.addHandler(handler)
        logger.propagate = False
        logger.setLevel("INFO")
    return logger


def _pump(running: Running, output: IO[bytes], log: Logger) -> None:
    ready_text = running.service.ready_text
    with output:
        for line in output:
            text = line.decode(errors="replace").rstrip("\n")
            log.info(text)
            if ready_text is not None and ready_text in text:
                running.ready.set()
