"""Which of its steps made a run fail. Pure: what is known of steps and failure in, one of the steps out.

A failed step is not yet why a run failed: workflows catch errors, try again, and clean up behind an error. So what was
raised says which steps count: its places, of the exception itself first, then of what caused it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Final, NamedTuple

from libretto.protocol import ErrorCode

SOON_MS: Final = 2_000  # between a step's end and the run's, which takes a moment to be noticed
_PLACE: Final = re.compile(r"(\S.*:[0-9]+) in ")  # 'workflows.py:21 in search', of runtime/python_child/places.py
_WHILE_HANDLING: Final = "while handling "
# The workflow's function had returned: what failed was its result.
_RETURNED: Final = {ErrorCode.RESULT_NOT_JSON, ErrorCode.RESULT_TOO_LARGE, ErrorCode.INVALID_OUTPUT}


class SeenStep(NamedTuple):
    key: str
    t_ms: int
    end_ms: object  # this and the following as the engine wrote them: numbers and texts, or None
    file: object
    line: object
    error: object


class Raised(NamedTuple):
    error_code: str
    error: str
    stack: str
    mapped_stack: str


def failing_step(steps: Callable[[str], Sequence[SeenStep]], failure: Raised, *, end_ms: int) -> SeenStep | None:
    """`steps` gives those with the outcome "failed" or "open", the last one first, without groups."""
    if failure.error_code in _RETURNED:
        return None
    if failure.mapped_stack:
        return _raised(steps("failed"), failure, end_ms)
    # The process, browser or host died. Steps stay open when nobody was left to say how they ended.
    return next(iter(steps("open")), None) or _at_the_end(steps("failed"), end_ms)


def places_of(mapped_stack: str) -> list[str]:
    """'workflows.py:21' of each frame, the innermost of what was raised first."""
    return [place for place, _ in _places(mapped_stack)]


def _at_the_end(steps: Sequence[SeenStep], end_ms: int) -> SeenStep | None:
    """The step that ended with the run, if one did."""
    return next((step for step in steps if _ended_soon_before(end_ms, step)), None)


def _raised(steps: Sequence[SeenStep], failure: Raised, end_ms: int) -> SeenStep | None:
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


def _ended_soon_before(end_ms: int, step: SeenStep) -> bool:
    return isinstance(step.end_ms, int) and step.end_ms >= end_ms - SOON_MS
