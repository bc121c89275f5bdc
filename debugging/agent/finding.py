"""What a check says about a case."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from debugging.agent.case import Case
from debugging.diagnosis import Claim
from debugging.failure_classes import FailureClass


@dataclass(frozen=True, kw_only=True)
class Finding:
    """`cause` goes on after 'pay-invoice could not click the button "Pay" (workflows.py:21): '."""

    failure_class: FailureClass
    confidence: float
    cause: str
    why: tuple[Claim, ...] = ()
    advice: str
    missing: tuple[str, ...] = ()
    suggestion: str = ""


Check = Callable[[Case], Finding | None]
