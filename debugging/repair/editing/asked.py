"""What every kind of edit is given, and how it answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from debugging.agent.case import Case
from debugging.agent.locators import Call, read_locator
from debugging.diagnosis import Diagnosis
from debugging.evidence import Evidence, Step
from debugging.repair.editing.bundle import Bundle
from debugging.repair.editing.splices import CannotEdit
from debugging.repair.proposal import Located, Proposal

SURE: Final = 0.6  # of the class; below that, another one may be right


class Forbidden(CannotEdit):
    """Nobody may repair this, a language model neither."""


class AnotherCall(CannotEdit):
    """This kind of edit is of other calls."""


@dataclass(frozen=True, eq=False)
class Asked:
    evidence: Evidence
    diagnosis: Diagnosis
    bundle: Bundle
    find: Callable[[Evidence], Located]

    @cached_property
    def case(self) -> Case:
        return Case(self.evidence)

    @cached_property
    def located(self) -> Located:
        return self.find(self.evidence)

    @property
    def step(self) -> Step:
        """Raises CannotEdit."""
        if self.evidence.failing_step is None:
            raise CannotEdit("It is not known which call of the source failed.")
        return self.evidence.failing_step

    @property
    def said(self) -> tuple[Call, ...]:
        """The locator that failed, as the run said it."""
        return read_locator(self.step.selector)

    @property
    def method(self) -> str:
        return self.step.api.rpartition(".")[2]


Kind = Callable[[Asked], Proposal]
