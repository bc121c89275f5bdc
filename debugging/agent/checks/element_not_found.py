"""Nothing on the page fits the locator: renamed, removed, not there yet, or on another page."""

from __future__ import annotations

import re
from typing import Final

from debugging.agent.case import Case
from debugging.agent.finding import Finding
from debugging.agent.pointers import claim, to_failing_step, to_good_run, to_page, to_request
from debugging.agent.replacement import Replacement, replacement_of
from debugging.agent.same_page import in_words, is_another_page
from debugging.agent.suggesting import changed_line, locator_of
from debugging.agent.wording import plain
from debugging.diagnosis import Claim
from debugging.evidence import Request
from debugging.failure_classes import FailureClass

_WAITS: Final = frozenset({"wait_for", "wait_for_selector"})
_LOADING: Final = re.compile(r"\bloading\b|please wait|spinner|skeleton|\bbitte warten", re.IGNORECASE)
_NO_ELEMENT: Final = re.compile(
    r"No element matching |Failed to find element matching|Selector \".*\" does not match any element"
)


def element_not_found(case: Case) -> Finding | None:
    missing = _NO_ELEMENT.match(case.error.headline)
    if not missing and not _waited_for_it(case):
        return None
    found = None if case.found_now else replacement_of(case)
    if found is not None and found.how in ("renamed", "other role"):
        return _renamed(case, found)
    return _gone(case)


def _waited_for_it(case: Case) -> bool:
    if case.found_it or not case.is_about_an_element or not case.ran_out_of_time:
        return False
    if case.error.api.startswith("expect") or (case.error.method in _WAITS and not _was_there(case)):
        return False
    return case.error.method not in ("wait_for_function", "wait_for_url")


def _was_there(case: Case) -> bool:
    """In the last good run, before the call that waits for it: so it is no result of the step before."""
    return case.target is not None


def _renamed(case: Case, found: Replacement) -> Finding:
    kind = "an" if found.in_words[:1] in "aeiou" else "a"
    sure = 0.95 if case.target is not None or found.score >= 0.85 else 0.91
    why = [
        claim("Playwright looked for it until the time was over.", *to_failing_step(case)),
        claim(f"The page has {kind} {found.in_words} now.", *to_page(case)),
        *_before(case),
    ]
    locator = locator_of(found.element, case.page) if not found.element.frames else ""
    return Finding(
        failure_class=FailureClass.ELEMENT_NOT_FOUND,
        confidence=_capped(case, sure),
        cause=f"it is not on the page; there is {kind} {found.in_words} now",
        why=tuple(why),
        advice=f"If {found.in_words} is meant, look for that one in the workflow.",
        suggestion=changed_line(case, locator),
    )


def _gone(case: Case) -> Finding:
    why: list[Claim] = [claim("Playwright looked for it until the time was over.", *to_failing_step(case))]
    missing: list[str] = []
    if case.found_now:
        why.append(claim("When the page was kept, shortly afterwards, it was there.", *to_page(case)))
    elif case.found_now is not None:
        why.append(claim("Nothing on the page fits the locator.", *to_page(case)))
    else:
        missing.append("The page's HTML as it was, to look for what took the element's place.")
    if case.evidence.good is None:
        missing.append("A run of this workflow that went well, to compare with.")
    failed = [one for one in case.evidence.requests if not one.document and _failed(one)]
    if failed:
        text = "A request of the page failed before; what it brings may be missing."
        why.append(claim(text, *(to_request(one) for one in failed[-3:])))
    return Finding(
        failure_class=FailureClass.ELEMENT_NOT_FOUND,
        confidence=_capped(case, _sureness(case)),
        cause=_cause(case),
        why=(*why, *_before(case)),
        advice=_advice(case),
        missing=tuple(missing),
    )


def _failed(request: Request) -> bool:
    return ((request.status or 0) >= 400 or bool(request.failure)) and not request.url.endswith("/favicon.ico")


def _sureness(case: Case) -> float:
    if case.found_now:
        return 0.7
    if case.found_now is None:
        return 0.55 if case.goes_into_a_frame and not case.has_page else 0.85
    return 0.94 if case.target is not None and not is_another_page(case) else 0.9


def _capped(case: Case, confidence: float) -> float:
    """Less sure where another page, or one that is still loading, may be the reason."""
    if is_another_page(case) or _is_loading(case):
        return min(confidence, 0.8)
    return confidence


def _is_loading(case: Case) -> bool:
    marks = (f"{one.get('class')} {one.get('id')} {one.get('aria-busy') and 'loading'}" for one in case.page.shown)
    return bool(_LOADING.search(case.page.text[:500])) or any(_LOADING.search(mark) for mark in marks)


def _cause(case: Case) -> str:
    if case.found_now:
        return "it came too late"
    if is_another_page(case):
        return f"it is not on {in_words(case)}"
    if _is_loading(case):
        return "it is not on the page, which still shows that it is loading"
    return "it is not on the page"


def _advice(case: Case) -> str:
    if case.found_now:
        return "Wait longer for it, or for what shows that the page is ready."
    if is_another_page(case):
        return "Look at the steps before: one of them led to another page than it used to."
    return "Look at the page as it was: is the element called something else now, or does it need a step before?"


def _before(case: Case) -> tuple[Claim, ...]:
    if case.target is None:
        return ()
    there = plain(f"{case.element} (<{case.target.tag}>)", 100)
    return (claim(f"In the last good run it was there: {there}.", *to_good_run(case)),)
