"""Lines as files: text for people, NDJSON for programs. Read page by page, in constant memory."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC

from accounts.models import Team
from logs.listing import list_lines
from logs.models import LogFilters, LogLine
from logs.plain_text import plain

PAGE_LINES = 1000
TYPES = {"text": ("text/plain; charset=utf-8", "txt"), "ndjson": ("application/x-ndjson", "ndjson")}


def exported(*, team: Team, filters: LogFilters, form: str) -> Iterator[bytes]:
    """`form` is one of TYPES. Oldest line first."""
    write = as_text if form == "text" else as_json
    token, more = None, True
    while more:
        page = list_lines(team=team, filters=filters, limit=PAGE_LINES, token=token)
        yield b"".join(map(write, page.lines))
        token, more = page.newer, page.newer is not None


def as_text(line: LogLine) -> bytes:
    """'2026-11-24T05:40:00.123Z error workflow  message'; further lines of a message are indented."""
    moment = line.at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    message = plain(line.message).replace("\n", "\n    ")
    return f"{moment} {line.level:<5} {line.source:<8}  {message}\n".encode()


def as_json(line: LogLine) -> bytes:
    known = {
        "at": line.at.astimezone(UTC).isoformat().replace("+00:00", "Z"),
        "level": line.level,
        "source": line.source,
        "workflow": line.workflow,
        "job_id": str(line.job_id) if line.job_id else None,
        "session_id": str(line.session_id) if line.session_id else None,
        "t_ms": line.t_ms,
        "sequence": line.sequence,
        "message": line.message,
    }
    return json.dumps(known, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
