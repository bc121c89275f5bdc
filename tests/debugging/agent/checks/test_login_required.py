from __future__ import annotations

from typing import Any

import pytest

from debugging.agent.diagnosing import diagnose
from debugging.evidence import Evidence, Page
from debugging.failure_classes import FailureClass as F
from tests.debugging.agent.making import SHOP, dialog, document, done, evidence, good, navigation, not_found, page, step

FORM = """<form><label>E-mail<input name="email"></label><label>Password<input type="password"></label>
<button>{}</button></form>"""
LOGIN = f"<h1>Sign in</h1>{FORM.format('Sign in')}"
CHECKOUT = '<h1>Checkout</h1><button id="pay">Pay</button>'
LOGIN_URL = "https://shop.example/login?next=%2Fcheckout"
PAY = 'get_by_role("button", name="Pay")'


def sent_to_login(shown: Page, **facts: Any) -> Evidence:
    return not_found(PAY, page=shown, good=good(CHECKOUT, xpath="/html/body/button"), **facts)


@pytest.mark.parametrize(
    "shown",
    [
        page(LOGIN, title="Sign in", url=LOGIN_URL, redirects=(SHOP,)),
        page(f"<h2>Welcome back</h2>{FORM.format('Continue')}", title="Shop", url=SHOP),  # in place
        page("<h1>Your session has expired</h1><p>Please log in again.</p><a href='/login'>Log in</a>", url=SHOP),
        page("<h1>401</h1><p>Unauthorized</p>", status=401),
        page(
            '<h1>Sign in</h1><label>E-mail or phone<input type="email"></label><button>Next</button>',
            title="Sign in - Accounts",
            url="https://accounts.google.com/v3/signin/identifier?continue=https://shop.example",
        ),
        page("<h1>You have been signed out</h1><p>You had been away.</p><a href='/'>Sign back in</a>"),
        page("<h1>Confirm it is you</h1><p>Enter the code.</p><input autocomplete='one-time-code'><button>Go</button>"),
        page(f"<h1>Anmelden</h1>{FORM.format('Anmelden')}", title="Anmelden", url="https://shop.example/anmelden"),
    ],
)
def test_a_sign_in_page_in_the_place_of_the_right_one(shown: Page) -> None:
    found = diagnose(sent_to_login(shown))
    assert (found.failure_class, found.confidence >= 0.9) == (F.LOGIN_REQUIRED, True)
    assert "sign-in" in found.summary
    assert any("last good run" in claim.text for claim in found.why)


REGISTER = """<p>Register a new membership</p><form><input placeholder="{}"><input type="email" placeholder="Email">
<input type="password" placeholder="Password"><label><input type="checkbox">I agree to the terms</label>
<button>{}</button></form><a href="/login">I already have a membership</a>"""


def test_a_page_to_register_that_looks_much_like_one_to_sign_in_is_what_it_was() -> None:
    before = good(REGISTER.format("Full name", "Register"), xpath="/html/body/form/input[1]")
    now = page(f"<h1>Log in or register</h1>{REGISTER.format('Your name', 'Sign in')}")
    found = diagnose(not_found("locator(\"input[placeholder='Full name']\")", page=now, good=before))
    assert found.failure_class == F.ELEMENT_NOT_FOUND


def test_a_page_to_change_the_password_that_asks_to_sign_in() -> None:
    change = """<h1>Settings</h1><form><input type="password" placeholder="Old password">
    <input type="password" placeholder="New password"><button>Change password</button></form>"""
    before = good(change, xpath="/html/body/form/input[2]")
    found = diagnose(not_found('get_by_placeholder("New password")', page=page(LOGIN, url=SHOP), good=before))
    assert found.failure_class == F.LOGIN_REQUIRED


def test_without_a_good_run_the_redirect_tells_it() -> None:
    shown = page(LOGIN, title="Sign in", url=LOGIN_URL, redirects=(SHOP,))
    found = diagnose(not_found(PAY, page=shown, requests=(document(LOGIN_URL, redirected_from=SHOP),)))
    assert (found.failure_class, found.confidence >= 0.9) == (F.LOGIN_REQUIRED, True)
    assert "/checkout" in found.why[0].text
    assert found.why[0].pointers[0].kind == "request"


def test_a_value_that_was_read_from_the_sign_in_page() -> None:
    shown = page(LOGIN, title="Sign in", url=LOGIN_URL, redirects=(SHOP,))
    read = step("locator.inner_text", 'locator("h1")', outcome="ok", t_ms=4_000)
    facts = evidence(
        message="could not convert string to float: 'Sign in'", type="ValueError", page=shown, steps=(read,)
    )
    assert diagnose(facts).failure_class == F.LOGIN_REQUIRED


def test_a_heading_of_the_sign_in_page_is_no_wrong_value() -> None:
    message = (
        "Locator expected to have text 'Checkout'\nActual value: Sign in \nCall log:\n"
        '  - Expect "to_have_text" locator("h1") with timeout 800ms\n  - waiting for locator("h1")\n'
        '    9 \u00d7 locator resolved to <h1>Sign in</h1>\n      - unexpected value "Sign in"\n'
    )
    facts = evidence(
        message=message,
        type="AssertionError",
        step=step("expect.to_have_text", 'locator("h1")'),
        page=page(LOGIN, title="Sign in", url=LOGIN_URL, redirects=(SHOP,)),
        good=good(CHECKOUT, xpath="/html/body/h1"),
    )
    assert diagnose(facts).failure_class == F.LOGIN_REQUIRED


def test_a_session_that_ends_in_the_middle_though_the_workflow_had_signed_in() -> None:
    steps = (
        done("page.goto", title="Go to https://shop.example/login", t_ms=100, url="https://shop.example/login"),
        done("locator.fill", 'get_by_label("Password")', t_ms=300, url="https://shop.example/login"),
        done("locator.click", 'get_by_role("button", name="Sign in")', t_ms=400, url="https://shop.example/login"),
        done("page.goto", title=f"Go to {SHOP}", t_ms=900, url="https://shop.example/account"),
    )
    visits = (
        navigation("https://shop.example/login", t_ms=150),
        navigation("https://shop.example/account", t_ms=500),
        navigation(LOGIN_URL, t_ms=950, redirected_from=SHOP),
    )
    shown = page(LOGIN, title="Sign in", url=LOGIN_URL, redirects=(SHOP,))
    found = diagnose(not_found(PAY, page=shown, steps=steps, navigations=visits))
    assert (found.failure_class, found.confidence >= 0.9) == (F.LOGIN_REQUIRED, True)
    assert "refused" not in found.summary


def test_a_dialog_over_the_page_says_that_the_session_has_ended() -> None:
    over = f'{CHECKOUT}<div role="dialog"><p>Your session has expired. Sign in again to continue.</p></div>'
    facts = sent_to_login(page(over))
    assert diagnose(facts).failure_class == F.LOGIN_REQUIRED


def test_a_message_of_the_browser_says_that_the_session_has_ended() -> None:
    facts = sent_to_login(page(CHECKOUT.replace("Pay", "…")), happenings=(dialog("alert", "Session expired!"),))
    assert diagnose(facts).failure_class == F.LOGIN_REQUIRED


def test_on_the_page_where_it_always_signs_in_a_renamed_field_is_a_renamed_field() -> None:
    url = "https://shop.example/login"
    facts = not_found(
        'get_by_label("User name")',
        "locator.fill",
        page=page(LOGIN, title="Sign in", url=url),
        good=good(
            LOGIN.replace("E-mail", "User name"), xpath="/html/body/form/label[1]/input", url=url, title="Sign in"
        ),
    )
    found = diagnose(facts)
    assert found.failure_class == F.ELEMENT_NOT_FOUND
    assert 'field "E-mail"' in found.summary


def test_a_workflow_that_opens_the_sign_in_page_itself_wants_to_be_there() -> None:
    url = "https://shop.example/login"
    facts = not_found(
        'get_by_label("User name")',
        "locator.fill",
        page=page(LOGIN, title="Sign in", url=url),
        steps=(done("page.goto", title=f"Go to {url}"),),
    )
    assert diagnose(facts).failure_class == F.ELEMENT_NOT_FOUND


def test_a_small_form_for_signing_in_at_the_side_of_a_shop_is_none() -> None:
    products = "".join(f"<a href='/p/{n}'>Product {n}</a>" for n in range(40))
    header = '<header><input type="password" placeholder="Password"><button>Log in</button></header>'
    facts = not_found(PAY, page=page(f"{header}<h1>Products</h1>{products}"), good=good(CHECKOUT, xpath="//x"))
    assert diagnose(facts).failure_class == F.ELEMENT_NOT_FOUND
