"""What makes runs fail. The names are part of the API (`failure_class`); docs/diagnosis.md says more of each."""

from __future__ import annotations

from enum import StrEnum


class FailureClass(StrEnum):
    """In the order in which they are looked for: a login page must never be taken for a missing button."""

    # The platform and the browser
    ENVIRONMENT = "environment"  # no browser, worker lost, file missing on this machine, credentials not stored
    CRASH = "crash"  # a tab, browser or process crashed, or ran out of memory
    PAGE_CLOSED = "page_closed"  # page, context or browser was closed, by the site or by the workflow

    # The way to the site
    NETWORK_ERROR = "network_error"  # name not resolved, connection refused, TLS, redirect loop
    NAVIGATION_TIMEOUT = "navigation_timeout"  # the site did not finish answering in time

    # What the site shows instead of the page
    BOT_WALL = "bot_wall"  # captcha, "verify you are human", "unusual traffic"
    LOGIN_REQUIRED = "login_required"  # session expired, or a sign-in is demanded
    HTTP_ERROR = "http_error"  # the page answered 4xx or 5xx, or says so

    # The element, on the right page
    UNEXPECTED_DIALOG = "unexpected_dialog"  # alert, confirm, prompt, or "leave this page?"
    INVALID_SELECTOR = "invalid_selector"  # the selector or address cannot be parsed
    SEVERAL_MATCH = "several_match"
    FRAME_MOVED = "frame_moved"  # the frame that holds the element is gone or another one
    ELEMENT_DETACHED = "element_detached"  # re-rendered while it was being used
    ELEMENT_COVERED = "element_covered"  # something lies over it: banner, modal, spinner
    ELEMENT_HIDDEN = "element_hidden"
    ELEMENT_DISABLED = "element_disabled"  # disabled or read-only
    ELEMENT_UNSTABLE = "element_unstable"  # moves, or lies outside of the view
    WRONG_CONTROL = "wrong_control"  # a control of another kind: select became a list, input a div
    OPTION_MISSING = "option_missing"
    ELEMENT_NOT_FOUND = "element_not_found"
    DOWNLOAD_FAILED = "download_failed"  # did not begin, was not completed, or began where a page was expected
    WAIT_TIMEOUT = "wait_timeout"  # an address, a condition or an event did not come

    # What the workflow makes of the page
    VALUE_DIFFERS = "value_differs"  # an assertion, or a value that was read
    SCRIPT_ERROR = "script_error"  # an exception of the workflow's own code, or of script it ran in the page

    UNKNOWN = "unknown"  # not enough evidence; the diagnosis says what is missing


LABELS: dict[FailureClass, str] = {
    FailureClass.ENVIRONMENT: "Environment",
    FailureClass.CRASH: "Crash or out of memory",
    FailureClass.PAGE_CLOSED: "Page or browser closed",
    FailureClass.NETWORK_ERROR: "Network error",
    FailureClass.NAVIGATION_TIMEOUT: "Page did not load in time",
    FailureClass.BOT_WALL: "Bot wall or captcha",
    FailureClass.LOGIN_REQUIRED: "Signed out",
    FailureClass.HTTP_ERROR: "HTTP error page",
    FailureClass.UNEXPECTED_DIALOG: "Unexpected dialog",
    FailureClass.INVALID_SELECTOR: "Invalid selector",
    FailureClass.SEVERAL_MATCH: "Several elements match",
    FailureClass.FRAME_MOVED: "Frame moved",
    FailureClass.ELEMENT_DETACHED: "Element replaced while in use",
    FailureClass.ELEMENT_COVERED: "Element covered",
    FailureClass.ELEMENT_HIDDEN: "Element hidden",
    FailureClass.ELEMENT_DISABLED: "Element disabled",
    FailureClass.ELEMENT_UNSTABLE: "Element moving or out of view",
    FailureClass.WRONG_CONTROL: "Another kind of control",
    FailureClass.OPTION_MISSING: "Option missing",
    FailureClass.ELEMENT_NOT_FOUND: "Element not found",
    FailureClass.DOWNLOAD_FAILED: "Download failed",
    FailureClass.WAIT_TIMEOUT: "Waited in vain",
    FailureClass.VALUE_DIFFERS: "Another value than expected",
    FailureClass.SCRIPT_ERROR: "Error in the workflow",
    FailureClass.UNKNOWN: "Not known",
}
