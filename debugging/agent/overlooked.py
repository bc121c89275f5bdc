"""Workflows catch errors, go on without what they did not get, and stumble over that later."""

from __future__ import annotations

from typing import Final

from debugging.agent.what_changed import paired
from debugging.evidence import Evidence, Failure, GoodRun, Step
from libretto.protocol import ErrorCode

_STEPS_BACK: Final = 3


def overlooked(evidence: Evidence) -> Evidence | None:
    """The evidence as if the run had ended at the last failed step that the workflow passed over.

    Only when the last good run made that step and it went well: some steps are made on the off chance.
    """
    good = evidence.good
    if good is None or evidence.failing_step is not None or evidence.failure.code != ErrorCode.WORKFLOW_ERROR:
        return None
    for step in reversed(evidence.steps[-_STEPS_BACK:]):
        if step.outcome == "failed" and step.error and _went_well(step, evidence, good):
            failure = Failure(code=ErrorCode.WORKFLOW_ERROR, type=_type_of(step), message="")
            return evidence.model_copy(update={"failing_step": step, "failure": failure, "failed_at_ms": step.t_ms})
    return None


def _went_well(step: Step, evidence: Evidence, good: GoodRun) -> bool:
    theirs = next((other for mine, other in paired(evidence.steps, good) if mine.key == step.key), None)
    return theirs is not None and theirs.outcome == "ok"


def _type_of(step: Step) -> str:
    return "TimeoutError" if step.error.startswith("Timeout") else "Error"
