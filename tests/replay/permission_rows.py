"""What the rows of the permission table ask for."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from accounts.models import Team
from tests.recordings.making import add_fragments, make_session
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
    """Nobody gets one: the session has no trace. What a trace has is in test_snapshots.py."""
    return {"session_id": make_session(team).pk, "key": "call@1", "moment": "before"}


def snapshot_resource(team: Team) -> dict[str, Any]:
    return {"token": "made-up", "sha1": "0" * 40}
