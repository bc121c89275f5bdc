"""A client of a Libretto server's HTTP API, for programs and for the command line.

with Client.from_environment() as client:
    job = client.call("jobs/create", {"workflow": "read-orders", "params": {}})
    job = client.wait_for_job(job["job_id"])
"""

from __future__ import annotations

import base64
import time
from collections.abc import Callable
from pathlib import Path, PurePosixPath
from typing import Any, NotRequired, TypedDict

from libretto.api_errors import BuildFailed, StillRunning
from libretto.connection import Connection
from libretto.packing import pack
from libretto.protocol import FINAL_STATES

WATCH_PATIENCE = 90.0  # seconds a watch goes on without an answer: a server that restarts needs about 30
BUILD_SECONDS = 1800.0


class Deployment(TypedDict):
    """What `deployments/sync` answers of a ready deployment. `workflows` are names."""

    id: str
    status: str  # ready
    workflows: list[str]
    build_error: str | None
    description: str | None
    entry_point: str
    created_at: str
    built_at: str | None


class Job(TypedDict):
    """What `jobs/get` answers. Times are ISO-8601, in UTC."""

    job_id: str
    status: str  # a protocol.JobState
    workflow: str
    params: dict[str, Any]
    created_at: str
    started_at: str | None
    completed_at: str | None
    result: NotRequired[Any]  # only once completed
    error: NotRequired[str | None]
    mapped_stack: NotRequired[str | None]
    live_view_url: NotRequired[str | None]


class Client(Connection):
    """What programs do with a server, beyond single calls."""

    def upload(
        self,
        folder: Path | str,
        entry_point: str = "workflows.py",
        *,
        description: str = "",
        auto_repair: bool = False,
        on_progress: Callable[[str], None] | None = None,
    ) -> str:
        """Packs and sends a folder. The id of the deployment, which the server now builds."""
        entry_point = PurePosixPath(entry_point).as_posix()
        bundle = pack(Path(folder), entry_point)
        if on_progress:
            on_progress(f"Uploading {bundle.summary}")
        payload: dict[str, Any] = {"source": base64.b64encode(bundle.content).decode(), "entry_point": entry_point}
        if description:
            payload["description"] = description
        if auto_repair:
            payload["auto_repair"] = True
        return str(self.call("deployments/create", payload)["deployment_id"])

    def wait_for_build(
        self, deployment_id: str, *, on_progress: Callable[[str], None] | None = None, timeout: float = BUILD_SECONDS
    ) -> Deployment:
        """The deployment once it is ready. Raises BuildFailed, or StillRunning after `timeout` seconds."""
        deadline = time.monotonic() + timeout
        pause = 1.0
        while True:
            deployment: Deployment = self.call("deployments/sync", {"id": deployment_id}, patience=WATCH_PATIENCE)
            if deployment["status"] == "failed":
                raise BuildFailed(dict(deployment))
            if deployment["status"] != "building":
                return deployment
            if time.monotonic() + pause > deadline:
                raise StillRunning(f"Deployment {deployment_id} was still building after {timeout:.0f} s.")
            if on_progress:
                on_progress("Waiting for build")
            time.sleep(pause)
            pause = min(pause * 1.5, 5.0)

    def deploy(
        self,
        folder: Path | str,
        entry_point: str = "workflows.py",
        *,
        description: str = "",
        auto_repair: bool = False,
        on_progress: Callable[[str], None] | None = None,
    ) -> Deployment:
        """Packs, sends, and waits for the build. Raises BundleRefused, BuildFailed and what `call` raises."""
        deployment_id = self.upload(
            folder, entry_point, description=description, auto_repair=auto_repair, on_progress=on_progress
        )
        return self.wait_for_build(deployment_id, on_progress=on_progress)

    def wait_for_job(
        self,
        job_id: str,
        on_change: Callable[[Job], None] | None = None,
        timeout: float | None = None,
        *,
        interval: float = 1.0,
    ) -> Job:
        """The job once it is completed, failed or cancelled; a failed one raises nothing.

        `on_change` gets the job as first seen and whenever its status differs. `timeout` and `interval`
        are seconds; StillRunning is raised when the time is up.
        """
        deadline = None if timeout is None else time.monotonic() + timeout
        status = None
        while True:
            job: Job = self.call("jobs/get", {"id": job_id}, patience=WATCH_PATIENCE)
            if on_change and job["status"] != status:
                on_change(job)
            status = job["status"]
            if status in FINAL_STATES:
                return job
            if deadline is not None and time.monotonic() + interval > deadline:
                raise StillRunning(f"Job {job_id} was still {status} after {timeout:.0f} s.")
            time.sleep(interval)
