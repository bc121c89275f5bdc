"""Where the things a host says are kept: lines in `logs`, everything seen in the browser in `recordings`."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from threading import Event as Flag
from uuid import UUID

from django.utils import timezone

from jobs.models import Job
from jobs.patience import DatabaseGone, patiently
from libretto.protocol import Event, LogLevel
from logs import services as logs
from recordings import services as recordings

logger = logging.getLogger(__name__)


class RunStore:
    """Keeps one run's events. Waits while the database is away; see `jobs.patience`."""

    def __init__(self, job: Job, *, session_id: UUID, output: Path, hurry: Flag) -> None:
        self._job, self._session_id, self._hurry = job, session_id, hurry
        self._output = output.resolve()
        self._zero = timezone.now()  # of the session's clock, as wall time; corrected by session_started
        self._troubled: set[str] = set()

    def keep(self, events: Sequence[Event]) -> None:
        """Stores a batch, things of a kind together. What cannot be stored is said in the run's log."""
        for event in events:
            if event["event"] == "session_started":
                self._begin(event)
        for kind, keep_all in (("log", self._log), ("timeline", self._timeline)):
            if some := [event for event in events if event["event"] == kind]:
                self._try(kind, partial(keep_all, some))
        single = {"browser_started": self._browser, "fragment": self._fragment, "artifact": self._artifact}
        for event in events:
            if keep_one := single.get(event["event"]):
                self._try(event["event"], partial(keep_one, event))

    def note(self, level: LogLevel, message: str) -> None:
        """A line of the worker's own in the run's log."""
        now = timezone.now()
        t_ms = max(0, (now - self._zero) // timedelta(milliseconds=1))
        self._write([logs.Line(t_ms=t_ms, source="executor", level=level, message=message, at=now)])

    def _log(self, events: Sequence[Event]) -> None:
        self._write([self._line(event) for event in events])

    def _write(self, lines: list[logs.Line]) -> None:
        append = partial(
            logs.append,
            team_id=self._job.team_id,
            job_id=self._job.id,
            session_id=self._session_id,
            workflow=self._job.workflow_name,
            lines=lines,
        )
        patiently(append, hurry=self._hurry)

    def _try(self, what: str, action: Callable[[], None]) -> None:
        """A run must not fail because something of its recording could not be kept."""
        try:
            patiently(action, hurry=self._hurry)
        except DatabaseGone:
            raise
        except Exception as error:
            logger.exception("Job %s: %s could not be stored", self._job.id, what)
            if what not in self._troubled:
                self._troubled.add(what)
                self.note("error", f"The server could not keep something of this run ({what}): {type(error).__name__}.")

    def _line(self, event: Event) -> logs.Line:
        return logs.Line(
            t_ms=event["t_ms"],
            source=event["source"],
            level=event["level"],
            message=event["message"],
            at=self._zero + timedelta(milliseconds=event["t_ms"]),
        )

    def _begin(self, event: Event) -> None:
        self._zero = datetime.fromtimestamp(event["wall_time_ms"] / 1000, UTC)
        begin = partial(recordings.session_started, session_id=self._session_id, wall_time_ms=event["wall_time_ms"])
        self._try("session_started", begin)

    def _browser(self, event: Event) -> None:
        recordings.browser_started(session_id=self._session_id, version=event["version"], viewport=event["viewport"])

    def _fragment(self, event: Event) -> None:
        recordings.add_fragment(
            session_id=self._session_id,
            index=event["index"],
            file=self._file(event),
            start_ms=event["start_ms"],
            duration_ms=event["duration_ms"],
            key=event.get("key", True) is not False,
        )

    def _artifact(self, event: Event) -> None:
        recordings.add_artifact(
            session_id=self._session_id,
            kind=event["kind"],
            file=self._file(event),
            content_type=event["content_type"],
            t_ms=event["t_ms"],
        )

    def _timeline(self, events: Sequence[Event]) -> None:
        recordings.add_events(
            session_id=self._session_id,
            events=[(event["t_ms"], event["kind"], event["data"]) for event in events],
        )

    def _file(self, event: Event) -> Path:
        """Workflow code may have put a link into the folder it shares with the host: follow none out of it."""
        file = Path(event["path"]).resolve(strict=True)
        if not file.is_relative_to(self._output):
            raise ValueError(f"{event['path']} lies outside the run's folder.")
        return file
