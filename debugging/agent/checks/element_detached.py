"""The element, or the whole document, was replaced while it was being used."""

from __future__ import annotations

import re
from typing import Final

from debugging.agent.case import Case
from debugging.agent.finding import Finding
from debugging.agent.obstacles import Obstacle
from debugging.agent.pointers import claim, to_failing_step
from debugging.failure_classes import FailureClass

_GONE: Final = re.compile(
    r"Element is not attached to the DOM|Element is not connected|Node is detached|JSHandle is disposed"
    r"|.*detached input element"
    r"|Protocol error \(DOM\.\w+\): (?:Node|Could not find node)|Cannot find context with specified id"
    r"|Cannot set input files to detached|Unable to adopt element handle"
)
_NAVIGATED: Final = re.compile(r"Execution context was destroyed|Navigation to .* is interrupted by another navigation")
_AGAIN: Final = (
    "Wait until the page has settled: for a text or an address that is only there afterwards. Use locators, which look"
    " the element up again, instead of handles."
)


def element_detached(case: Case) -> Finding | None:
    error = case.error
    if _GONE.match(error.headline):
        return _finding(case, 0.95, "the element had been replaced by another one while it was used")
    if _NAVIGATED.match(error.headline):
        return _finding(case, 0.78, "the page went to another address meanwhile")
    times = error.obstacles.count(Obstacle.DETACHED)
    if times and (error.obstacle is Obstacle.DETACHED or times * 2 > len(error.obstacles)):
        again = f"{times} times" if times > 1 else "once"
        return _finding(case, 0.94 if times > 1 else 0.8, f"the page replaced the element {again} while it was used")
    return None


def _finding(case: Case, confidence: float, cause: str) -> Finding:
    return Finding(
        failure_class=FailureClass.ELEMENT_DETACHED,
        confidence=confidence,
        cause=cause,
        why=(claim("Playwright found it, and then it was not part of the page any more.", *to_failing_step(case)),),
        advice=_AGAIN,
    )
