"""What the rows of the permission table ask for, of share links."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from accounts.models import Team
from recordings.models import BrowserSession
from tests.recordings.making import add_fragments, make_session
from tests.replay.making import add_lines, add_steps
from tests.replay.share_links import make_link


def own_link(team: Team) -> dict[str, Any]:
    link = make_link(make_session(team))
    return {"session_id": link.session_id, "link_id": link.pk}


def token(team: Team) -> dict[str, Any]:
    return {"token": _link(team)[1]}


def event(team: Team) -> dict[str, Any]:
    session, token = _link(team)
    add_steps(session, 1)
    return {"token": token, "key": "call@1"}


def line(team: Team) -> dict[str, Any]:
    session, token = _link(team)
    return {"token": token, "sequence": add_lines(session, "a line")[0]}


def page(team: Team) -> dict[str, Any]:
    return {**event(team), "moment": "before"}


def _link(team: Team) -> tuple[BrowserSession, str]:
    session = make_session(team)
    with tempfile.TemporaryDirectory() as folder:
        add_fragments(session, Path(folder))
    return session, make_link(session, steps=True, logs=True).token
