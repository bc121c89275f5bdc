"""All that somebody may take away of a session."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from functools import partial
from itertools import chain
from typing import Any

from api.moments import iso
from jobs.models import Job
from replay.page import ReplayPage
from replay.take_away.kept_files import VIDEO, kept_files
from replay.take_away.offline_page import DATA, page_entries, readme
from replay.take_away.records import data_js, events_ndjson, logs_ndjson
from replay.take_away.streamed_zip import Entry
from replay.viewing import Viewing

JOB_FIELDS = ("attempt", "params", "result", "error", "error_code", "error_type", "mapped_stack", "stack", "nonce")
JOB_MOMENTS = ("created_at", "started_at", "completed_at")
SESSION_MOMENTS = ("created_at", "started_at", "browser_started_at", "closed_at")


def contents_of(page: ReplayPage, viewing: Viewing) -> Iterable[Entry]:
    """Text first: the files take the longest to send, and need no database."""
    files = kept_files(viewing)
    video = VIDEO if any(file.name == VIDEO for file in files) else None
    texts = [
        *page_entries(page, files),
        Entry(DATA, "", partial(data_js, viewing, video=video)),
        *_records(page, viewing),
    ]
    return chain([readme(page, [*texts, *files])], texts, files)


def file_name_of(page: ReplayPage, viewing: Viewing) -> str:
    began = viewing.session.started_at or viewing.session.created_at
    name = "".join(letter if letter.isalnum() and letter.isascii() else "-" for letter in page.title).strip("-")
    return f"{name[:60] or 'run'}-{began:%Y-%m-%d-%H%M%S}-{viewing.session.pk.hex[:8]}.zip"


def _records(page: ReplayPage, viewing: Viewing) -> Iterator[Entry]:
    if viewing.job_page:
        yield Entry("run.json", "params, result, error and times", partial(_facts, page, viewing))
    if viewing.steps:
        about = "every step, request and message of the browser, one JSON object a line"
        yield Entry("events.ndjson", about, partial(events_ndjson, viewing))
    if viewing.logs:
        yield Entry("logs.ndjson", "every line of the log, one JSON object a line", partial(logs_ndjson, viewing))


def _facts(page: ReplayPage, viewing: Viewing) -> Iterator[bytes]:
    facts = {"run": _job(page.job) if page.job else None, "session": _session(viewing)}
    yield json.dumps(facts, ensure_ascii=False, indent=2).encode() + b"\n"


def _job(job: Job) -> dict[str, Any]:
    return {
        "job_id": str(job.pk),
        "workflow": job.workflow_name,
        "deployment_id": str(job.version.deployment_id),
        "status": job.state,
        **{name: getattr(job, name) for name in JOB_FIELDS},
        **_moments(job, JOB_MOMENTS),
    }


def _session(viewing: Viewing) -> dict[str, Any]:
    session = viewing.session
    names = ("browser_version", "viewport_width", "viewport_height")
    return {
        "session_id": str(session.pk),
        **{name: getattr(session, name) for name in names},
        **_moments(session, SESSION_MOMENTS),
    }


def _moments(row: object, names: Iterable[str]) -> dict[str, str | None]:
    moments = {name: getattr(row, name) for name in names}
    return {name: iso(moment) if moment else None for name, moment in moments.items()}
