from __future__ import annotations

import pytest

from debugging.agent.diagnosing import diagnose
from debugging.evidence import Page
from debugging.failure_classes import FailureClass as F
from tests.debugging.agent.making import document, evidence, good, not_found, page

PAY = 'get_by_role("button", name="Pay")'
CHECKOUT = "<h1>Checkout</h1><button>Pay</button>"


@pytest.mark.parametrize(
    "shown",
    [
        page(
            "<h1>shop.example</h1><p>Verifying you are human. This may take a few seconds.</p>",
            title="Just a moment...",
        ),
        page(
            '<p>Please verify you are a human</p><iframe src="https://geo.captcha-delivery.com/captcha/"></iframe>',
            title="shop.example",
            status=403,
        ),
        page(
            "<h1>Access to this page has been denied</h1><p>Press &amp; Hold to confirm you are a human</p>", status=403
        ),
        page("<h1>Sorry</h1><p>Our systems have detected unusual traffic from your network.</p>", status=429),
        page('<h1>Are you a robot?</h1><div class="g-recaptcha" data-sitekey="x"></div><button>Continue</button>'),
        page("<h1>Pardon Our Interruption</h1><p>Something made us think you were a bot.</p>", title="Pardon"),
        page(
            '<iframe src="https://newassets.hcaptcha.com/x" title="hCaptcha security challenge"></iframe>',
            title="Check",
        ),
    ],
)
def test_a_wall_in_the_place_of_the_page(shown: Page) -> None:
    found = diagnose(not_found(PAY, page=shown, requests=(document(status=shown.status),)))
    assert found.failure_class == F.BOT_WALL
    assert "asked for a proof" in found.summary


def test_the_header_of_a_challenge_is_enough() -> None:
    shown = page("<h1>shop.example</h1>", status=403, response_headers={"cf-mitigated": "challenge"})
    found = diagnose(not_found(PAY, page=shown))
    assert (found.failure_class, found.confidence >= 0.9) == (F.BOT_WALL, True)


def test_what_a_script_made_of_it_does_not_hide_it() -> None:
    shown = page("<h1>Verify you are human</h1>", title="Just a moment...", status=403)
    facts = evidence(message="KeyError: 'price'", type="KeyError", page=shown)
    assert diagnose(facts).failure_class == F.BOT_WALL


@pytest.mark.parametrize(
    "body",
    [
        '<h1>Contact</h1><form><input name="mail"></form><div class="grecaptcha-badge"><iframe src="https://www.google.com/recaptcha/api2/anchor?size=invisible"></iframe></div>',
        "<h1>Review</h1><p>" + "A fine lamp. " * 150 + "I had to verify you are human.</p>",
    ],
)
def test_a_badge_in_the_corner_or_words_of_a_visitor_are_none(body: str) -> None:
    assert diagnose(not_found(PAY, page=page(body))).failure_class == F.ELEMENT_NOT_FOUND


def test_a_captcha_that_was_always_there_is_not_why() -> None:
    widget = '<iframe src="https://www.google.com/recaptcha/api2/anchor"></iframe>'
    facts = not_found(PAY, page=page(f"<h1>Checkout</h1>{widget}"), good=good(f"{CHECKOUT}{widget}"))
    assert diagnose(facts).failure_class == F.ELEMENT_NOT_FOUND
