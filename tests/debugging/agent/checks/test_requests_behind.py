"""The element is missing because of what the page itself did not get."""

from __future__ import annotations

from typing import Any

import pytest

from debugging.agent.diagnosing import diagnose
from debugging.diagnosis import Diagnosis
from debugging.evidence import Page, Request
from debugging.failure_classes import FailureClass as F
from tests.debugging.agent.checks.test_elements import held_up
from tests.debugging.agent.making import document, done, good, not_found, page

API = "https://api.shop.example/countries"
SELECT = 'get_by_label("Country")'
ROW = 'locator("tr.order").first'
EMPTY = page("<h1>Orders</h1><table><tr><th>No</table><button>New</button>")
OPENED = done("page.goto", title="Go to https://shop.example/checkout", t_ms=1_500)


def request(url: str = API, status: int | None = None, kind: str = "fetch", **fields: Any) -> Request:
    given = {"failure": "net::ERR_CONNECTION_REFUSED"} if status is None else {}
    return Request(key="r", t_ms=3_000, method="GET", url=url, resource_type=kind, status=status, **{**given, **fields})


def without_rows(*requests: Request, shown: Page = EMPTY, selector: str = ROW, **facts: Any) -> Diagnosis:
    return diagnose(not_found(selector, page=shown, requests=(document(), *requests), steps=(OPENED,), **facts))


def test_an_empty_list_is_what_its_request_was_answered() -> None:
    shown = page(f'<label>Country<select id="c">{"<option>Choose</option>"}</select></label>')
    evidence = held_up("did not find some options", selector=SELECT, api="locator.select_option", page=shown)
    failed = evidence.model_copy(update={"requests": (document(), request(status=503))})
    assert diagnose(failed).failure_class == F.HTTP_ERROR
    refused = evidence.model_copy(update={"requests": (document(), request(status=401))})
    assert diagnose(refused).failure_class == F.LOGIN_REQUIRED
    unreached = evidence.model_copy(update={"requests": (document(), request())})
    assert diagnose(unreached).failure_class == F.NETWORK_ERROR


def test_a_list_with_options_only_lacks_one() -> None:
    shown = page("<label>Country<select><option>Spain<option>Italy<option>Malta</select></label>")
    evidence = held_up("did not find some options", selector=SELECT, api="locator.select_option", page=shown)
    found = diagnose(evidence.model_copy(update={"requests": (document(), request(status=503))}))
    assert found.failure_class == F.OPTION_MISSING
    assert found.confidence <= 0.85  # the request may be why


@pytest.mark.parametrize(
    "other",
    [
        request("https://www.google-analytics.com/g/collect"),
        request("https://shop.example/beacon", 500),
        request("https://shop.example/logo.png", 500, "image"),
        request("https://fonts.example/a.woff2", None, "font"),
        request("https://cdn.other.example/ads/1.js", 503, "script"),
    ],
)
def test_what_nobody_misses_is_no_reason(other: Request) -> None:
    found = without_rows(other)
    assert (found.failure_class, found.confidence >= 0.9) == (F.ELEMENT_NOT_FOUND, True)


def test_what_failed_in_good_runs_as_well_is_no_reason() -> None:
    assert without_rows(request(status=500)).failure_class == F.HTTP_ERROR
    usual = without_rows(request(status=500), good=good(failed_requests=(request(status=500),)))
    assert (usual.failure_class, usual.confidence >= 0.9) == (F.ELEMENT_NOT_FOUND, True)
    worse = without_rows(request(status=500), good=good(failed_requests=(request(status=404),)))
    assert worse.failure_class == F.HTTP_ERROR


def test_an_application_whose_script_is_not_delivered() -> None:
    blank = page('<div id="root"></div>', title="Shop")
    script = "https://shop.example/assets/main.9f3c.js"
    assert without_rows(request(script, 404, "script"), shown=blank).failure_class == F.HTTP_ERROR
    assert without_rows(request(script, None, "script"), shown=blank).failure_class == F.NETWORK_ERROR


@pytest.mark.parametrize(("status", "expected"), [(502, F.HTTP_ERROR), (None, F.NETWORK_ERROR)])
def test_the_document_of_its_frame(status: int | None, expected: F) -> None:
    selector = 'locator("iframe#card").content_frame.get_by_label("Card number")'
    shown = page('<h1>Pay</h1><iframe id="card" src="https://pay.example/card?x=1"></iframe>')
    frame = request("https://pay.example/card?x=2", status, "document")
    found = without_rows(frame, shown=shown, selector=selector)
    assert (found.failure_class, found.confidence >= 0.9) == (expected, True)
    advert = request("https://ads.example/frame", status, "document")
    assert without_rows(advert, shown=shown, selector=selector).failure_class == F.ELEMENT_NOT_FOUND
