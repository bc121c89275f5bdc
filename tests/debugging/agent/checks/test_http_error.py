from __future__ import annotations

import pytest

from debugging.agent.diagnosing import diagnose
from debugging.evidence import Page, Request
from debugging.failure_classes import FailureClass as F
from tests.debugging.agent.making import SHOP, document, evidence, good, navigation, not_found, page, step

PAY = 'get_by_role("button", name="Pay")'
CHECKOUT = '<h1>Checkout</h1><button id="pay">Pay</button>'


@pytest.mark.parametrize(
    ("shown", "words"),
    [
        (page("<h1>Not Found</h1>", status=404), "404 (Not Found)"),
        (page("<h1>Gone</h1>", status=410), "410 (Gone)"),
        (page("<p>slow down</p>", title="", status=429), "429 (Too Many Requests)"),
        (page("<h1>We'll be right back</h1>", status=503), "503 (Service Unavailable)"),
        (page("<h1>Checkout</h1><p>Oops.</p>", status=502), "502 (Bad Gateway)"),
        (page("<h1>Forbidden</h1>", status=403), "403 (Forbidden)"),
    ],
)
def test_the_status_of_the_document(shown: Page, words: str) -> None:
    facts = not_found(PAY, page=shown, requests=(document(status=shown.status),), good=good(CHECKOUT))
    found = diagnose(facts)
    assert (found.failure_class, found.confidence >= 0.9) == (F.HTTP_ERROR, True)
    assert words in found.summary
    assert found.why[0].pointers[0].kind == "request"


@pytest.mark.parametrize(
    "shown",
    [
        page("<h1>Page not found</h1><a href='/'>Home</a>", title="Page not found"),
        page("<h1>Down for maintenance</h1><p>Back at noon.</p>", title="Maintenance"),
        page("<h1>Something went wrong</h1><button>Try again</button>", title="Shop"),
        page("<h1>Service temporarily unavailable</h1>", title="Shop"),
    ],
)
def test_a_page_that_only_says_so(shown: Page) -> None:
    found = diagnose(not_found(PAY, page=shown, good=good(CHECKOUT, xpath="/html/body/button")))
    assert (found.failure_class, found.confidence >= 0.9) == (F.HTTP_ERROR, True)


def test_an_answer_without_a_body() -> None:
    message = f'Page.goto: net::ERR_HTTP_RESPONSE_CODE_FAILURE at {SHOP}\nCall log:\n  - navigating to "{SHOP}"'
    facts = evidence(message=message, type="Error", step=step("page.goto"), requests=(document(status=500),))
    found = diagnose(facts)
    assert found.failure_class == F.HTTP_ERROR
    assert "500" in found.summary


def test_a_script_error_on_an_error_page() -> None:
    shown = page("<h1>Internal Server Error</h1>", status=500)
    facts = evidence(message="list index out of range", type="IndexError", page=shown)
    assert diagnose(facts).failure_class == F.HTTP_ERROR


def test_a_status_that_the_page_always_had_is_not_why() -> None:
    before = good(CHECKOUT, xpath="/html/body/button", navigations=(navigation(status=404),))
    facts = not_found(PAY, page=page("<h1>Checkout</h1><button>Pay now</button>", status=404), good=before)
    assert diagnose(facts).failure_class == F.ELEMENT_NOT_FOUND


def test_words_in_a_text_are_not_why() -> None:
    body = "<h1>Orders</h1><p>Invoice 404 was not found by the customer: something went wrong with the post.</p>"
    body += "".join(f"<p>Order {n}, delivered on time, paid.</p>" for n in range(20))
    assert diagnose(not_found(PAY, page=page(body))).failure_class == F.ELEMENT_NOT_FOUND


def test_what_was_fetched_past_the_browser() -> None:
    message = "Server error '502 Bad Gateway' for url 'https://shop.example/api'"
    assert diagnose(evidence(message=message, type="HTTPStatusError")).failure_class == F.HTTP_ERROR


def behind(status: int, url: str = "https://api.shop.example/items") -> Request:
    return Request(key="r", t_ms=3_000, method="GET", url=url, resource_type="fetch", status=status)


@pytest.mark.parametrize(("status", "expected"), [(500, F.HTTP_ERROR), (503, F.HTTP_ERROR), (401, F.LOGIN_REQUIRED)])
def test_what_the_page_s_own_server_answered_to_its_scripts(status: int, expected: F) -> None:
    found = diagnose(not_found('get_by_text("Lamp 1")', page=page("<h1>Lamps</h1>"), requests=(behind(status),)))
    assert found.failure_class == expected
    assert found.confidence < 0.9
    assert found.why[0].pointers[0].ref == "r"


@pytest.mark.parametrize("request_of", [behind(500, "https://ads.example/track"), behind(404)])
def test_what_others_answered_is_not_why(request_of: Request) -> None:
    found = diagnose(not_found('get_by_text("Lamp 1")', page=page("<h1>Lamps</h1>"), requests=(request_of,)))
    assert found.failure_class == F.ELEMENT_NOT_FOUND
