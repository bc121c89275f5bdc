"""A tab, the browser or the workflow's process crashed, or ran out of memory."""

from __future__ import annotations

import re
from typing import Final

from debugging.agent.case import Case
from debugging.agent.finding import Finding
from debugging.agent.pointers import claim, to_failing_step, to_message
from debugging.agent.wording import plain
from debugging.evidence import Message
from debugging.failure_classes import FailureClass
from libretto.protocol import ErrorCode

_CRASHED: Final = re.compile(
    r"(?:Target|Page) crashed|Navigation failed because page crashed|net::ERR_ABORTED at chrome://crash"
    r"|net::ERR_(?:OUT_OF_MEMORY|INSUFFICIENT_RESOURCES)"
)
_OF_THE_TIMELINE: Final = ("The page crashed", "A frame of the page crashed")
_KILLED: Final = re.compile(r"signal=SIG(?:SEGV|KILL|ABRT|TRAP|BUS|ILL)")  # in the browser's own log
_DRIVER: Final = re.compile(r"(?:[\w.]+: )?Connection closed while reading from the driver")
_MEMORY: Final = re.compile(r"memory|SIGKILL", re.IGNORECASE)


def crash(case: Case) -> Finding | None:
    if case.code == ErrorCode.CHILD_DIED:
        return _process(case)
    told = next((_finding(case, sure, words) for fits, sure, words in _ways(case) if fits), None)
    return told or (_finding(case, 0.93, "the page crashed before") if _crash_seen(case) else None)


def _ways(case: Case) -> tuple[tuple[bool, float, str], ...]:
    """In which it shows: whether it does, how sure that is, and what crashed."""
    failure, headline = case.evidence.failure, case.error.headline
    host = case.code == ErrorCode.HOST_DIED and "SIG" in failure.message
    closed = failure.type == "TargetClosedError" and bool(_KILLED.search(failure.message))
    page = bool(_CRASHED.match(headline)) and not case.error.is_of_page_script
    return (
        (host, 0.86, "the process that drives the browser was killed, most likely for want of memory"),
        (case.code == ErrorCode.BROWSER_DIED, 0.95, "the browser ended while the run was going on"),
        (failure.type == "MemoryError", 0.95, "the workflow ran out of memory"),
        (closed, 0.93, "the browser was killed while it was used"),
        (bool(_DRIVER.match(failure.message)), 0.85, "the process that drives the browser ended"),
        (page, 0.97, "the page crashed"),
    )


def _process(case: Case) -> Finding:
    said = case.evidence.failure.message
    if _MEMORY.search(said):
        return _finding(case, 0.95, "its process was ended, most likely for using too much memory")
    return _finding(case, 0.9, "its process ended without a result")


def _crash_seen(case: Case) -> bool:
    """Of the page, and no other page was opened since."""
    crashes = [one.t_ms for one in case.evidence.messages if _is_crash(one)]
    return bool(crashes) and not any(one.t_ms > crashes[-1] for one in case.evidence.navigations)


def _is_crash(message: Message) -> bool:
    return message.kind == "page_error" and message.text.startswith(_OF_THE_TIMELINE[0])


def _finding(case: Case, confidence: float, words: str) -> Finding:
    crashes = [to_message(one) for one in case.evidence.messages if one.text.startswith(_OF_THE_TIMELINE)]
    said = plain(case.evidence.failure.message, 160)
    return Finding(
        failure_class=FailureClass.CRASH,
        confidence=confidence,
        cause=words,
        why=(claim(f"It ended with: {said}", *crashes[-1:], *to_failing_step(case)),),
        advice="Run it again. If it crashes again, load or keep less at once, or give the worker more memory.",
    )
