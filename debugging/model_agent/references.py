"""Names for places in the evidence that a model can point at, and the pointers they stand for.

A pointer's label comes from the evidence, never from the model: what a model writes becomes no link.
"""

from __future__ import annotations

from collections.abc import Iterator

from debugging.agent.case import Case
from debugging.agent.pointers import (
    to_good_run,
    to_happening,
    to_line,
    to_message,
    to_navigation,
    to_page,
    to_request,
    to_source,
    to_step,
)
from debugging.diagnosis import Pointer
from debugging.evidence import Evidence


def references(evidence: Evidence) -> dict[str, Pointer]:
    """'step:call@12' → its pointer."""
    return {reference(pointer): pointer for pointer in _pointers(evidence)}


def reference(pointer: Pointer) -> str:
    name = f"{pointer.kind}:{pointer.ref}" if pointer.ref else pointer.kind
    return f"good-{name}" if pointer.job_id and pointer.kind != "run" else name


def _pointers(evidence: Evidence) -> Iterator[Pointer]:
    case = Case(evidence)
    good = evidence.good
    if good is not None:
        job_id = str(good.job_id)
        yield from (to_step(step, job_id) for step in good.steps)
        yield from (to_navigation(navigation, job_id) for navigation in good.navigations)
        yield from to_good_run(case)
    yield from map(to_step, evidence.steps)
    yield from map(to_navigation, evidence.navigations)
    yield from map(to_request, evidence.requests)
    yield from map(to_message, evidence.messages)
    yield from map(to_happening, evidence.happenings)
    yield from map(to_line, evidence.lines)
    if evidence.failing_step is not None:
        yield to_step(evidence.failing_step)
    yield from to_source(case)
    yield from to_page(case)
