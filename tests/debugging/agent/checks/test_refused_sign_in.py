from __future__ import annotations

import pytest

from debugging.agent.diagnosing import diagnose
from debugging.evidence import Evidence
from debugging.failure_classes import FailureClass as F
from tests.debugging.agent.making import done, good, navigation, not_found, page

LOGIN = """<h1>Sign in</h1><form><label>E-mail<input name="email"></label>
<label>Password<input type="password"></label><button>Sign in</button></form>"""


def signing_in(alert: str) -> Evidence:
    url = "https://shop.example/login"
    steps = (
        done("page.goto", title=f"Go to {url}", t_ms=100, url=url),
        done("locator.fill", 'get_by_label("Password")', t_ms=300, url=url),
        done("locator.click", 'get_by_role("button", name="Sign in")', t_ms=400, url=url),
    )
    shown = page(f"{alert}{LOGIN}", title="Sign in", url=url)
    return not_found(
        'get_by_text("My account")',
        "locator.click",
        page=shown,
        steps=steps,
        navigations=(navigation(url, t_ms=150),),
        good=good("<h1>Account</h1><p>My account</p>", xpath="/html/body/p", url="https://shop.example/account"),
    )


@pytest.mark.parametrize(
    "alert",
    [
        '<div role="alert">Invalid user name or password.</div>',
        '<p class="error-message">The password you entered is incorrect.</p>',
        '<div class="flash">Your account is locked.</div>',
    ],
)
def test_a_sign_in_that_is_refused(alert: str) -> None:
    found = diagnose(signing_in(alert))
    assert (found.failure_class, found.confidence >= 0.9) == (F.LOGIN_REQUIRED, True)
    assert "refused the sign-in" in found.summary


def test_a_sign_in_that_leads_nowhere_is_less_sure() -> None:
    found = diagnose(signing_in(""))
    assert found.failure_class == F.LOGIN_REQUIRED
    assert found.confidence < 0.9
