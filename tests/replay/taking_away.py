"""A job with something of everything, and its download."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any

from django.test import Client

from jobs.models import Job
from libretto.protocol import JobState
from recordings import services as recordings
from recordings.finishing import finish_recording
from recordings.models import BrowserSession
from tests.factories import make_team, make_user, signed_in
from tests.jobs.making import make_job
from tests.recordings.making import add_fragments
from tests.replay.making import add_lines, add_steps, with_session

LONG = "a long line " * 100
CLICK = {
    "id": "call@7",
    "title": "Click Pay",
    "outcome": "failed",
    "error": "No such button",
    "file": "w.py",
    "line": 3,
}
SOURCE = {"id": "source:w.py:3", "file": "w.py", "line": 3, "first_line": 2, "text": "def w():\n    pay()"}
REQUEST = {"id": "net@1", "url": "http://shop.test/", "request_headers": {"cookie": "c"}, "status": 200}


def recorded_job(folder: Path) -> Job:
    """Running, two seconds recorded."""
    job = make_job(make_team(), state=JobState.RUNNING)
    session = with_session(job)
    add_fragments(session, folder)
    add_steps(session, 3)
    events = [(900, "step", CLICK), (900, "source", SOURCE), (950, "network", REQUEST)]
    recordings.add_events(session_id=session.pk, events=events)
    add_lines(session, "said </script> something", LONG)
    said = {"error": "No such button\nat all", "mapped_stack": "w.py:3 in pay"}
    Job.objects.filter(pk=job.pk).update(params={"name": "Ärger"}, **said)
    job.refresh_from_db()
    return job


def session_of(job: Job) -> BrowserSession:
    assert job.session_id
    session: BrowserSession = BrowserSession.objects.get(pk=job.session_id)
    return session


def finish(job: Job, state: JobState = JobState.FAILED) -> None:
    assert job.session_id
    Job.objects.filter(pk=job.pk).update(state=state)
    recordings.close_session(session_id=job.session_id)
    finish_recording(session_id=job.session_id)


def keep(job: Job, folder: Path, kind: str, content: bytes, content_type: str) -> None:
    file = folder / kind
    file.write_bytes(content)
    assert job.session_id
    recordings.add_artifact(session_id=job.session_id, kind=kind, file=file, content_type=content_type, t_ms=1000)


def taken(job: Job) -> zipfile.ZipFile:
    return opened(signed_in(make_user(job.team)), f"/sessions/{job.session_id}/download.zip")


def opened(client: Client, path: str) -> zipfile.ZipFile:
    response = client.get(path)
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "application/zip"
    archive = zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content)))  # type: ignore[attr-defined]
    assert archive.testzip() is None
    return archive


def data_of(archive: zipfile.ZipFile) -> Any:
    head, _, text = archive.read("data.js").decode().partition("=")
    assert head == "window.REPLAY_DATA "
    return json.loads(text.removesuffix(";\n"))
