"""Failed and good runs in the database, with as little as each must have."""

from __future__ import annotations

import tempfile
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.utils import timezone

from accounts.models import Team
from deployments.models import WorkflowVersion
from jobs.models import Job
from libretto.protocol import ErrorCode, JobState
from recordings import services as recordings
from recordings.models import BrowserSession
from tests.factories import make_team
from tests.jobs.making import make_job, make_version
from tests.replay.making import with_session

NOT_FOUND = 'Locator.click: Timeout 1500ms exceeded.\nCall log:\n  - waiting for get_by_role("button", name="Pay")\n'
STACK = "workflows.py:21 in pay\n    page.get_by_role('button', name='Pay').click()"


def step(key: str, t_ms: int, **data: Any) -> tuple[int, str, dict[str, Any]]:
    known = {"id": key, "title": f"Step {key}", "outcome": "ok", "end_ms": t_ms + 100, "file": "workflows.py"}
    return t_ms, "step", known | data


def pay_step(t_ms: int = 2000, **data: Any) -> tuple[int, str, dict[str, Any]]:
    known = {"title": 'Click get_by_role("button", name="Pay")', "selector": 'get_by_role("button", name="Pay")'}
    return step("call@9", t_ms, **known | {"api": "locator.click", "line": 21} | data)


def navigation(key: str, t_ms: int, url: str, **data: Any) -> tuple[int, str, dict[str, Any]]:
    return t_ms, "navigation", {"id": key, "title": f"Opened {url}", "url": url, "outcome": "ok"} | data


def failed_job(team: Team | None = None, *, version: WorkflowVersion | None = None, **fields: Any) -> Job:
    """It failed two seconds after it began, at the step of `pay_step`."""
    team = team or make_team()
    now = timezone.now()
    known: dict[str, Any] = {
        "state": JobState.FAILED,
        "error": NOT_FOUND,
        "error_type": "TimeoutError",
        "mapped_stack": STACK,
    }
    known |= {"error_code": ErrorCode.WORKFLOW_ERROR, "started_at": now - timedelta(seconds=4), "completed_at": now}
    return make_job(team, version=version or make_version(team, "pay"), **known | fields)


def completed_job(team: Team, version: WorkflowVersion, *, ago: timedelta = timedelta(hours=1)) -> Job:
    at = timezone.now() - ago
    return make_job(
        team, version=version, state=JobState.COMPLETED, created_at=at, started_at=at, completed_at=at + ago / 60
    )


def recorded_session(job: Job, *events: tuple[int, str, dict[str, Any]], html: str = "") -> BrowserSession:
    session = with_session(job)
    job.session_id = session.pk
    recordings.add_events(session_id=session.pk, events=events)
    if html:
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "page.html"
            file.write_text(html)
            recordings.add_artifact(
                session_id=session.pk, kind="page_html", file=file, content_type="text/html", t_ms=3500
            )
    recordings.close_session(session_id=session.pk)
    return session
