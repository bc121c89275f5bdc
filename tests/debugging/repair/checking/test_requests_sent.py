"""Which requests may have changed something."""

from __future__ import annotations

import pytest

from debugging.repair.checking.requests_sent import SentRequest, changing, says_that_it_acts

SHOP = "https://shop.example"


def request(method: str, url: str, kind: str = "fetch", status: int | None = 200, failure: str = "") -> SentRequest:
    return SentRequest(100, method, url if "://" in url else f"{SHOP}{url}", kind, status, failure)


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        (request("POST", "/cart?x=1"), "It sent POST https://shop.example/cart, answered with 200."),
        (
            request("DELETE", "/orders/7", status=500),
            "It sent DELETE https://shop.example/orders/7, answered with 500.",
        ),
        (request("PUT", "/profile", status=None), "It sent PUT https://shop.example/profile."),
        (request("POST", "/login", "document"), "It sent POST https://shop.example/login, answered with 200."),
        (request("PATCH", "/x", failure="cancelled"), "It sent PATCH https://shop.example/x, answered with 200."),
        (request("POST", "/x", failure="blocked by CORS (MissingAllowOriginHeader)"), "It sent POST https://shop.exam"),
        (request("POST", "/save-draft", "ping"), "It sent POST https://shop.example/save-draft, answered with 200."),
        (request("GET", "wss://shop.example/live", "websocket"), "It had a WebSocket to wss://shop.example/live open"),
        (request("GET", "/cart/remove/7"), "It asked for https://shop.example/cart/remove/7, an address that acts."),
        (request("GET", "/?add-to-cart=12", "document"), "It asked for https://shop.example/, an address that acts."),
    ],
)
def test_this_may_have(sent: SentRequest, said: str) -> None:
    [sentence] = changing([sent])
    assert sentence.startswith(said)


@pytest.mark.parametrize(
    "sent",
    [
        request("GET", "/orders?page=2", "document"),
        request("HEAD", "/file"),
        request("OPTIONS", "/cart", "preflight"),
        request("GET", "/pay.png", "image"),
        request("GET", "/delete-icon.svg", "image"),
        request("GET", "/how-to-save-money-and-cancel-debts", "document"),
        request("GET", "/updates/unsubscribers", "document"),
        request("POST", "https://www.google-analytics.com/g/collect?v=2"),
        request("POST", "https://o1.ingest.sentry.io/api/1/envelope/"),
        request("POST", "/cdn-cgi/rum"),
        request("POST", "/api/events", "ping"),
        request("POST", "/csp", "cspviolationreport"),
        request("POST", "/cart", failure="net::ERR_NAME_NOT_RESOLVED", status=None),
        request("POST", "/cart", failure="blocked by the workflow", status=None),
        request("GET", "wss://ws.hotjar.com/x", "websocket"),
        request("GET", "blob:https://shop.example/delete"),
    ],
)
def test_this_changed_nothing(sent: SentRequest) -> None:
    assert changing([sent]) == []


@pytest.mark.parametrize(
    "url",
    ["https://google-analytics.com.evil.example/collect", "https://shop.example/events", "https://notsentry.io/api/1/"],
)
def test_a_name_that_only_looks_like_telemetry_is_none(url: str) -> None:
    assert changing([request("POST", url)]) != []


@pytest.mark.parametrize(
    ("url", "acts"),
    [
        ("/index.php?action=delete&id=3", True),
        ("/users/3/activate", True),
        ("/cart/add?sku=1", True),
        ("/cart/add", False),  # where a form is
        ("/unsubscribe?u=5", True),
        ("/api/getUpdates", False),
        ("/docs/send/receive/protocol/of/mail", False),  # far above the page
        ("/search?q=delete", False),
        ("/orders/confirmOrder/9", True),
    ],
)
def test_addresses_that_act(url: str, acts: bool) -> None:
    assert says_that_it_acts(SHOP + url) is acts


def test_what_was_sent_again_and_again_is_told_once() -> None:
    assert len(changing([request("POST", "/poll")] * 50)) == 1
