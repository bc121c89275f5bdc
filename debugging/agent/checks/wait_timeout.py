"""An address, a condition, an element or an event that was waited for did not come."""

from __future__ import annotations

import re
from collections import Counter
from typing import Final

from debugging.agent.case import Case
from debugging.agent.finding import Finding
from debugging.agent.pointers import claim, to_failing_step, to_page, to_step
from debugging.agent.wording import address, quoted, seconds
from debugging.diagnosis import Claim
from debugging.failure_classes import FailureClass
from libretto.protocol import ErrorCode

_WAITED_FOR: Final = {
    "wait_for_url": "the address",
    "expect_navigation": "another page",
    "wait_for_navigation": "another page",
    "wait_for_selector": "the element",
    "wait_for": "the element",
    "wait_for_function": "the condition",
    "expect_popup": "a new window",
    "expect_page": "a new window",
    "expect_response": "the answer",
    "wait_for_response": "the answer",
    "expect_request": "the request",
    "wait_for_request": "the request",
    "expect_event": "the event",
    "wait_for_event": "the event",
    "expect_websocket": "the connection",
    "expect_console_message": "the message in the console",
    "expect_file_chooser": "the file dialog",
    "expect_worker": "the worker",
    "wait_for_load_state": "the quiet of the network",
    "wait": "the event",
}
_EVENT: Final = re.compile(r'.*while waiting for event "([\w-]+)"')
_WAITED: Final = re.compile(r'waiting for (?:navigation to|response|request|event) (".*?"|\S+)')
_POLLED: Final = 5  # calls at one place, before they are a loop that waits
_SLEEPS: Final = ("page.wait_for_timeout", "frame.wait_for_timeout")


def wait_timeout(case: Case) -> Finding | None:
    if case.ran_out_of_time and case.error.method in _WAITED_FOR:
        sure = 0.75 if case.error.method == "wait_for_load_state" else 0.9 if _is_element(case) else 0.94
        return _finding(case, sure, f"{_what(case)} did not come{_within(case)}")
    if case.code == ErrorCode.TIMEOUT:
        return _whole_run(case)
    if case.evidence.failure.type == "TimeoutError" and not case.error.api:  # asyncio's, or the workflow's own
        return _finding(case, 0.8, "what it waited for did not come in time")
    return None


def _is_element(case: Case) -> bool:
    return case.error.method in ("wait_for", "wait_for_selector")


def _what(case: Case) -> str:
    words = _WAITED_FOR[case.error.method]
    if event := _EVENT.match(case.error.headline):
        return words if words not in ("the event",) else f"the event {quoted(event[1])}"
    asked = next((found[1] for line in case.error.log if (found := _WAITED.match(line))), "")
    return f"{words} {asked}" if asked and not _is_element(case) else words


def _within(case: Case) -> str:
    return f" within {seconds(case.error.timeout_ms)}" if case.error.timeout_ms else ""


def _whole_run(case: Case) -> Finding | None:
    """The run's time was over while it made the same call again and again, or slept."""
    limit = case.evidence.run.timeout_seconds
    sites = Counter((step.site, step.api) for step in case.evidence.steps[-30:] if step.site)
    (site, _), times = sites.most_common(1)[0] if sites else (("", ""), 0)
    if times >= _POLLED:
        polled = [to_step(step) for step in case.evidence.steps if step.site == site][-2:]
        found = _finding(case, 0.9, f"it waited in a loop at {site} until the run's {limit} s were over")
        return Finding(**{**vars(found), "why": (*found.why, claim(f"The same call was made {times} times.", *polled))})
    if case.step is not None and case.step.api in _SLEEPS:
        return _finding(case, 0.8, f"it was still waiting when the run's {limit} s were over")
    if case.step is not None and case.step.outcome != "ok":
        return _finding(case, 0.6, f"the call had not ended when the run's {limit} s were over")
    return None


def _finding(case: Case, confidence: float, cause: str) -> Finding:
    why: list[Claim] = [claim(f"The call waited in vain: {cause}.", *to_failing_step(case))]
    if case.url:
        why.append(claim(f"The page stayed at {address(case.url)}.", *to_page(case)))
    before = case.steps_before
    if before:
        why.append(claim("The step before should have led to it.", to_step(before[-1])))
    return Finding(
        failure_class=FailureClass.WAIT_TIMEOUT,
        confidence=confidence,
        cause=cause,
        why=tuple(why),
        advice="Look at the page after the step before: did it do what it should? Wait for what comes now, or longer.",
    )
