"""All that a run needs before its host starts: code, secrets, a session, a folder."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from time import monotonic
from uuid import UUID

from django.conf import settings

from deployments.checkout import Checkout, checkout
from deployments.credentials import MissingCredentials, values_for
from deployments.problems import BundleProblem
from jobs import story
from jobs.claims import Hold, HoldLost
from jobs.models import Job
from jobs.patience import patiently
from libretto.protocol import DEFAULT_VIEWPORT, ErrorCode, JobSpec, Limits
from recordings import services as recordings
from runtime.durations import spoken
from runtime.process_marks import host_marks

# What the host may know of our environment. Everything else, keys and addresses first of all, stays here.
INHERITED = (
    *("PATH", "LANG", "LC_ALL", "TZ", "TMPDIR", "LD_LIBRARY_PATH"),
    *("FONTCONFIG_PATH", "FONTCONFIG_FILE", "PLAYWRIGHT_BROWSERS_PATH", "PYTHONPYCACHEPREFIX"),
)


NOTICEABLE_SECONDS = 1.0


class CannotStart(Exception):
    """The run must fail before its browser starts."""

    def __init__(self, code: ErrorCode, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True)
class Preparation:
    """Clean it up with `clear`, however the run ended."""

    job: Job
    session_id: UUID
    output: Path
    spec: JobSpec

    def environment(self) -> dict[str, str]:
        """Of the host's process."""
        inherited = {name: os.environ[name] for name in INHERITED if name in os.environ}
        own = {"HOME": str(self.output), "LIBRETTO_SANDBOX": settings.SANDBOX}
        return {**inherited, **host_marks(self.spec.session_id), **own}

    def clear(self) -> None:
        shutil.rmtree(self.output, ignore_errors=True)


def prepare(hold: Hold, *, hurry: Event) -> Preparation:
    """Raises CannotStart. May take minutes: a deployment's requirements may have to be installed first."""
    job = patiently(lambda: _job(hold), hurry=hurry)
    credentials = patiently(lambda: _credentials(job), hurry=hurry)
    code = _code(hold, job)
    session_id = hold.session_id
    patiently(lambda: _open_session(hold, job), hurry=hurry)
    output = settings.HOME.folder(f"runs/{session_id}")
    spec = JobSpec(
        session_id=str(session_id),
        bundle=str(code.bundle),
        entry_point=job.version.deployment.entry_point,
        dependencies=str(code.dependencies) if code.dependencies else None,
        workflow=job.workflow_name,
        params=job.params,
        credentials=credentials,
        output=str(output),
        start_url=job.start_url or job.version.start_url or None,
        viewport=job.viewport or job.version.viewport or DEFAULT_VIEWPORT,
        headless=True,  # a server has no screen; what `headless: false` is after, the recording, there always is
        timeout_seconds=job.timeout_seconds,
        chromium=settings.CHROMIUM,
        hidden_paths=(str(settings.HOME.path),),
        limits=Limits(
            log_line_bytes=settings.LOG_LINE_MAX_BYTES,
            log_lines=settings.LOG_LINES_MAX,
            log_bytes=settings.LOG_MAX_BYTES,
            log_lines_per_second=settings.LOG_LINES_PER_SECOND,
            result_bytes=settings.RESULT_MAX_BYTES,
            child_memory_bytes=settings.CHILD_MEMORY_MAX_BYTES,
        ),
    )
    return Preparation(job=job, session_id=session_id, output=output, spec=spec)


def _job(hold: Hold) -> Job:
    job: Job = Job.objects.select_related("team", "version__deployment").get(pk=hold.job_id)
    return job


def _code(hold: Hold, job: Job) -> Checkout:
    began = monotonic()
    try:
        code = checkout(job.version.deployment)
    except BundleProblem as problem:
        raise CannotStart(
            ErrorCode.PLATFORM_ERROR, f"The deployment could not be made ready to run: {problem}"
        ) from problem
    if (seconds := monotonic() - began) >= NOTICEABLE_SECONDS:
        took = spoken(seconds * 1000)
        story.tell(job, f"Installing what the deployment needs took {took}.", session_id=hold.session_id)
    return code


def _credentials(job: Job) -> dict[str, str]:
    try:
        return values_for(team=job.team, names=job.version.credential_names)
    except MissingCredentials as missing:
        raise CannotStart(ErrorCode.MISSING_CREDENTIALS, str(missing)) from missing


def _open_session(hold: Hold, job: Job) -> None:
    recordings.open_session(team_id=job.team_id, job_id=job.id, session_id=hold.session_id)
    if not hold.opened_session():
        recordings.close_session(session_id=hold.session_id)
        raise HoldLost
