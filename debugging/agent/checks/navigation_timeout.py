"""The site did not finish answering in time."""

from __future__ import annotations

from typing import Final

from debugging.agent.case import Case
from debugging.agent.finding import Finding
from debugging.agent.pointers import claim, to_failing_step, to_request
from debugging.agent.sentences import opened_address
from debugging.agent.wording import address, host_of, seconds
from debugging.diagnosis import Claim
from debugging.evidence import Request
from debugging.failure_classes import FailureClass

_OPENING: Final = frozenset({"goto", "reload", "go_back", "go_forward", "set_content"})
_WAITING: Final = frozenset({"wait_for_url", "expect_navigation", "wait_for_navigation", "wait_for_load_state"})


def navigation_timeout(case: Case) -> Finding | None:
    pending = _unanswered(case)
    if not case.ran_out_of_time:
        return None
    return next((_finding(case, sure, pending, url) for fits, sure, url in _ways(case, pending) if fits), None)


def _ways(case: Case, pending: Request | None) -> tuple[tuple[bool, float, str], ...]:
    """In which it shows: whether it does, how sure that is, and which address was not loaded."""
    method, asked = case.error.method, pending.url if pending else ""
    led_to = case.error.navigated_to[-1] if case.error.navigated_to else ""
    open_dialog = any(not one.answer for one in case.dialogs)
    return (
        (method in _OPENING, 0.6 if open_dialog else 0.96, opened_address(case) or case.url),
        (case.error.waits_for_navigation, 0.93, asked),
        (method in _WAITING and bool(pending), 0.85, asked),
        (method in _WAITING and bool(led_to), 0.6, led_to),
        (method == "wait_for_load_state" and not _waits_for_quiet(case), 0.75, case.url),
        (case.error.api.startswith("apirequestcontext."), 0.85, ""),
        (bool(pending) and not case.met_the_element, 0.85, asked),
    )


def _waits_for_quiet(case: Case) -> bool:
    return "networkidle" in " ".join((*case.error.log, case.step.title if case.step else "", case.source_line))


def _unanswered(case: Case) -> Request | None:
    """The page that was asked for last, when nothing came of it until the failure."""
    last = case.documents[-1] if case.documents else None
    if last is None or last.failure not in ("", "cancelled"):
        return None
    return last if last.status is None else None


def _finding(case: Case, confidence: float, pending: Request | None, url: str) -> Finding:
    waited = case.error.timeout_ms
    within = f" within {seconds(waited)}" if waited else " in time"
    why: list[Claim] = [claim(f"{address(url) or 'The page'} was not loaded{within}.", *to_failing_step(case))]
    if pending is not None:
        why.append(claim("The document was asked for, and no answer came.", to_request(pending)))
    return Finding(
        failure_class=FailureClass.NAVIGATION_TIMEOUT,
        confidence=confidence,
        cause=f"{host_of(url) or 'the site'} did not finish answering{within}",
        why=tuple(why),
        advice="Run it again. If the site is always slow, wait longer, or only until the document is there"
        ' (wait_until="domcontentloaded").',
    )
