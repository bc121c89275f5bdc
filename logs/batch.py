"""Lines of one run that are stored together, and what search finds them by: as COPY reads them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Final
from uuid import UUID

from libretto.protocol import LogLevel, LogSource
from logs import binary_rows
from logs.words import words_of
from runtime.redaction.shapes import hidden
from runtime.storable import storable_text

PIECE_LINES: Final = 250  # sent at once: PostgreSQL works on them while the next ones are written
CHUNK_LINES: Final = 1000


@dataclass(frozen=True, slots=True)
class Line:
    """`t_ms` on the session's clock; `at` is the same moment as wall time, and decides the order."""

    t_ms: int
    source: LogSource
    level: LogLevel
    message: str
    at: datetime


class Batch:
    def __init__(
        self, *, team_id: UUID, job_id: UUID | None, session_id: UUID | None, workflow: str, lines: Sequence[Line]
    ) -> None:
        self._team_id, self._job_id, self._session_id = team_id, job_id, session_id
        self._workflow = storable_text(workflow)
        self._lines = lines
        self._texts = [_text(line) for line in lines]
        self._moments = [binary_rows.microseconds(line.at) for line in lines]

    @property
    def days(self) -> set[date]:
        return {line.at.astimezone(UTC).date() for line in self._lines}

    def line_rows(self) -> Iterator[bytes]:
        rows = binary_rows.LineRows(self._team_id, self._job_id, self._session_id, self._workflow)
        yield binary_rows.BEGIN
        for first in range(0, len(self._lines), PIECE_LINES):
            piece = slice(first, first + PIECE_LINES)
            yield b"".join(map(rows.row, self._lines[piece], self._moments[piece], self._texts[piece]))
        yield binary_rows.END

    def chunk_rows(self) -> Iterator[bytes]:
        """Of so many lines each, all of one day."""
        days: defaultdict[int, list[int]] = defaultdict(list)
        for number, moment in enumerate(self._moments):
            days[moment // binary_rows.DAY].append(number)
        rows = binary_rows.ChunkRows(self._team_id, self._job_id, self._workflow)
        yield binary_rows.BEGIN
        for numbers in days.values():
            for first in range(0, len(numbers), CHUNK_LINES):
                some = numbers[first : first + CHUNK_LINES]
                moments = [self._moments[number] for number in some]
                yield rows.row(min(moments), max(moments), words_of(self._texts[number] for number in some))
        yield binary_rows.END


def _text(line: Line) -> str:
    """The engine has taken secrets out of what the workflow and the page say; the server itself may quote an error."""
    text = hidden(line.message) if line.source == "executor" else line.message
    return text if text.isascii() and "\0" not in text else storable_text(text)
