"""Failures that are easily taken for each other."""

from __future__ import annotations

from typing import Any

import pytest

from debugging.agent.diagnosing import diagnose
from debugging.evidence import Evidence, Page
from debugging.failure_classes import FailureClass as F
from tests.debugging.agent.checks.test_elements import PAY, held_up
from tests.debugging.agent.making import SHOP, done, evidence, good, not_found, page, step

CHECKOUT = '<h1>Checkout</h1><button id="pay">Pay</button>'
READ = done("page.inner_text", "#total", t_ms=4_000)
COVER = '<div id="consent">…</div> intercepts pointer events'


def raising(type: str, message: str, line: str, **facts: Any) -> Evidence:
    stack = f"workflows.py:21 in pay\n    {line}"
    return evidence(type=type, message=message, mapped_stack=stack, page=page(CHECKOUT), **facts)


@pytest.mark.parametrize(
    ("type", "message", "line", "expected"),
    [
        ("OSError", "[Errno 30] Read-only file system: '/srv/x'", "shutil.copy(a, b)", F.ENVIRONMENT),
        ("OSError", "[Errno 28] No space left on device", "file.write(text)", F.ENVIRONMENT),
        ("OSError", "[Errno 98] Address already in use", "server.bind(where)", F.ENVIRONMENT),
        ("OSError", "libGL.so.1: cannot open shared object file", "import cv2", F.ENVIRONMENT),
        ("ZoneInfoNotFoundError", "'No time zone found with key Europe/X'", 'ZoneInfo("Europe/X")', F.ENVIRONMENT),
        ("KeyError", "'bank'", 'ctx.credentials["bank"]', F.ENVIRONMENT),
        ("OperationalError", 'connection to server at "db" failed: refused', "connect()", F.NETWORK_ERROR),
        ("ReadTimeout", "The read operation timed out", "httpx.get(url)", F.NETWORK_ERROR),
        ("RuntimeError", "Session expired, please log in again", 'raise RuntimeError("…")', F.LOGIN_REQUIRED),
        ("NotLoggedIn", "no name in the header", "raise NotLoggedIn(header)", F.LOGIN_REQUIRED),
        ("RuntimeError", "The API answered 503", 'raise RuntimeError(f"…")', F.HTTP_ERROR),
        ("Exception", "HTTP 502 for /api/orders", 'raise Exception(f"HTTP {status}")', F.HTTP_ERROR),
        ("HTTPStatusError", "Server error '503 Service Unavailable'", "answer.raise_for_status()", F.HTTP_ERROR),
        ("IndexError", "list index out of range", "frame = page.frames[2]", F.FRAME_MOVED),
        ("AttributeError", "'NoneType' object has no attribute 'click'", 'page.frame("x").click("a")', F.FRAME_MOVED),
        ("IndexError", "list index out of range", "words[1]", F.SCRIPT_ERROR),
        ("ValueError", "at least 503 rows are needed", 'raise ValueError("…")', F.SCRIPT_ERROR),
        ("Error", "It looks like you are using Playwright Sync API inside the asyncio loop.", "go()", F.SCRIPT_ERROR),
    ],
)
def test_exceptions_of_the_workflow(type: str, message: str, line: str, expected: F) -> None:
    assert diagnose(raising(type, message, line)).failure_class == expected


@pytest.mark.parametrize(
    "message",
    [
        "could not convert string to float: '12,50'",
        "invalid literal for int() with base 10: '14 pcs.'",
        "time data '5. Mai 2026' does not match format '%d.%m.%Y'",
        "[<class 'decimal.ConversionSyntax'>]",
    ],
)
def test_a_text_of_the_page_that_is_no_number_is_another_value(message: str) -> None:
    read = diagnose(raising("ValueError", message, "total = float(text)", steps=(READ,), good=good(CHECKOUT)))
    assert read.failure_class == F.VALUE_DIFFERS
    assert 0.75 <= read.confidence <= 0.85
    own = diagnose(raising("ValueError", message, 'float(input["total"])'))
    assert own.failure_class == F.SCRIPT_ERROR


@pytest.mark.parametrize(
    ("message", "api", "expected"),
    [
        ("Download.save_as: EROFS: read-only file system, copyfile 'a' -> 'b'", "download.save_as", F.ENVIRONMENT),
        ("Download.save_as: ENOSPC: no space left on device, write", "download.save_as", F.ENVIRONMENT),
        ("Download.save_as: canceled", "download.save_as", F.DOWNLOAD_FAILED),
        ("Page.set_input_files: ENOENT: no such file or directory, stat 'x'", "page.set_input_files", F.ENVIRONMENT),
        ("Page.screenshot: EACCES: permission denied, mkdir '/srv'", "page.screenshot", F.ENVIRONMENT),
        ("Page.evaluate: EACCES: permission denied", "page.evaluate", F.SCRIPT_ERROR),
    ],
)
def test_files_of_the_machine(message: str, api: str, expected: F) -> None:
    found = diagnose(evidence(type="Error", message=message, step=step(api), page=page(CHECKOUT)))
    assert found.failure_class == expected


@pytest.mark.parametrize(
    ("status", "words", "expected"),
    [
        (403, "You must be signed in to view this page.", F.LOGIN_REQUIRED),
        (403, "Veuillez vous connecter pour continuer.", F.LOGIN_REQUIRED),
        (440, "Login Time-out", F.LOGIN_REQUIRED),
        (403, "Forbidden", F.HTTP_ERROR),
        (403, "Press and hold to confirm you are a human", F.BOT_WALL),
        (503, "Checking your browser", F.BOT_WALL),
        (503, "Service unavailable", F.HTTP_ERROR),
        (429, "Too many requests", F.HTTP_ERROR),
        (429, "Unusual traffic from your network", F.BOT_WALL),
    ],
)
def test_what_a_refusal_is_for(status: int, words: str, expected: F) -> None:
    shown = page(f"<h1>{status}</h1><p>{words}</p>", title=str(status), status=status)
    assert diagnose(not_found(PAY, page=shown, good=good(CHECKOUT))).failure_class == expected


def test_a_sign_in_address_alone_is_a_reason_when_good_runs_were_elsewhere() -> None:
    gone = Page(url="https://shop.example/login")
    assert diagnose(not_found(PAY, page=gone, good=good(CHECKOUT, url=SHOP))).failure_class == F.LOGIN_REQUIRED


@pytest.mark.parametrize(
    ("notes", "expected"),
    [
        (("element is not visible", "element is not stable", COVER), F.ELEMENT_COVERED),
        ((COVER, "element is not visible"), F.ELEMENT_HIDDEN),
        (("element is not stable", "element is not enabled"), F.ELEMENT_DISABLED),
        ((COVER, "element is not stable", "element is not stable"), F.ELEMENT_UNSTABLE),
    ],
)
def test_the_last_obstacle_decides(notes: tuple[str, ...], expected: F) -> None:
    assert diagnose(held_up(*notes, page=page(CHECKOUT))).failure_class == expected


@pytest.mark.parametrize(
    ("type", "message", "expected"),
    [
        ("TargetClosedError", "Page.goto: Target page, context or browser has been closed", F.PAGE_CLOSED),
        (
            "TargetClosedError",
            "Page.goto: Target page, context or browser has been closed\nBrowser logs:\n"
            "[pid=12] <process did exit: exitCode=null, signal=SIGSEGV>",
            F.CRASH,
        ),
        ("Exception", "Page.goto: Connection closed while reading from the driver", F.CRASH),
        (
            "Error",
            'Page.goto: Navigation to "https://shop.example/" is interrupted by another navigation to'
            ' "chrome-error://chromewebdata/"',
            F.NETWORK_ERROR,
        ),
        ("TimeoutError", "APIRequestContext.get: Timeout 1200ms exceeded.", F.NAVIGATION_TIMEOUT),
        ("Error", "APIRequestContext.get: connect ECONNREFUSED 127.0.0.1:80", F.NETWORK_ERROR),
    ],
)
def test_what_ended_a_call_of_the_page(type: str, message: str, expected: F) -> None:
    api = "apirequestcontext.get" if message.startswith("API") else "page.goto"
    assert diagnose(evidence(type=type, message=message, step=step(api))).failure_class == expected


def test_a_spinner_that_does_not_go_is_a_wait() -> None:
    message = (
        'Locator.wait_for: Timeout 1200ms exceeded.\nCall log:\n  - waiting for locator(".busy") to be hidden\n'
        '    9 \u00d7 locator resolved to visible <div class="busy">…</div>\n'
    )
    waits = step("locator.wait_for", 'locator(".busy")')
    found = diagnose(evidence(type="TimeoutError", message=message, step=waits, page=page('<div class="busy">…</div>')))
    assert found.failure_class == F.WAIT_TIMEOUT


def test_a_list_of_the_page_that_is_empty_may_have_another_reason_than_the_code() -> None:
    found = diagnose(raising("IndexError", "list index out of range", "rows[0]"))
    assert (found.failure_class, found.confidence < 0.9) == (F.SCRIPT_ERROR, True)


def test_a_sign_in_form_that_a_style_sheet_hides_is_not_asked_for() -> None:
    modal = '<div role="dialog" id="login"><h4>Members</h4><input type="password"><button>Go</button></div>'
    told = '- heading "Checkout"\n- button "Buy"'
    shown = page(f"<h1>Checkout</h1><button>Buy</button>{modal}", aria=told)
    assert diagnose(not_found(PAY, page=shown)).failure_class == F.ELEMENT_NOT_FOUND
