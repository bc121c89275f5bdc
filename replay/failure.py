"""Where a failed run failed: at which of its steps, or at which moment when no step made it fail."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from jobs.models import Job
from libretto.protocol import JobState
from replay.failing_step import Raised, SeenStep, failing_step
from replay.progress import length_ms
from replay.viewing import Viewing

LOOKED_AT: Final = 1_000  # of the failed steps, the last ones


def failure_of(viewing: Viewing) -> dict[str, Any]:
    """`failed_key` of the step that made a failed run fail, and `failed_at_ms` when that began, within the recording.

    Without such a step only the moment: when the page was captured, or where the recording ends.
    """
    key = moment = None
    if viewing.job_state == JobState.FAILED and viewing.steps:
        step = _failing_step(viewing)
        key, moment = (step.key, min(step.t_ms, length_ms(viewing))) if step else (None, _last_moment(viewing))
    return {"failed_at_ms": moment, "failed_key": key}


def _failing_step(viewing: Viewing) -> SeenStep | None:
    failure = _failure(viewing.session.job_id)
    if failure is None:
        return None
    return failing_step(lambda outcome: _steps(viewing, outcome), failure, end_ms=length_ms(viewing))


def _failure(job_id: UUID | None) -> Raised | None:
    if job_id is None:
        return None
    raised = Job.objects.filter(pk=job_id).values_list("error_code", "error", "stack", "mapped_stack").first()
    return Raised(*raised) if raised else None


def _steps(viewing: Viewing, outcome: str) -> list[SeenStep]:
    """The last one first. A group is as the steps in it are, so it is none itself."""
    found = viewing.session.timeline.filter(kind="step", data__outcome=outcome).order_by("-t_ms", "-id")
    names = ("data__end_ms", "data__file", "data__line", "data__error")
    rows = found.values_list("key", "t_ms", *names, "data__group")[:LOOKED_AT]
    return [SeenStep(*row) for *row, is_group in rows if is_group is not True]


def _last_moment(viewing: Viewing) -> int | None:
    captured = viewing.session.artifacts.filter(kind="screenshot").values_list("t_ms", flat=True).first()
    recorded = viewing.recording.duration_ms if viewing.recording else None
    return min((moment for moment in (captured, recorded) if moment is not None), default=None)
