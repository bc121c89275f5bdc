"""Whether diagnoses of seeded faults are right, and whether their confidence is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from debugging.agent.diagnosing import diagnose
from debugging.diagnosis import Diagnosis
from debugging.evidence import Evidence
from debugging.failure_classes import FailureClass
from tests.faults.recordings import RecordedFault

SURE: Final = 0.9
# What is shown instead of the page must never be taken for a fault of an element.
INSTEAD_OF_THE_PAGE: Final = frozenset({FailureClass.BOT_WALL, FailureClass.LOGIN_REQUIRED, FailureClass.HTTP_ERROR})
OF_AN_ELEMENT: Final = frozenset(one for one in FailureClass if one.value.startswith("element_")) | {
    FailureClass.SEVERAL_MATCH,
    FailureClass.FRAME_MOVED,
    FailureClass.WRONG_CONTROL,
    FailureClass.OPTION_MISSING,
}


@dataclass(frozen=True)
class Judged:
    name: str
    expected: FailureClass
    misleading: bool
    why: str
    evidence: Evidence
    diagnosis: Diagnosis

    @property
    def right(self) -> bool:
        return self.diagnosis.failure_class is self.expected

    @property
    def blames_an_element(self) -> bool:
        return self.expected in INSTEAD_OF_THE_PAGE and self.diagnosis.failure_class in OF_AN_ELEMENT

    def line(self) -> str:
        said = self.diagnosis
        error = " ".join(self.evidence.failure.message.split())[:110]
        return (
            f"{self.name}: expected {self.expected}, got {said.failure_class} at {said.confidence:.2f} "
            f"({said.check or 'no check'}) - {said.summary} | {self.evidence.failure.type}: {error}"
            + (f" | {self.why}" if self.why else "")
        )


def judged(fault: RecordedFault) -> Judged:
    said = diagnose(fault.evidence)
    return Judged(fault.name, fault.expected, fault.misleading, fault.why, fault.evidence, said)


def accuracy(judgements: Iterable[Judged]) -> float:
    """Of no judgements it is 1: nothing was wrong."""
    rights = [one.right for one in judgements]
    return sum(rights) / len(rights) if rights else 1.0


def sure(judgements: Iterable[Judged]) -> list[Judged]:
    return [one for one in judgements if one.diagnosis.confidence >= SURE]


def wrong_ones(judgements: Sequence[Judged]) -> str:
    """A line each, for people."""
    return "\n".join(one.line() for one in judgements if not one.right)
