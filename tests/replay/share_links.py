"""A run to share, links to it, and people who open them."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.test import Client
from django.utils import timezone

from accounts.models import Team
from libretto.protocol import JobState
from recordings import services
from recordings.finishing import finish_recording
from recordings.models import BrowserSession
from replay.models import ShareLink
from tests.jobs.making import make_job
from tests.recordings.making import add_fragments, make_session
from tests.replay.making import add_lines

SECRET_PARAM, SECRET_RESULT, SECRET_ERROR = "the-params", "the-result", "the-error-text"
STEP, LINE, HEADER, SOURCE = "the-step-title", "the-log-line", "the-header-value", "the-source-text"
EVENTS: list[tuple[int, str, dict[str, Any]]] = [
    (
        5,
        "step",
        {"id": "call@1", "title": STEP, "outcome": "failed", "error": "the-step-error", "file": "w.py", "line": 3},
    ),
    (6, "network", {"id": "req@1", "title": "GET", "url": "https://x.test", "request_headers": {"Cookie": HEADER}}),
    (6, "source", {"id": "source:w.py:3", "file": "w.py", "line": 3, "first_line": 1, "text": SOURCE}),
]


def make_link(session: BrowserSession, **fields: Any) -> ShareLink:
    """One that works for an hour and shows the video only."""
    expires_at = timezone.now() + timedelta(hours=1)
    link: ShareLink = ShareLink.objects.create(
        **{"session": session, "team": session.team, "expires_at": expires_at, **fields}
    )
    return link


def make_shared_run(team: Team, folder: Path) -> BrowserSession:
    """A failed run, recorded, with an event of each sort and a line."""
    job = make_job(
        team,
        state=JobState.FAILED,
        params={"x": SECRET_PARAM},
        result=SECRET_RESULT,
        error=SECRET_ERROR,
        mapped_stack="w.py:3 in main",
    )
    session = make_session(team, job_id=job.pk)
    job.session_id = session.pk
    job.save()
    add_fragments(session, folder)
    services.add_events(session_id=session.pk, events=EVENTS)
    add_lines(session, LINE)
    file = folder / "file"
    file.write_bytes(b"the-artifact")
    for kind in ("screenshot", "trace"):
        services.add_artifact(session_id=session.pk, kind=kind, file=file, content_type="", t_ms=9)
    session.close()
    finish_recording(session_id=session.pk)
    return session


def opened(link: ShareLink, path: str = "", **headers: str) -> Any:
    return Client(headers={"Accept": "text/html", **headers}).get(f"/shared/{link.token}{path}")


def asked(link: ShareLink, path: str) -> Any:
    answer = Client().get(f"/shared/{link.token}{path}")
    assert answer.status_code == 200
    return json.loads(answer.content)
