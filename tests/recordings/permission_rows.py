"""What the rows of the permission table ask for."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from accounts.models import Team
from recordings import links, services
from tests.recordings.making import add_fragments, make_session


def recording_token(team: Team) -> dict[str, Any]:
    session = make_session(team)
    with tempfile.TemporaryDirectory() as folder:
        add_fragments(session, Path(folder))
    return {"token": links.video_path(session.pk).split("/")[2]}


def artifact_token(team: Team) -> dict[str, Any]:
    session = make_session(team)
    with tempfile.NamedTemporaryFile() as file:
        path, kind = Path(file.name), "trace"
        artifact = services.add_artifact(session_id=session.pk, kind=kind, file=path, content_type="", t_ms=0)
    return {"token": links.artifact_path(artifact).split("/")[2]}


def session_id(team: Team) -> dict[str, Any]:
    return {"session_id": make_session(team).pk}
