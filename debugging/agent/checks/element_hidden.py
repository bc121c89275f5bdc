"""The element is part of the page, but is not shown."""

from __future__ import annotations

from debugging.agent.case import Case
from debugging.agent.finding import Finding
from debugging.agent.obstacles import Obstacle
from debugging.agent.page_element import Element
from debugging.agent.pointers import claim, to_failing_step, to_good_run, to_page
from debugging.agent.wording import plain, quoted
from debugging.failure_classes import FailureClass
from runtime.tracing.snapshot_attributes import NOT_SHOWN_ATTRIBUTE


def element_hidden(case: Case) -> Finding | None:
    error = case.error
    if error.obstacle is Obstacle.HIDDEN:
        return _finding(case, 0.96 if len(set(error.obstacles)) == 1 else 0.9)
    if error.headline.startswith("Element is not visible"):
        return _finding(case, 0.95)
    if error.actual == "hidden" and "expected to be visible" in case.evidence.failure.message:
        return _finding(case, 0.82)
    waits = error.method in ("wait_for", "wait_for_selector")
    if waits and error.resolved_hidden and case.ran_out_of_time:
        return _finding(case, 0.75)  # it may be the result of an action that did not come
    return _not_told(case)


def _not_told(case: Case) -> Finding | None:
    """Locators by role find only what is shown, so Playwright says nothing of one that is hidden."""
    if case.found_it or not case.ran_out_of_time or not case.looks_by_role or not case.found_now:
        return None
    if all(one.is_hidden or case.page.is_told(one) is False for one in case.found_now):
        return _finding(case, 0.9)
    return None


def _finding(case: Case, confidence: float) -> Finding:
    hider = _hidden_above(case)
    what = plain(case.error.resolved, 100) or "The element is in the page's HTML"
    why = [claim(f"{what}, and it is not visible.", *to_failing_step(case), *to_page(case))]
    if hider is not None:
        why.append(claim(f"The part it is in is hidden: {_in_words(hider)}.", *to_page(case)))
    if case.target is not None and not case.target.is_hidden:
        why.append(claim("In the last good run it was shown.", *to_good_run(case)))
    return Finding(
        failure_class=FailureClass.ELEMENT_HIDDEN,
        confidence=confidence,
        cause="it is on the page, but hidden",
        why=tuple(why),
        advice="Look at the page as it was: open first the menu, tab or section that it is in, or use another one.",
    )


def _hidden_above(case: Case) -> Element | None:
    found = case.found_now or []
    for above in found[0].node.iterancestors() if found else ():
        style = (above.get("style") or "").replace(" ", "")
        closed = above.tag in ("details", "dialog") and above.get("open") is None
        closed = closed or above.get(NOT_SHOWN_ATTRIBUTE) == "all"
        if closed or above.get("hidden") is not None or "display:none" in style:
            return Element(above)
    return None


def _in_words(element: Element) -> str:
    mark = element.get("id") or element.get("aria-label") or element.get("class")
    return f"<{element.tag}> {quoted(mark, 40)}" if mark else f"<{element.tag}>"
