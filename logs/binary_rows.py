"""Rows as COPY reads them in PostgreSQL's binary format, which costs both sides less than text.

"Binary Format" of https://www.postgresql.org/docs/current/sql-copy.html: the columns of a row are counted, and each has
its length before it. A moment is the number of microseconds since 2000. Texts are those which PostgreSQL can hold.
"""

from __future__ import annotations

from datetime import UTC, datetime
from struct import Struct
from typing import Final, Protocol
from uuid import UUID

BEGIN: Final = b"PGCOPY\n\xff\r\n\0" + bytes(8)  # no flags, and nothing more in the head
END: Final = b"\xff\xff"
LINE_COLUMNS: Final = ("team_id", "job_id", "session_id", "workflow", "source", "level", "at", "t_ms", "message")
CHUNK_COLUMNS: Final = ("team_id", "job_id", "workflow", "first_at", "at", "words")
EPOCH: Final = datetime(2000, 1, 1, tzinfo=UTC)
DAY: Final = 86_400_000_000  # microseconds
T_MS_MOST: Final = 2**31 - 1

_NULL: Final = b"\xff\xff\xff\xff"
_count = Struct("!h").pack
_length = Struct("!i").pack
_moment = Struct("!iq").pack
_moment_t_ms_length = Struct("!iqiii").pack


class Said(Protocol):
    @property
    def source(self) -> str: ...
    @property
    def level(self) -> str: ...
    @property
    def t_ms(self) -> int: ...


def microseconds(moment: datetime) -> int:
    """Since EPOCH. Written out, for `//` of two spans of time takes twice as long."""
    since = moment - EPOCH
    return since.days * DAY + since.seconds * 1_000_000 + since.microseconds


class LineRows:
    """Of one run. What its lines have in common is written once for each source and level."""

    def __init__(self, team_id: UUID, job_id: UUID | None, session_id: UUID | None, workflow: str) -> None:
        self._run = _count(len(LINE_COLUMNS)) + _uuids(team_id, job_id, session_id) + _text(workflow)
        self._heads: dict[tuple[str, str], bytes] = {}

    def row(self, line: Said, moment: int, text: str) -> bytes:
        kind = line.source, line.level
        head = self._heads.get(kind)
        if head is None:
            head = self._heads[kind] = self._run + _text(line.source) + _text(line.level)
        t_ms, data = line.t_ms, text.encode()
        if not -T_MS_MOST <= t_ms <= T_MS_MOST:
            t_ms = T_MS_MOST if t_ms > 0 else -T_MS_MOST
        return head + _moment_t_ms_length(8, moment, 4, t_ms, len(data)) + data


class ChunkRows:
    def __init__(self, team_id: UUID, job_id: UUID | None, workflow: str) -> None:
        self._run = _count(len(CHUNK_COLUMNS)) + _uuids(team_id, job_id) + _text(workflow)

    def row(self, first: int, last: int, words: str) -> bytes:
        return self._run + _moment(8, first) + _moment(8, last) + _text(words)


def _uuids(*ids: UUID | None) -> bytes:
    return b"".join(_NULL if some is None else _length(16) + some.bytes for some in ids)


def _text(text: str) -> bytes:
    data = text.encode()
    return _length(len(data)) + data
