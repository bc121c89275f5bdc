"""The element does not keep still, or cannot be scrolled into view."""

from __future__ import annotations

from debugging.agent.case import Case
from debugging.agent.finding import Finding
from debugging.agent.obstacles import Obstacle
from debugging.agent.pointers import claim, to_failing_step, to_page
from debugging.failure_classes import FailureClass


def element_unstable(case: Case) -> Finding | None:
    if case.error.obstacle is Obstacle.MOVING:
        return _finding(case, "it kept moving", "Wait until the animation has ended, or switch animations off.")
    out_of_view = case.error.headline.startswith("Element is outside of the viewport")
    if case.error.obstacle is Obstacle.OUT_OF_VIEW or out_of_view:
        advice = (
            "Look at where the page puts it: use a larger viewport, or open the part of the page that it belongs to."
        )
        return _finding(case, "it lies outside of what can be scrolled to", advice)
    return None


def _finding(case: Case, cause: str, advice: str) -> Finding:
    mixed = len(set(case.error.obstacles)) > 1
    why = claim(f"Playwright found it, visible and enabled, but {cause}.", *to_failing_step(case), *to_page(case))
    return Finding(
        failure_class=FailureClass.ELEMENT_UNSTABLE,
        confidence=0.91 if mixed else 0.95,
        cause=cause,
        why=(why,),
        advice=advice,
    )
