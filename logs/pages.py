"""What the page of the log shows besides lines, and lines as its scripts read them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from api.errors import ApiError
from logs.filter_form import LEVEL_LABELS, LogFilterForm
from logs.listing import EPOCH
from logs.models import LogFilters, LogLine
from logs.reading import MICROSECOND

TEXT_MOST = 4_000
MORE = ("source", "workflow", "job", "since", "until")  # filters that are folded away while none of them is set
MILLISECOND = timedelta(milliseconds=1)


def context_of(form: LogFilterForm) -> dict[str, Any]:
    """Of the templates in templates/logs/, for any form; the addresses are query strings."""
    chosen = form.chosen("level")
    return {
        "form": form,
        "levels": [
            {"value": value, "label": label, "chosen": value in chosen} for value, label in LEVEL_LABELS.items()
        ],
        "only_trouble": form.is_trouble,
        "trouble": form.any_level() if form.is_trouble else form.trouble(),
        "more_chosen": any(form.chosen(name) for name in MORE),
        "query": form.address(),
        "words": "".join(form.chosen("query")),
        "whole": form.whole(),
    }


def context_of_filters(filters: LogFilters, *, is_live: bool) -> dict[str, Any]:
    """`is_live`: more lines may come."""
    return {
        "job_id": filters.job_id,
        "session_id": filters.session_id,
        "since_ms": str((filters.since - EPOCH) // MILLISECOND) if filters.since else None,
        "live": is_live,
    }


def sentence_of(problem: ApiError) -> str:
    """For people: without the names of fields that programs need."""
    issues = (problem.data or {}).get("issues")
    return str(issues[0]["message"]) if issues else problem.message


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
