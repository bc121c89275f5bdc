"""What the tests of this room put into a session."""

from __future__ import annotations

from datetime import timedelta

from jobs.models import Job
from logs import services as logs
from logs.models import LogLine
from recordings import services as recordings
from recordings.models import BrowserSession
from tests.recordings.making import make_session


def with_session(job: Job) -> BrowserSession:
    """A new session, which the job runs in."""
    session = make_session(job.team, job_id=job.id)
    Job.objects.filter(pk=job.pk).update(session_id=session.id)
    return session


def add_steps(session: BrowserSession, count: int, *, every_ms: int = 100) -> None:
    """`call@1`, `call@2`, …"""
    steps = [
        (number * every_ms, "step", {"id": f"call@{number}", "title": f"Step {number}", "outcome": "ok"})
        for number in range(1, count + 1)
    ]
    recordings.add_events(session_id=session.pk, events=steps)


def add_lines(session: BrowserSession, *texts: str) -> list[int]:
    """A line a millisecond, by the workflow. Their numbers."""
    lines = [
        logs.Line(
            t_ms=number,
            source="workflow",
            level="info",
            message=text,
            at=session.created_at + timedelta(milliseconds=number),
        )
        for number, text in enumerate(texts)
    ]
    logs.append(team_id=session.team_id, job_id=session.job_id, session_id=session.pk, workflow="search", lines=lines)
    stored = LogLine.objects.filter(session_id=session.pk).order_by("-sequence").values_list("sequence", flat=True)
    return list(stored[: len(texts)])[::-1]
