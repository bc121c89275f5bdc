"""Lines as the scripts of the page read them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from logs.listing import EPOCH, MICROSECOND
from logs.models import LogLine

TEXT_MOST = 4_000
MILLISECOND = timedelta(milliseconds=1)


def row_of(line: LogLine) -> list[Any]:
    """[sequence, at, level, source, text, is_cut, job_id, session_id, workflow, t_ms, place]: `at` in ms since 1970,
    `place` in microseconds: with the number it is the line's link and its place in the order."""
    return [
        line.sequence,
        (line.at - EPOCH) // MILLISECOND,
        line.level,
        line.source,
        line.message[:TEXT_MOST],
        int(len(line.message) > TEXT_MOST),
        str(line.job_id) if line.job_id else None,
        str(line.session_id) if line.session_id else None,
        line.workflow,
        line.t_ms,
        (line.at - EPOCH) // MICROSECOND,
    ]
