"""The deterministic debug agent."""

from __future__ import annotations

from debugging.diagnosis import Diagnosis
from debugging.evidence import Evidence
from debugging.failure_classes import FailureClass


def diagnose(evidence: Evidence) -> Diagnosis:
    return Diagnosis(failure_class=FailureClass.UNKNOWN, summary=f"{evidence.run.workflow} failed.", confidence=0.0)
