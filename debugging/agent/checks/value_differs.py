"""An assertion, or a value that was read, is not as expected."""

from __future__ import annotations

import re
from typing import Final

from debugging.agent.case import Case
from debugging.agent.finding import Finding
from debugging.agent.pointers import claim, to_failing_step, to_page, to_source
from debugging.agent.wording import plain, quoted
from debugging.diagnosis import Claim
from debugging.failure_classes import FailureClass
from libretto.protocol import ErrorCode

_EXPECTED: Final = re.compile(r"^(?:Locator|Page[\w ]*|Response[\w ]*) expected (.*)$", re.MULTILINE)
_ACTUAL: Final = re.compile(r"^Actual value: (.*)$", re.MULTILINE)
_OWN_WORDS: Final = re.compile(
    r"\bexpected\b.*\b(?:got|but|was|found|actual|received)\b|\bmismatch|\bdiffers?\b|does not (?:match|equal)"
    r"|\bnot equal\b"
    r"|!=|\bunexpected (?:value|total|price|text|count|amount|number)|\binstead of\b|should (?:be|have been|equal)"
    r"|\b(?:got|found|was|received)\b.*\b(?:expected|wanted)\b|\bwrong (?:total|price|value|count|amount)",
    re.IGNORECASE | re.DOTALL,
)
_NOT_PARSED: Final = re.compile(
    r"could not convert string to (?:float|complex)|invalid literal for (?:int|Fraction)|.*does not match format"
    r"|Invalid isoformat|.*ConversionSyntax|unconverted data remains|Unknown string format|could not parse"
    r"|String does not contain a date"
)
_READS: Final = re.compile(
    r"inner_text|text_content|inner_html|input_value|get_attribute|all_inner_texts|all_text_contents|\.content|\.title"
    r"|evaluate|eval_on"
)
_RAISES: Final = re.compile(r"(?:raise|assert)\b")


def value_differs(case: Case) -> Finding | None:
    failure = case.evidence.failure
    if case.code == ErrorCode.INVALID_OUTPUT:
        advice = "Compare the page with what the workflow reads from it, or correct the output model."
        return _finding(case, 0.93, f"its result does not fit its output model: {plain(failure.message, 160)}", advice)
    if failure.type in ("AssertionError", "ExpectationFailed"):
        return _assertion(case)
    if case.error.api.startswith("expect."):
        return _assertion(case)
    if failure.type == "ValidationError":
        return _finding(case, 0.8, f"a value is not of the form expected: {plain(failure.message, 160)}", _look())
    if _RAISES.match(case.source_line) and _OWN_WORDS.search(failure.message[:500]) and not case.error.api:
        return _finding(case, 0.91, f"its own check failed: {plain(failure.message, 160)}", _look())
    return _not_parsed(case)


def _not_parsed(case: Case) -> Finding | None:
    """What it read from the page is another kind of text: the page's value changed, and not the code."""
    said = case.evidence.failure.message
    if not _NOT_PARSED.match(said) or not _read_the_page(case):
        return None
    sure = 0.72 if case.is_elsewhere else 0.82 if case.evidence.good else 0.78
    return _finding(case, sure, f"what it read from the page is not of the form expected: {plain(said, 140)}", _look())


def _read_the_page(case: Case) -> bool:
    """Just before; a text from elsewhere that cannot be parsed is the code's own affair."""
    lately = (*case.evidence.steps[-5:], *((case.step,) if case.step else ()))
    return any(_READS.search(step.api) for step in lately)


def _assertion(case: Case) -> Finding:
    message = case.evidence.failure.message
    expected, actual = _EXPECTED.search(message), _ACTUAL.search(message)
    if expected is None:
        checked = case.source_line.removeprefix("assert ") if case.source_line.startswith("assert") else ""
        said = plain(message, 160) if message not in ("", "AssertionError") else ""
        cause = f"its check did not hold: {said or plain(checked, 120) or 'an assertion'}"
        return _finding(case, 0.94, cause, _look())
    found = case.error.actual or (actual[1] if actual else "")
    absent = "element(s) not found" in message.partition("\nCall log:")[0]
    what = "the element is not there" if absent else f"it is {quoted(found)}" if found else "it is not so"
    sure = 0.85 if absent else 0.95  # it may be the element that is called otherwise now
    return _finding(case, sure, f"expected {plain(expected[1], 120)}, and {what}", _look())


def _look() -> str:
    return "Look at the page as it was: if its value is right, change what the workflow expects."


def _finding(case: Case, confidence: float, cause: str, advice: str) -> Finding:
    why: list[Claim] = [claim(f"The workflow checks a value: {cause}.", *to_failing_step(case))]
    if case.source_line:
        why.append(claim(f"The line is {quoted(case.source_line, 120)}.", *to_source(case), *to_page(case)))
    return Finding(
        failure_class=FailureClass.VALUE_DIFFERS, confidence=confidence, cause=cause, why=tuple(why), advice=advice
    )
