"""Where a failed run failed: at which of its steps, or at which moment when no step made it fail.

A failed step is not yet why a run failed: workflows catch errors, try again, and clean up behind an error. So what was
raised says which steps count: its places, of the exception itself first, then of what caused it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final, NamedTuple
from uuid import UUID

from jobs.models import Job
from libretto.protocol import ErrorCode, JobState
from replay.progress import length_ms
from replay.viewing import Viewing

LOOKED_AT: Final = 1_000  # of the failed steps, the last ones
SOON_MS: Final = 2_000  # between a step's end and the run's, which takes a moment to be noticed
_PLACE: Final = re.compile(r"(\S.*:[0-9]+) in ")  # 'workflows.py:21 in search', of runtime/python_child/places.py
_WHILE_HANDLING: Final = "while handling "
# The workflow's function had returned: what failed was its result.
_RETURNED: Final = {ErrorCode.RESULT_NOT_JSON, ErrorCode.RESULT_TOO_LARGE, ErrorCode.INVALID_OUTPUT}


class _Step(NamedTuple):
    key: str
    t_ms: int
    end_ms: object  # this and the following as the engine wrote them: numbers and texts, or None
    file: object
    line: object
    error: object


class _Failure(NamedTuple):
    error_code: str
    error: str
    stack: str
    mapped_stack: str


def failure_of(viewing: Viewing) -> dict[str, Any]:
    """`failed_key` of the step that made a failed run fail, and `failed_at_ms` when that began, within the recording.

    Without such a step only the moment: when the page was captured, or where the recording ends.
    """
    key = moment = None
    if viewing.job_state == JobState.FAILED and viewing.steps:
        step = _failing_step(viewing)
        key, moment = (step.key, min(step.t_ms, length_ms(viewing))) if step else (None, _last_moment(viewing))
    return {"failed_at_ms": moment, "failed_key": key}


def _failing_step(viewing: Viewing) -> _Step | None:
    failure = _failure(viewing.session.job_id)
    if failure is None or failure.error_code in _RETURNED:
        return None
    failed, end_ms = _steps(viewing, "failed"), length_ms(viewing)
    if failure.mapped_stack:
        return _raised(failed, failure, end_ms)
    # The process, browser or host died. Steps stay open when nobody was left to say how they ended.
    return next(iter(_steps(viewing, "open")), None) or _at_the_end(failed, end_ms)


def _failure(job_id: UUID | None) -> _Failure | None:
    if job_id is None:
        return None
    raised = Job.objects.filter(pk=job_id).values_list("error_code", "error", "stack", "mapped_stack").first()
    return _Failure(*raised) if raised else None


def _steps(viewing: Viewing, outcome: str) -> list[_Step]:
    """The last one first. A group is as the steps in it are, so it is none itself."""
    found = viewing.session.timeline.filter(kind="step", data__outcome=outcome).order_by("-t_ms", "-id")
    names = ("data__end_ms", "data__file", "data__line", "data__error")
    rows = found.values_list("key", "t_ms", *names, "data__group")[:LOOKED_AT]
    return [_Step(*row) for *row, is_group in rows if is_group is not True]


def _at_the_end(steps: list[_Step], end_ms: int) -> _Step | None:
    """The step that ended with the run, if one did."""
    return next((step for step in steps if _ended_soon_before(end_ms, step)), None)


def _raised(steps: list[_Step], failure: _Failure, end_ms: int) -> _Step | None:
    """The last step made at one of the failure's places. What was raised while another error was handled may have
    nothing to do with that one, unless it came soon after it."""
    for place, is_handled in _places(failure.mapped_stack):
        for step in steps:
            if f"{step.file}:{step.line}" == place and (not is_handled or _ended_soon_before(end_ms, step)):
                return step
    texts = f"{failure.error}\n{failure.stack}"
    # A call that the workflow has others wait for, as asyncio.gather, has no place.
    nowhere = (step for step in steps if not step.file and step.error and str(step.error) in texts)
    return _at_the_end(list(nowhere), end_ms)


def _places(mapped_stack: str) -> Iterator[tuple[str, bool]]:
    """'workflows.py:21' of each frame, and whether it is of an error that was being handled."""
    is_handled = False
    for line in mapped_stack.splitlines():
        if line.startswith((_WHILE_HANDLING, "caused by ", "in the group: ")):
            is_handled = line.startswith(_WHILE_HANDLING) or is_handled
        elif found := _PLACE.match(line):
            yield found[1], is_handled


def _ended_soon_before(end_ms: int, step: _Step) -> bool:
    return isinstance(step.end_ms, int) and step.end_ms >= end_ms - SOON_MS


def _last_moment(viewing: Viewing) -> int | None:
    captured = viewing.session.artifacts.filter(kind="screenshot").values_list("t_ms", flat=True).first()
    recorded = viewing.recording.duration_ms if viewing.recording else None
    return min((moment for moment in (captured, recorded) if moment is not None), default=None)
