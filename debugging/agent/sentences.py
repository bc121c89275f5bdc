"""Says what failed: workflow, what it tried, on which element, and where."""

from __future__ import annotations

import re
from typing import Final

from debugging.agent.case import Case
from debugging.agent.wording import address, plain, quoted
from libretto.protocol import ErrorCode

_ON_ELEMENTS: Final = {
    "click": "click",
    "dblclick": "double-click",
    "tap": "tap",
    "fill": "fill in",
    "clear": "clear",
    "press_sequentially": "type into",
    "type": "type into",
    "press": "press a key in",
    "check": "check",
    "uncheck": "uncheck",
    "set_checked": "check",
    "select_option": "choose in",
    "select_text": "select the text of",
    "set_input_files": "choose files for",
    "hover": "point at",
    "focus": "focus",
    "drag_to": "drag",
    "drag_and_drop": "drag",
    "screenshot": "take a picture of",
    "scroll_into_view_if_needed": "scroll to",
    "evaluate": "run script on",
    "text_content": "read the text of",
    "inner_text": "read the text of",
    "inner_html": "read the HTML of",
    "get_attribute": "read an attribute of",
    "input_value": "read the value of",
    "wait_for": "see",
    "wait_for_selector": "see",
    "count": "count",
}
_ON_PAGES: Final = {
    "reload": "load the page again",
    "go_back": "go back",
    "go_forward": "go forward",
    "wait_for_load_state": "see the page loaded",
    "wait_for_url": "see the address it waited for",
    "wait_for_function": "see the condition it waited for",
    "expect_navigation": "see the page it waited for",
    "expect_download": "get the download it waited for",
    "expect_popup": "see the new window it waited for",
    "expect_page": "see the new window it waited for",
    "expect_response": "see the answer it waited for",
    "expect_request": "see the request it waited for",
    "expect_event": "see the event it waited for",
    "wait_for_event": "see the event it waited for",
    "expect_file_chooser": "see the file dialog it waited for",
    "evaluate": "run its script in the page",
    "save_as": "save the download",
    "path": "get the downloaded file",
    "launch": "start a browser",
    "screenshot": "take a picture of the page",
    "set_content": "set the page's HTML",
}
_NOT_BEGUN: Final = frozenset(
    {
        ErrorCode.BROWSER_NOT_STARTED,
        ErrorCode.MISSING_CREDENTIALS,
        ErrorCode.INVALID_INPUT,
        ErrorCode.WORKFLOW_NOT_FOUND,
    }
)
_ADDRESS: Final = re.compile(r"(?:navigating to|navigation to) \"([^\"]+)\"")


def what_failed(case: Case) -> str:
    """'pay-invoice could not click the button "Pay" (workflows.py:21)', without what comes after it."""
    place = f" ({plain(case.site, 120)})" if case.site else ""
    return f"{plain(case.evidence.run.workflow)} {_attempt(case)}{place}"


def _attempt(case: Case) -> str:
    return _beginning(case) or _call(case) or "failed"


def _beginning(case: Case) -> str:
    if case.code in _NOT_BEGUN:
        return "could not begin"
    if case.code == ErrorCode.START_URL_FAILED:
        return f"could not open {address(case.evidence.run.start_url) or 'its start URL'}"
    return ""


def _call(case: Case) -> str:
    step = case.step if case.step and case.step.outcome != "ok" else None
    api = case.error.api or (step.api if step else "")
    method = api.rpartition(".")[2]
    if method == "goto":
        return f"could not open {address(opened_address(case)) or 'a page'}"
    if api.startswith("expect") or (case.evidence.failure.type == "AssertionError" and case.error.log):
        return f"did not find the {case.element or 'page'} as expected"
    if case.is_about_an_element and method in _ON_ELEMENTS:
        return f"could not {_ON_ELEMENTS[method]} the {case.element or 'element'}"
    words = _ON_PAGES.get(method, "")
    return f"could not {words}" if words else f"failed at the step {quoted(step.title)}" if step else ""


def opened_address(case: Case) -> str:
    """That the failing call was to open."""
    for line in case.error.log:
        if found := _ADDRESS.match(line):
            return found[1]
    title = case.step.title if case.step else ""
    return title.removeprefix("Go to ") if title.startswith("Go to ") else ""
