"""Each of the errors that Playwright was provoked to: what it is, told from its message and the least of a page."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from debugging.agent.diagnosing import diagnose
from debugging.evidence import Evidence, Happening
from debugging.failure_classes import FailureClass as F
from tests.debugging.agent.making import SHOP, dialog, document, done, evidence, good, navigation, not_found, page

CASES: list[dict[str, Any]] = json.loads(
    Path(__file__).with_name("playwright_errors.json").read_text(encoding="utf-8")
)["cases"]
RAISED = {case["case"]: case for case in CASES if case["raised"]}
CLASSES = {
    "locator_missing": F.ELEMENT_NOT_FOUND,
    "locator_missing_css": F.ELEMENT_NOT_FOUND,
    "strict_mode": F.SEVERAL_MATCH,
    "overlay_intercepts": F.ELEMENT_COVERED,
    "not_visible": F.ELEMENT_HIDDEN,
    "disabled": F.ELEMENT_DISABLED,
    "readonly_fill": F.ELEMENT_DISABLED,
    "fill_not_input": F.WRONG_CONTROL,
    "not_stable": F.ELEMENT_UNSTABLE,
    "outside_viewport": F.ELEMENT_UNSTABLE,
    "select_option_missing": F.OPTION_MISSING,
    "select_now_div": F.WRONG_CONTROL,
    "handle_detached": F.ELEMENT_DETACHED,
    "assert_text": F.VALUE_DIFFERS,
    "assert_visible": F.VALUE_DIFFERS,
    "assert_url": F.VALUE_DIFFERS,  # with the page it is a sign-in: see below
    "wait_for_url": F.WAIT_TIMEOUT,
    "wait_for_selector": F.WAIT_TIMEOUT,
    "frame_missing": F.FRAME_MOVED,
    "frame_attr_none": F.FRAME_MOVED,
    "invalid_selector": F.INVALID_SELECTOR,
    "nav_timeout": F.NAVIGATION_TIMEOUT,
    "conn_refused": F.NETWORK_ERROR,
    "dns": F.NETWORK_ERROR,
    "redirect_loop": F.NETWORK_ERROR,
    "empty_response": F.NETWORK_ERROR,
    "goto_download": F.DOWNLOAD_FAILED,
    "bad_url": F.INVALID_SELECTOR,
    "expect_download_timeout": F.DOWNLOAD_FAILED,
    "js_evaluate": F.SCRIPT_ERROR,
    "context_destroyed": F.ELEMENT_DETACHED,
    "dialog_expected_absent": F.ELEMENT_DETACHED,
    "popup_absent": F.WAIT_TIMEOUT,
    "upload_missing_file": F.ENVIRONMENT,
    "text_content_timeout": F.ELEMENT_NOT_FOUND,
    "script_typeerror": F.SCRIPT_ERROR,
    "script_none": F.SCRIPT_ERROR,
    "page_closed": F.PAGE_CLOSED,
    "page_crash": F.CRASH,
    "context_closed": F.PAGE_CLOSED,
    "browser_closed": F.PAGE_CLOSED,
    "launch_no_executable": F.ENVIRONMENT,
    "launch_bundled_missing": F.ENVIRONMENT,
}
LOGIN = '<h1>Log in</h1><form><input name="user"><input type="password"><button>Sign in</button></form>'


def raised(name: str) -> Evidence:
    case = RAISED[name]
    message = case["message"].split(" / next action: ")[-1]  # that case tells two calls in one text
    return evidence(message=message, type=case["type"].rpartition(".")[2])


def test_every_case_is_looked_at() -> None:
    assert set(CLASSES) == set(RAISED)
    assert len(CASES) == 47


@pytest.mark.parametrize("name", CLASSES)
def test_its_class_is_told_from_the_message_alone(name: str) -> None:
    diagnosis = diagnose(raised(name))
    assert diagnosis.failure_class == CLASSES[name]
    assert diagnosis.confidence >= 0.5
    assert diagnosis.summary.startswith("pay-invoice ")
    assert diagnosis.advice


def test_an_address_that_became_the_sign_in_is_a_sign_in() -> None:
    shown = page(LOGIN, title="Log in", url="http://127.0.0.1/login?next=/account")
    found = diagnose(raised("assert_url").model_copy(update={"page": shown}))
    assert found.failure_class == F.LOGIN_REQUIRED


def test_a_server_error_raises_nothing_and_is_told_later() -> None:
    shown = page("<h1>Internal Server Error</h1>", title="500", status=500)
    pay, sent = 'get_by_role("button", name="Pay")', (document(status=500),)
    found = diagnose(not_found(pay, page=shown, requests=sent, good=good("<p>x</p>")))
    assert (found.failure_class, found.confidence >= 0.9) == (F.HTTP_ERROR, True)
    assert "500 (Internal Server Error)" in found.summary


def test_a_redirect_to_the_sign_in_raises_nothing_and_is_told_later() -> None:
    shown = page(LOGIN, title="Log in", url="https://shop.example/login?next=/checkout", redirects=(SHOP,))
    script = evidence(
        message="'NoneType' object has no attribute 'inner_text'",
        type="AttributeError",
        page=shown,
        steps=(done("page.goto", title=f"Go to {SHOP}"),),
        navigations=(navigation(shown.url, redirected_from=SHOP),),
    )
    for facts in (script, not_found('get_by_label("Card")', "locator.fill", page=shown)):
        found = diagnose(facts)
        assert (found.failure_class, found.confidence >= 0.9) == (F.LOGIN_REQUIRED, True)


def test_a_download_that_was_broken_off_is_told_later() -> None:
    broken = Happening(
        key="d", t_ms=900, kind="download", title="Download of a.csv (not completed)", name="a.csv", outcome="failed",
        error="It ended after 12 bytes of 90 bytes.",
    )  # fmt: skip
    found = diagnose(
        evidence(
            message="the download could not be read",
            type="RuntimeError",
            happenings=(broken,),
            steps=(done("locator.click", 'get_by_text("Export")', t_ms=800),),
        )
    )
    assert found.failure_class == F.DOWNLOAD_FAILED
    assert "a.csv" in found.why[1].text


def test_a_question_that_was_dismissed_is_told_later() -> None:
    found = diagnose(
        not_found(
            'get_by_text("Deleted")',
            "locator.inner_text",
            page=page("<button>Delete</button>"),
            happenings=(dialog("confirm", "Really delete it?"),),
            steps=(done("locator.click", 'get_by_role("button", name="Delete")', t_ms=3_900),),
        )
    )
    assert found.failure_class == F.UNEXPECTED_DIALOG
    assert '"Really delete it?"' in found.summary
