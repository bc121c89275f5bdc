from __future__ import annotations

import pytest

from debugging.agent.diagnosing import diagnose
from debugging.evidence import Happening
from debugging.failure_classes import FailureClass as F
from libretto.protocol import ErrorCode
from tests.debugging.agent.making import done, evidence, good, navigation, not_found, page, step

LOGS = "\n=========================== logs ===========================\n{}\n" + "=" * 60


def timed_out(api: str, headline: str, log: str) -> str:
    return f"{api}: Timeout 800ms exceeded{headline}{LOGS.format(log)}"


@pytest.mark.parametrize(
    ("api", "headline", "log", "words"),
    [
        ("Page.expect_response", ".", 'waiting for response "**/api/pay"', 'the answer "**/api/pay"'),
        ("Page.expect_event", ' while waiting for event "websocket"', 'waiting for event "websocket"', '"websocket"'),
        ("Page.wait_for_url", ".", 'waiting for navigation to "**/done" until "load"', 'the address "**/done"'),
        ("Page.wait_for_function", ".", "", "the condition"),
    ],
)
def test_what_was_waited_for_is_named(api: str, headline: str, log: str, words: str) -> None:
    facts = evidence(message=timed_out(api, headline, log), type="TimeoutError", page=page("<h1>Checkout</h1>"))
    found = diagnose(facts)
    assert (found.failure_class, found.confidence >= 0.9) == (F.WAIT_TIMEOUT, True)
    assert words in found.summary
    assert "0.8 s" in found.summary


def test_a_loop_that_waits_until_the_run_s_time_is_over() -> None:
    polls = tuple(done("locator.count", 'locator(".done")', t_ms=1_000 * n, line=30) for n in range(1, 9))
    facts = evidence(message="The run took longer than 60 seconds.", code=ErrorCode.TIMEOUT, steps=polls)
    found = diagnose(facts)
    assert (found.failure_class, found.confidence >= 0.9) == (F.WAIT_TIMEOUT, True)
    assert "workflows.py:30" in found.summary


def test_no_download_began() -> None:
    message = timed_out("Page.expect_download", ' while waiting for event "download"', 'waiting for event "download"')
    found = diagnose(evidence(message=message, type="TimeoutError"))
    assert (found.failure_class, found.confidence >= 0.9) == (F.DOWNLOAD_FAILED, True)


def test_a_download_that_was_not_completed() -> None:
    broken = Happening(
        key="download@1",
        t_ms=4_000,
        kind="download",
        title="Download of a.csv (not completed)",
        name="a.csv",
        outcome="failed",
        error="It ended after 12 bytes.",
    )
    facts = evidence(message="Download.path: canceled", type="Error", happenings=(broken,), step=step("download.path"))
    found = diagnose(facts)
    assert (found.failure_class, found.confidence >= 0.9) == (F.DOWNLOAD_FAILED, True)
    assert any(pointer.kind == "download" for claim in found.why for pointer in claim.pointers)


def test_a_file_where_a_page_was_expected() -> None:
    cart, thanks = "https://shop.example/cart", "https://shop.example/thanks"
    file = Happening(
        key="d", t_ms=4_200, kind="download", title="Download of a.csv (3 bytes)", name="a.csv", outcome="ok"
    )
    read = step("locator.inner_text", 'locator("#no")', outcome="ok", t_ms=3_000, end_ms=3_100, url=cart)
    facts = not_found(
        'locator("#no")',
        "locator.inner_text",
        page=page("<h1>Cart</h1>", url=cart),
        steps=(done("locator.click", 'get_by_role("button", name="Order")', t_ms=4_000, url=cart),),
        happenings=(file,),
        good=good("", step=read, navigations=(navigation(cart, t_ms=1_000), navigation(thanks, t_ms=3_001))),
    )
    found = diagnose(facts)
    assert (found.failure_class, found.confidence >= 0.9) == (F.DOWNLOAD_FAILED, True)
    assert "a.csv" in found.why[-1].text
