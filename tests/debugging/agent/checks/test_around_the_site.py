"""What lies before the page: the machine, the browser, the network."""

from __future__ import annotations

import pytest

from debugging.agent.diagnosing import diagnose
from debugging.evidence import Happening, Message
from debugging.failure_classes import FailureClass as F
from libretto.protocol import ErrorCode
from tests.debugging.agent.making import SHOP, document, done, evidence, navigation, not_found, page, run, step


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (ErrorCode.BROWSER_NOT_STARTED, F.ENVIRONMENT),
        (ErrorCode.HOST_DIED, F.ENVIRONMENT),
        (ErrorCode.WORKER_LOST, F.ENVIRONMENT),
        (ErrorCode.WORKER_STOPPED, F.ENVIRONMENT),
        (ErrorCode.PLATFORM_ERROR, F.ENVIRONMENT),
        (ErrorCode.INVALID_INPUT, F.ENVIRONMENT),
        (ErrorCode.MISSING_CREDENTIALS, F.ENVIRONMENT),
        (ErrorCode.WORKFLOW_NOT_FOUND, F.ENVIRONMENT),
        (ErrorCode.CHILD_DIED, F.CRASH),
        (ErrorCode.BROWSER_DIED, F.CRASH),
    ],
)
def test_the_platform_s_own_word_is_enough(code: ErrorCode, expected: F) -> None:
    found = diagnose(evidence(code=code, message="It was so.", mapped_stack=""))
    assert (found.failure_class, found.confidence >= 0.9) == (expected, True)


@pytest.mark.parametrize(
    ("type", "message", "line"),
    [
        ("ModuleNotFoundError", "No module named 'pandas'", "import pandas"),
        ("OSError", "[Errno 28] No space left on device", "file.write(text)"),
        ("PermissionError", "[Errno 13] Permission denied: '/etc/x'", "open('/etc/x', 'w')"),
        ("KeyError", "KeyError: 'API_TOKEN'", 'token = os.environ["API_TOKEN"]'),
    ],
)
def test_what_the_machine_does_not_have(type: str, message: str, line: str) -> None:
    found = diagnose(evidence(type=type, message=message, mapped_stack=f"workflows.py:3 in pay\n    {line}"))
    assert (found.failure_class, found.confidence >= 0.9) == (F.ENVIRONMENT, True)


def test_a_page_that_crashed_before_the_call_that_waits() -> None:
    crashed = Message(key="m", t_ms=3_000, kind="page_error", level="error", text="The page crashed")
    assert diagnose(not_found('locator("#x")', messages=(crashed,))).failure_class == F.CRASH


def test_memory_is_told_from_a_plain_end() -> None:
    message = "The workflow's process used 4,100 MiB of memory, more than the 4,096 MiB a run may use, so it was ended."
    assert "too much memory" in diagnose(evidence(code=ErrorCode.CHILD_DIED, message=message)).summary


def test_a_page_that_the_workflow_closed_itself() -> None:
    message = "Locator.click: Target page, context or browser has been closed"
    found = diagnose(evidence(type="TargetClosedError", message=message, steps=(done("page.close"),)))
    assert found.failure_class == F.PAGE_CLOSED
    assert "the workflow itself" in found.summary


NAMES = (
    "NAME_NOT_RESOLVED",
    "CONNECTION_REFUSED",
    "CERT_AUTHORITY_INVALID",
    "CONNECTION_TIMED_OUT",
    "ADDRESS_UNREACHABLE",
)


@pytest.mark.parametrize("name", NAMES)
def test_the_way_to_the_site(name: str) -> None:
    message = f'Page.goto: net::ERR_{name} at {SHOP}\nCall log:\n  - navigating to "{SHOP}", waiting until "load"\n'
    found = diagnose(evidence(type="Error", message=message, step=step("page.goto")))
    assert (found.failure_class, found.confidence >= 0.9) == (F.NETWORK_ERROR, True)
    assert found.summary.startswith(f"pay-invoice could not open {SHOP} (workflows.py:21): ")
    assert f"net::ERR_{name}" in found.summary


def test_a_click_that_led_to_an_address_that_cannot_be_opened() -> None:
    failed = navigation("https://gone.example/", None, outcome="failed", error="net::ERR_NAME_NOT_RESOLVED")
    facts = not_found('get_by_text("Pay")', page=page("", url="chrome-error://chromewebdata/"), navigations=(failed,))
    found = diagnose(facts)
    assert (found.failure_class, found.confidence >= 0.9) == (F.NETWORK_ERROR, True)
    assert "gone.example" in found.summary


def test_the_start_url() -> None:
    message = f"The start URL {SHOP} could not be opened: Page.goto: net::ERR_CONNECTION_REFUSED at {SHOP}"
    facts = evidence(code=ErrorCode.START_URL_FAILED, message=message, run=run(start_url=SHOP), mapped_stack="")
    found = diagnose(facts)
    assert (found.failure_class, found.confidence >= 0.9) == (F.NETWORK_ERROR, True)
    assert f"could not open {SHOP}" in found.summary


def test_a_page_that_was_asked_for_and_did_not_answer() -> None:
    waiting = document("https://shop.example/slow", None)
    click = (
        'Locator.click: Timeout 1200ms exceeded.\nCall log:\n  - waiting for get_by_text("Pay")\n'
        "    - locator resolved to <a>Pay</a>\n  - attempting click action\n    - performing click action\n"
        "    - click action done\n    - waiting for scheduled navigations to finish\n"
    )
    for facts in (
        evidence(type="TimeoutError", message=click, step=step("locator.click"), requests=(waiting,)),
        not_found('get_by_text("Paid")', page=page("<h1>Checkout</h1>"), requests=(waiting,)),
    ):
        found = diagnose(facts)
        assert found.failure_class == F.NAVIGATION_TIMEOUT
        assert any(pointer.kind == "request" for claim in found.why for pointer in claim.pointers)


def test_nothing_is_known() -> None:
    found = diagnose(evidence(type="Error", message="Something."))
    assert (found.failure_class, found.confidence) == (F.UNKNOWN, 0.3)
    assert found.missing
    assert "not enough evidence" in found.summary


def test_a_window_that_closes_itself_is_shown() -> None:
    closed = Happening(key="p", t_ms=900, kind="popup", title="Popup opened (closed)", end_ms=4_000)
    message = "Locator.click: Target page, context or browser has been closed"
    found = diagnose(evidence(type="TargetClosedError", message=message, happenings=(closed,)))
    assert any(pointer.kind == "popup" for claim in found.why for pointer in claim.pointers)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("Page.goto: Timeout 30000ms exceeded.\nCall log:\n  - navigating to", F.NAVIGATION_TIMEOUT),
        ("Page.goto: Protocol error (Page.navigate): Cannot navigate to invalid URL", F.INVALID_SELECTOR),
        ("Page.goto: Download is starting\nCall log:\n  - navigating to", F.DOWNLOAD_FAILED),
        ("Page.goto: net::ERR_HTTP_RESPONSE_CODE_FAILURE at https://shop.example/", F.HTTP_ERROR),
    ],
)
def test_whatever_keeps_the_start_url_from_opening(said: str, expected: F) -> None:
    message = f"The start URL {SHOP} could not be opened: {said}"
    facts = evidence(code=ErrorCode.START_URL_FAILED, type="Error", message=message, run=run(start_url=SHOP))
    assert diagnose(facts).failure_class == expected


@pytest.mark.parametrize(
    ("host", "words", "expected"),
    [
        ("api.shop.example", "", F.NETWORK_ERROR),
        ("slots.example", "Could not load the list.", F.NETWORK_ERROR),
        ("ads.example", "", F.ELEMENT_NOT_FOUND),
    ],
)
def test_what_the_page_s_scripts_could_not_reach(host: str, words: str, expected: F) -> None:
    asked = document(f"https://{host}/list", None, failure="net::ERR_CONNECTION_REFUSED")
    asked = asked.model_copy(update={"document": False, "resource_type": "fetch"})
    facts = not_found('get_by_text("09:30")', page=page(f"<h1>Slots</h1><p>{words}</p>"), requests=(asked,))
    assert diagnose(facts).failure_class == expected
