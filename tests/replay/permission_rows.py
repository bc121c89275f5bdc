"""What the rows of the permission table ask for."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from accounts.models import Team
from recordings.models import BrowserSession
from replay.snapshots import resource_token
from tests.recordings.making import add_fragments, make_session
from tests.replay.kept_pages import PICTURE, keep_trace, trace_with_pages
from tests.replay.making import add_lines, add_steps


def video(team: Team) -> dict[str, Any]:
    session = make_session(team)
    with tempfile.TemporaryDirectory() as folder:
        add_fragments(session, Path(folder))
    return {"session_id": session.pk}


def event(team: Team) -> dict[str, Any]:
    session = make_session(team)
    add_steps(session, 1)
    return {"session_id": session.pk, "key": "call@1"}


def line(team: Team) -> dict[str, Any]:
    session = make_session(team)
    return {"session_id": session.pk, "sequence": add_lines(session, "a line")[0]}


def snapshot(team: Team) -> dict[str, Any]:
    return {"session_id": _with_trace(team).pk, "key": "call@1", "moment": "before"}


def snapshot_resource(team: Team) -> dict[str, Any]:
    trace = _with_trace(team).artifacts.get(kind="trace")
    return {"token": resource_token(trace), "sha1": PICTURE}


def _with_trace(team: Team) -> BrowserSession:
    session = make_session(team)
    with tempfile.TemporaryDirectory() as folder:
        keep_trace(session, trace_with_pages(Path(folder) / "trace.zip"))
    session.close()
    return session
