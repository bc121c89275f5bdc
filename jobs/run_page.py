"""What the page of a run shows, read from all the rooms that keep something of it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from accounts.models import Team
from api.errors import InvalidInput
from jobs.models import Job, JobEvent
from jobs.steps import NO_STEP, Step, steps_of
from libretto.protocol import JobState
from logs.models import LogFilters
from logs.services import LogPage, list_lines
from recordings import links, playback
from recordings.models import Artifact, BrowserSession, Recording, RecordingState

LINES_SHOWN = 200
TEXT_SHOWN = 64 * 1024  # characters of one value; the API has all of it
FOLDED_FROM = 16 * 1024
ARTIFACT_NAMES = {
    "screenshot": "Screenshot",
    "page_html": "Page as HTML",
    "aria_snapshot": "Accessibility tree",
    "trace": "Playwright trace",
}


@dataclass(frozen=True)
class Text:
    """A value to show, cut if it is huge."""

    shown: str
    cut: bool

    @property
    def folded(self) -> bool:
        return len(self.shown) > FOLDED_FROM


@dataclass(frozen=True)
class File:
    name: str
    kind: str
    path: str
    bytes: int


@dataclass(frozen=True)
class Player:
    """`video` is None when there is nothing to play; `note` then says why. It opens at `opens_at` seconds: at the step
    that failed, else where the workflow begins to do something."""

    video: str | None = None
    opens_at: str = "0"
    note: str = ""
    growing: bool = False
    width: int | None = None
    height: int | None = None


@dataclass(frozen=True)
class RunPage:
    job: Job
    duration: str
    player: Player
    steps: Sequence[Step]
    steps_cut: bool
    files: Sequence[File]
    history: Sequence[JobEvent]
    logs: LogPage
    params: Text
    result: Text | None
    error: Text
    stack: Text

    @property
    def screenshot(self) -> File | None:
        return next((file for file in self.files if file.kind == "screenshot"), None)


def run_page(*, team: Team, job: Job, lines_at: str | None) -> RunPage:
    """`lines_at` is a token of a page of lines; one that is not ours shows the newest ones."""
    session = BrowserSession.objects.of(team).filter(pk=job.session_id).first() if job.session_id else None
    recording = Recording.objects.of(team).filter(session_id=job.session_id).first() if session else None
    steps, steps_cut = steps_of(session, newest=job.state == JobState.FAILED) if session else ([], False)
    return RunPage(
        job=job,
        duration=duration_of(job),
        player=_player(job, recording, steps),
        steps=steps,
        steps_cut=steps_cut,
        files=[_file(artifact) for artifact in session.artifacts.order_by("id")] if session else [],
        history=list(job.events.all()),
        logs=_lines(team, job, lines_at),
        params=text(pretty(job.params)),
        result=text(pretty(job.result)) if job.state == JobState.COMPLETED else None,
        error=text(job.error),
        stack=text(job.stack),
    )


def duration_of(job: Job, now: datetime | None = None) -> str:
    """'3 min 5 s', '' for a run that has not begun."""
    if job.started_at is None:
        return ""
    end = job.completed_at or now or timezone.now()
    return playback.readable(max(0, round((end - job.started_at).total_seconds() * 1000)))


def pretty(value: Any) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False)


def text(value: str) -> Text:
    return Text(value[:TEXT_SHOWN], len(value) > TEXT_SHOWN)


def _player(job: Job, recording: Recording | None, steps: Sequence[Step]) -> Player:
    if recording is None:
        return Player(note="No browser was started." if job.is_final else "The browser has not been started yet.")
    if recording.state == RecordingState.EXPIRED:
        return Player(note="The recording is no longer kept.")
    if playback.body_of(recording) is None:
        return Player(note="Nothing was recorded." if job.is_final else "The recording begins.")
    return Player(
        video=links.video_path(recording.session_id),
        opens_at=_moment(steps),
        growing=not job.is_final,
        width=recording.width or recording.session.viewport_width,
        height=recording.height or recording.session.viewport_height,
    )


def _moment(steps: Sequence[Step]) -> str:
    failed = [step for step in steps if step.outcome == "failed"]
    return (failed[-1:] or steps[:1] or [NO_STEP])[0].seconds


def _file(artifact: Artifact) -> File:
    name = ARTIFACT_NAMES.get(artifact.kind, artifact.kind)
    return File(name=name, kind=artifact.kind, path=links.artifact_path(artifact), bytes=artifact.bytes)


def _lines(team: Team, job: Job, token: str | None) -> LogPage:
    filters = LogFilters(job_id=job.id)
    try:
        return list_lines(team=team, filters=filters, limit=LINES_SHOWN, token=token, start="newest")
    except InvalidInput:
        return list_lines(team=team, filters=filters, limit=LINES_SHOWN, start="newest")
