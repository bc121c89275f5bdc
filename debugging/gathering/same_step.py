"""Finds, among the steps of another run of a workflow, the one that is the same call as a step of this run."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from debugging.evidence import Step


def same_step(step: Step, steps: Sequence[Step], theirs: Sequence[Step], *, same_source: bool) -> Step | None:
    """Made at the same line of the same source; in another version of it, by the same call on the same selector.

    A line in a loop is met again and again: the n-th time there is the n-th time here, or else the last.
    """
    if same_source and step.site:
        found = _same_turn(step, steps, theirs, lambda other: (other.site, other.api))
        if found is not None:
            return found
    if step.selector:
        return _same_turn(step, steps, theirs, lambda other: (other.file, other.api, other.selector))
    return _same_turn(step, steps, theirs, lambda other: (other.file, other.api, other.title))


def _same_turn(
    step: Step, steps: Sequence[Step], theirs: Sequence[Step], call: Callable[[Step], tuple[str, ...]]
) -> Step | None:
    alike = [other for other in theirs if call(other) == call(step)]
    turn = sum(call(other) == call(step) and other.t_ms < step.t_ms for other in steps)
    return alike[min(turn, len(alike) - 1)] if alike else None
