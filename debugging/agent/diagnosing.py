"""The debug agent that is always there: no network, no model, no clock. The same evidence gives the same diagnosis."""

from __future__ import annotations

from typing import Final

from debugging.agent.case import Case
from debugging.agent.checks.registry import CHECKS
from debugging.agent.finding import Check, Finding
from debugging.agent.overlooked import overlooked
from debugging.agent.pointers import claim, to_failing_step, to_page, to_source
from debugging.agent.requests_behind import troubles_behind
from debugging.agent.sentences import what_failed
from debugging.agent.what_changed import what_changed
from debugging.agent.wording import plain
from debugging.diagnosis import Claim, Diagnosis
from debugging.evidence import Evidence
from debugging.failure_classes import FailureClass

SURE_ENOUGH: Final = 0.75  # for a check to decide, though later ones may be surer
IN_DOUBT: Final = 0.85  # the most that is said where an earlier check has a suspicion
SUSPICION: Final = 0.5
_OF_CONTENT: Final = frozenset(  # of what the page would have loaded, had all its requests been answered
    {
        *(FailureClass.ELEMENT_NOT_FOUND, FailureClass.OPTION_MISSING, FailureClass.WAIT_TIMEOUT),
        *(FailureClass.ELEMENT_HIDDEN, FailureClass.ELEMENT_DISABLED, FailureClass.FRAME_MOVED),
        *(FailureClass.VALUE_DIFFERS, FailureClass.SCRIPT_ERROR),
    }
)
_OF_ITS_CODE: Final = frozenset({FailureClass.SCRIPT_ERROR, FailureClass.UNKNOWN})


def diagnose(evidence: Evidence) -> Diagnosis:
    """The first check that is sure enough decides; else the one that is surest."""
    case = Case(evidence)
    diagnosis = _diagnosed(case)
    if diagnosis.failure_class in _OF_ITS_CODE and (earlier := overlooked(evidence)) is not None:
        return _of_earlier_step(case, _diagnosed(Case(earlier)))
    return diagnosis


def _diagnosed(case: Case) -> Diagnosis:
    found = [(check, finding) for check in CHECKS if (finding := check(case)) is not None]
    decided = next((pair for pair in found if pair[1].confidence >= SURE_ENOUGH), None)
    decided = decided or max(found, key=lambda pair: pair[1].confidence, default=None)
    if decided is None or decided[1].confidence < SUSPICION:
        return _unknown(case)
    doubted = any(finding.confidence >= SUSPICION for _, finding in found[: found.index(decided)])
    doubted = doubted or (decided[1].failure_class in _OF_CONTENT and bool(troubles_behind(case)))
    return _diagnosis(case, *decided, most=IN_DOUBT if doubted else 1.0)


def _diagnosis(case: Case, check: Check, finding: Finding, *, most: float) -> Diagnosis:
    return Diagnosis(
        failure_class=finding.failure_class,
        summary=f"{what_failed(case)}: {finding.cause.rstrip('.')}.",
        why=finding.why,
        changed=what_changed(case),
        advice=finding.advice,
        missing=(*finding.missing, *case.evidence.missing),
        confidence=min(finding.confidence, most),
        check=check.__name__,
        element=case.element if case.is_about_an_element else "",
        suggestion=finding.suggestion,
    )


def _of_earlier_step(case: Case, diagnosis: Diagnosis) -> Diagnosis:
    """Says where the run ended after all, and is less sure: the workflow may have meant to go on."""
    said = plain(case.evidence.failure.message, 120)
    later = claim(
        f"The workflow went on without it, and ended at {case.site or 'a later line'}: {said}", *to_source(case)
    )
    most = min(diagnosis.confidence, IN_DOUBT)
    return diagnosis.model_copy(update={"why": (*diagnosis.why, later), "confidence": most})


def _unknown(case: Case) -> Diagnosis:
    said = plain(case.evidence.failure.message, 160)
    why: tuple[Claim, ...] = (claim(f"It ended with: {said}", *to_failing_step(case), *to_page(case)),) if said else ()
    missing = ["An error, a page or a step that shows why it failed."]
    if case.evidence.good is None:
        missing.append("A run of this workflow that went well, to compare with.")
    return Diagnosis(
        failure_class=FailureClass.UNKNOWN,
        summary=f"{what_failed(case)}: there is not enough evidence to say why.",
        why=why,
        changed=what_changed(case),
        advice="Look at the recording around the end of the run, and run it again.",
        missing=(*missing, *case.evidence.missing),
        confidence=0.3,
        element=case.element if case.is_about_an_element else "",
    )
