"""A whole installation for a test: started as a person would, in a folder of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import psutil

from libretto.client import Client
from tests.web_server import NO_CERTIFICATES

CHECKOUT = Path(__file__).resolve().parent.parent.parent
# Faster than a real server looks for silent runs, so that the tests need not wait for it.
HASTE = {"LIBRETTO_HEARTBEAT_SECONDS": "1", "LIBRETTO_SILENCE_SECONDS": "8", "LIBRETTO_SWEEP_SECONDS": "4"}


@dataclass
class Installation:
    home: Path

    @property
    def said(self) -> dict[str, Any]:
        data: dict[str, Any] = json.loads((self.home / "up.json").read_text())
        return data

    def client(self) -> Client:
        return Client(self.said["url"], self.said["api_key"])

    def call(self, path: str, payload: dict[str, Any] | None = None) -> dict[str, Any]:
        with self.client() as client:
            answer: dict[str, Any] = client.call(path, payload or {})
        return answer

    def command(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "libretto_site.installation", *arguments],
            cwd=CHECKOUT,
            env=self.environment() | environment,
            capture_output=True,
            text=True,
            timeout=280,
            check=False,
        )

    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "TMPDIR"}}
        return {**kept, **HASTE, "LIBRETTO_HOME": str(self.home), "LIBRETTO_PORT": "0"}

    def start_job(self, workflow: str, **fields: Any) -> str:
        return str(self.call("jobs/create", {"workflow": workflow, "params": {}, **fields})["job_id"])

    def job(self, job_id: str) -> dict[str, Any]:
        return self.call("jobs/get", {"id": job_id})

    def finished(self, job_id: str, seconds: float = 120) -> dict[str, Any]:
        final = {"completed", "failed", "cancelled"}
        wait_until(lambda: self.job(job_id)["status"] in final, seconds, f"the end of {job_id}")
        return self.job(job_id)

    def messages(self, job_id: str) -> list[str]:
        return [line["message"] for line in self.call("logs/list", {"jobId": job_id, "limit": 1000})["logs"]]

    def recording(self, job_id: str, seconds: float = 120) -> bytes:
        """The finished video."""

        videos: list[bytes] = []

        def ready() -> bool:
            videos.append(self.growing_recording(job_id))
            return b"moov" in videos[-1] and b"moof" not in videos[-1]

        wait_until(ready, seconds, f"the finished recording of {job_id}")
        return videos[-1]

    def growing_recording(self, job_id: str) -> bytes:
        """What there is so far; empty before the first fragment."""
        return _video(self.call("recordings/get", {"job_id": job_id})["recording_url"])

    def supervisor(self) -> psutil.Process:
        return psutil.Process(self.said["pid"])

    def service(self, *words: str) -> psutil.Process:
        """The one process directly below the supervisor whose command line holds all the words."""
        found = [child for child in self.supervisor().children() if set(words) <= set(child.cmdline())]
        assert len(found) == 1, (words, [child.cmdline() for child in self.supervisor().children()])
        return found[0]

    def processes_of(self, session_marker: str) -> list[psutil.Process]:
        return [process for process in psutil.process_iter() if marker(process) == session_marker]


def marker(process: psutil.Process) -> str | None:
    try:
        return process.environ().get("LIBRETTO_SESSION")
    except psutil.Error:
        return None


def _video(url: str | None) -> bytes:
    """Empty before the first fragment: the link answers 404 until then."""
    if url is None:
        return b""
    answer = httpx.get(url, headers={"accept": "*/*"}, trust_env=False, verify=NO_CERTIFICATES)
    return answer.content if answer.status_code == 200 else b""


def wait_until(condition: Callable[[], bool], seconds: float, what: str) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise AssertionError(f"waited {seconds} s in vain for {what}")
        time.sleep(0.25)


@contextmanager
def installation(home: Path, *options: str) -> Iterator[Installation]:
    made = Installation(home)
    started = made.command("up", "--detach", *options)
    assert started.returncode == 0, started.stdout + started.stderr + logs_of(home)
    try:
        yield made
    finally:
        stopped = made.command("down")
        assert stopped.returncode == 0, stopped.stdout + stopped.stderr


def logs_of(home: Path) -> str:
    return "\n".join(f"--- {log.name}\n{log.read_text()[-3000:]}" for log in sorted((home / "log").glob("*.log")))
