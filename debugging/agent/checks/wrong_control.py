"""The element is a control of another kind than the call is for: a select became a list, an input a div."""

from __future__ import annotations

import re
from typing import Final

from debugging.agent.case import Case
from debugging.agent.finding import Finding
from debugging.agent.locators import noun, target
from debugging.agent.name_likeness import alike
from debugging.agent.page_element import Element
from debugging.agent.pointers import claim, to_failing_step, to_good_run, to_page
from debugging.agent.replacement import replacement_of, wanted
from debugging.agent.suggesting import changed_line, locator_of
from debugging.agent.wording import noun_and_name, plain
from debugging.failure_classes import FailureClass

_SAYS: Final = (
    (re.compile(r"Element is not an? <"), 0.96),
    (re.compile(r"Element is not an <input>"), 0.96),
    (re.compile(r"Not a checkbox or radio button"), 0.96),
    (re.compile(r"Input of type \"[\w-]+\" cannot be filled"), 0.96),
    (re.compile(r"Node is not an? (?:HTMLInputElement|<input>|HTMLElement)"), 0.95),
    (re.compile(r"Not an input element|Not a select element"), 0.93),
    (re.compile(r"Non-multiple file input can only accept single file|File input does not support"), 0.8),
    (re.compile(r"Cannot type text into input\[type="), 0.93),
    (re.compile(r"Malformed value"), 0.85),
    (re.compile(r"Cannot uncheck radio button"), 0.9),
    (re.compile(r"Clicking the checkbox did not change its state"), 0.6),
)
_FITTING: Final = {
    "fill": frozenset({"input", "textarea"}),
    "clear": frozenset({"input", "textarea"}),
    "press_sequentially": frozenset({"input", "textarea"}),
    "type": frozenset({"input", "textarea"}),
    "select_option": frozenset({"select"}),
    "check": frozenset({"input"}),
    "uncheck": frozenset({"input"}),
    "set_checked": frozenset({"input"}),
    "set_input_files": frozenset({"input"}),
}
_ADVICE: Final = {
    "select_option": "Open the list with a click, and click the option: select_option is only for <select>.",
    "check": "Click it instead: check is only for checkboxes and radio buttons.",
    "uncheck": "Click it instead: uncheck is only for checkboxes.",
    "fill": "Use the control as a person would: click it and choose, or type with press_sequentially.",
}


def wrong_control(case: Case) -> Finding | None:
    for pattern, confidence in _SAYS:
        if pattern.match(case.error.headline):
            what = plain(case.error.resolved.partition(">")[0] + ">", 80) if case.error.resolved else "it"
            return _finding(case, confidence, f"{what} is not a control that this call is for", None)
    return _became_another(case)


def _became_another(case: Case) -> Finding | None:
    """The locator finds nothing any more, and what has the same name is of another kind."""
    if case.found_it or not case.ran_out_of_time or case.found_now or not case.is_about_an_element:
        return None
    if case.error.method not in _FITTING:
        return _acts_on_another(case)
    name = _wanted_name(case)
    rated = [(alike(name, one.label or one.name), one) for one in case.page.controls if name and not one.frames]
    score, found = max(rated, key=lambda pair: pair[0], default=(0.0, None))
    fitting = (rate for rate, one in rated if _fits(one, case.error.method))
    if found is None or score < 0.85 or max(fitting, default=0.0) >= score:  # the link beside a password has its word
        return None
    words = noun_and_name(noun(found.role or found.tag), found.name)
    sure = 0.85 if case.target is not None and score == 1 else 0.75
    return _finding(case, sure, f"there is a {words} (<{found.tag}>) in its place", found)


def _acts_on_another(case: Case) -> Finding | None:
    """The same name and another role: a button became a link. A click would do; the locator does not find it."""
    found = replacement_of(case)
    if found is None or found.how != "other role" or case.error.method not in ("click", "dblclick", "tap", "press"):
        return None
    if alike(wanted(case).name, found.element.name) < 1:
        return None
    return _finding(case, 0.8, f"there is a {found.in_words} in its place", found.element)


def _wanted_name(case: Case) -> str:
    if case.target is not None and case.target.name:
        return case.target.name
    call = target(case.locator)
    if call is None or call.name not in ("get_by_label", "get_by_role", "get_by_placeholder"):
        return ""
    name = call.options.get("name") if call.name == "get_by_role" else call.text
    return name if isinstance(name, str) else ""


def _fits(element: Element, method: str) -> bool:
    if element.tag not in _FITTING[method]:
        return False
    kind = element.get("type").lower() or "text"
    if method in ("check", "uncheck", "set_checked"):
        return kind in ("checkbox", "radio")
    if method == "set_input_files":
        return kind == "file"
    return kind not in ("checkbox", "radio", "file", "button", "submit", "range", "color", "hidden", "image", "reset")


def _finding(case: Case, confidence: float, cause: str, found: Element | None) -> Finding:
    why = [claim(f"Playwright says: {plain(case.error.headline, 160)}", *to_failing_step(case), *to_page(case))]
    if case.target is not None:
        before = case.target
        why.append(claim(f"In the last good run it was a <{before.tag}>.", *to_good_run(case)))
    locator = locator_of(found, case.page) if found else ""
    return Finding(
        failure_class=FailureClass.WRONG_CONTROL,
        confidence=confidence,
        cause=cause,
        why=tuple(why),
        advice=_ADVICE.get(case.error.method, "Use the call that fits the control as it is now."),
        suggestion=changed_line(case, locator)
        if case.error.method not in ("select_option", "check", "uncheck")
        else "",
    )
