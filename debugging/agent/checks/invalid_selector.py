"""The selector or the address cannot be parsed: no page could ever fit it."""

from __future__ import annotations

import re
from typing import Final

from debugging.agent.case import Case
from debugging.agent.finding import Finding
from debugging.agent.pointers import claim, to_failing_step
from debugging.agent.wording import plain, quoted
from debugging.failure_classes import FailureClass

_SELECTOR: Final = re.compile(
    r"(?:.{0,200}while parsing (?:css )?selector|Unknown engine |Unexpected token |Unexpected end of selector"
    r"|Malformed (?:selector|attribute selector|test id selector)|.{0,200}is not a valid (?:selector|XPath expression)"
    r"|Failed to execute '(?:querySelector\w*|evaluate|matches)' on '\w+': .{0,200}(?:valid|SyntaxError)"
    r"|InvalidSelectorError|Invalid selector|Error while parsing selector|Empty selector|Unsupported token "
    r"|\"[\w-]+\" engine expects|\"[\w-]+\" does not support|Unknown attribute |\"\w+\" attribute must be"
    r"|selector: expected string|Invalid regular expression|Invalid regex)",
    re.DOTALL,
)
_ADDRESS: Final = re.compile(
    r"(?:Protocol error \(Page\.navigate\): )?(?:Cannot navigate to invalid URL|Invalid URL"
    r"|net::ERR_INVALID_URL|url: expected)"
)


def invalid_selector(case: Case) -> Finding | None:
    headline = case.error.headline
    if case.error.is_of_page_script:
        return None
    if _ADDRESS.match(headline):
        advice = "Write the whole address, with https:// in front."
        return _finding(case, "the address is not one that a browser can open", advice)
    if _SELECTOR.match(headline):
        written = case.step.selector if case.step and case.step.selector else case.error.locator
        cause = f"the selector {quoted(written)} cannot be parsed" if written else "the selector cannot be parsed"
        advice = "Correct the selector: close brackets and quotes, and escape what has a meaning in CSS."
        return _finding(case, cause, f"{advice} Better still, use get_by_role or get_by_label.")
    return None


def _finding(case: Case, cause: str, advice: str) -> Finding:
    said = plain(case.error.headline or case.evidence.failure.message, 160)
    return Finding(
        failure_class=FailureClass.INVALID_SELECTOR,
        confidence=0.97,
        cause=cause,
        why=(claim(f"Playwright says: {said}", *to_failing_step(case)),),
        advice=advice,
    )
