"""An exception of the workflow's own code, or of script that it ran in the page."""

from __future__ import annotations

import builtins
import re
from typing import Final

from debugging.agent.case import Case
from debugging.agent.finding import Finding
from debugging.agent.pointers import claim, to_failing_step, to_page, to_source
from debugging.agent.wording import plain, quoted
from debugging.diagnosis import Claim
from debugging.failure_classes import FailureClass
from libretto.protocol import ErrorCode

_RESULTS: Final = {
    ErrorCode.RESULT_NOT_JSON: "Return only texts, numbers, lists, dictionaries, True, False and None.",
    ErrorCode.RESULT_TOO_LARGE: "Return less, or a link to it.",
}
_PLAYWRIGHTS: Final = frozenset({"Error", "TimeoutError", "TargetClosedError"})
_NONE: Final = re.compile(r"'NoneType' object (?:has no attribute|is not (?:subscriptable|iterable))")
_PARSED: Final = re.compile(
    r"could not convert string to float|invalid literal for int|.*does not match format|Invalid isoformat"
    r"|.*ConversionSyntax|Expecting value: line 1 column 1"
)
_MISUSED: Final = re.compile(
    r"It looks like you are using Playwright|Event loop is closed|[Cc]annot switch to a different thread"
    r"|There is no current event loop"
)
_BUILT_IN: Final = frozenset(name for name in dir(builtins) if name.endswith(("Error", "Iteration")))
_PAGE_LEFT: Final = re.compile(r"Execution context was destroyed|Target |Frame was detached")
_OF_PAGES: Final = re.compile(r"(?:\w*Error|Uncaught|null|undefined|.*\n\s+at )", re.DOTALL)


def script_error(case: Case) -> Finding | None:
    failure = case.evidence.failure
    if case.code in _RESULTS:
        return _finding(case, 0.95, plain(failure.message, 160), _RESULTS[case.code])
    if case.error.is_of_page_script and not case.ran_out_of_time and not _PAGE_LEFT.match(case.error.headline):
        sure = 0.95 if _OF_PAGES.match(case.error.headline) else 0.8
        cause = f"the script that it ran in the page failed: {plain(case.error.headline, 120)}"
        return _finding(case, sure, cause, "Let the script cope with what is not there, or wait for it before.")
    if _MISUSED.match(failure.message):
        return _finding(case, 0.9, plain(failure.message, 160), "Use either the async or the sync API, all the way.")
    if not failure.type or failure.type in _PLAYWRIGHTS or case.code != ErrorCode.WORKFLOW_ERROR:
        return None
    return _own(case)


def _own(case: Case) -> Finding:
    failure = case.evidence.failure
    cause = f"its code raised {plain(failure.type, 60)}: {plain(failure.message, 140)}"
    if _NONE.match(failure.message):
        advice = (
            "Something that it looked for on the page was not there. Check for None, or use a locator, which waits."
        )
        return _finding(case, 0.85, cause, advice)
    if _PARSED.match(failure.message):
        advice = "The page shows the value in another form than the code reads. Let the code read that form, too."
        return _finding(case, 0.85, cause, advice)
    if failure.type in ("RuntimeError", "Exception"):
        return _finding(case, 0.8, cause, "The workflow raised this itself: look at what it had checked before.")
    of_the_page = failure.type in ("IndexError", "StopIteration") or failure.type not in _BUILT_IN
    sure = 0.8 if case.is_elsewhere else 0.86 if of_the_page else 0.92
    return _finding(case, sure, cause, "Correct the line, or let it cope with what the page gave.")


def _finding(case: Case, confidence: float, cause: str, advice: str) -> Finding:
    why: list[Claim] = [claim(f"It failed in the workflow's code: {cause}.", *to_failing_step(case))]
    if case.source_line:
        why.append(claim(f"The line is {quoted(case.source_line, 120)}.", *to_source(case), *to_page(case)))
    return Finding(
        failure_class=FailureClass.SCRIPT_ERROR, confidence=confidence, cause=cause, why=tuple(why), advice=advice
    )
