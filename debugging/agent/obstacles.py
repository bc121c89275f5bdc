"""Why an element that was found could not be used, as Playwright's log says it: each on a line of its own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import Final


class Obstacle(StrEnum):
    """Why an element that was found could not be used."""

    HIDDEN = "hidden"
    DISABLED = "disabled"
    READ_ONLY = "read-only"
    INERT = "inert"
    MOVING = "moving"
    OUT_OF_VIEW = "out of view"
    COVERED = "covered"
    OPTION_MISSING = "option missing"
    OPTION_DISABLED = "option disabled"
    DETACHED = "detached"


_OBSTACLES: Final = (  # whole lines of the log
    (re.compile(r"element is not visible"), Obstacle.HIDDEN),
    (re.compile(r"element is not enabled"), Obstacle.DISABLED),
    (re.compile(r"element is inert"), Obstacle.INERT),
    (re.compile(r"element is not editable"), Obstacle.READ_ONLY),
    (re.compile(r"element is not stable"), Obstacle.MOVING),
    (re.compile(r"element is outside of the viewport"), Obstacle.OUT_OF_VIEW),
    (re.compile(r"<.*>(?: subtree)? intercepts pointer events"), Obstacle.COVERED),
    (re.compile(r"did not find some options"), Obstacle.OPTION_MISSING),
    (re.compile(r"option being selected is not enabled"), Obstacle.OPTION_DISABLED),
    (re.compile(r"element was detached from the DOM, retrying"), Obstacle.DETACHED),
)


def obstacles_in(log: Iterable[str]) -> Iterator[Obstacle]:
    for line in log:
        yield from (obstacle for pattern, obstacle in _OBSTACLES if pattern.fullmatch(line))
