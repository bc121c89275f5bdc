"""Workflows against Material Kit (2.0.2, now 2.0.4): an account, the rows of links at the end of pages."""

from __future__ import annotations

from typing import Final

from bench.repair_case import Case
from bench.repair_packages import Page


def _old(file: str) -> Page:
    return Page("material-kit@2.0.2", f"examples/{file}")


def _new(file: str) -> Page:
    return Page("material-kit@2.0.4", f"examples/{file}")


_ACCOUNT: Final = _old("signup-page.html")
_ACCOUNT_NOW: Final = _new("login-page.html")

CASES: Final = (
    Case(
        name="mk-get-started",
        kind="repairable",
        old=_ACCOUNT,
        new=_ACCOUNT_NOW,
        steps="""
            await page.get_by_placeholder("First Name...").fill("Ada")
            await page.get_by_placeholder("Email...").fill("ada@example.com")
            await page.get_by_placeholder("Password...").fill("correct horse")
            await page.locator(".card-signup a.btn-primary").click()
            return {"tried": True}
        """,
        truth=(
            'input[placeholder="First Name..."]',
            'input[placeholder="Email..."]',
            'input[placeholder="Password..."]',
            "a >> Get Started",
        ),
        known_by="its text, below the same three fields",
    ),
    Case(
        name="mk-with-twitter",
        kind="repairable",
        old=_ACCOUNT,
        new=_ACCOUNT_NOW,
        steps="""
            await page.locator("button.btn-twitter").click()
            return {"with": "twitter"}
        """,
        truth=(".card-login a:has(.fa-twitter)",),
        known_by="the icon, on top of the same form; the bar on top has one that follows the makers",
        is_sync=True,
    ),
    Case(
        name="mk-terms-gone",
        kind="removed",
        old=_ACCOUNT,
        new=_ACCOUNT_NOW,
        steps="""
            await page.locator(".card-signup .form-check-label").click()
            return {"agreed": True}
        """,
        known_by="the new form has nothing to agree to; Get Started is the decoy",
    ),
    Case(
        name="mk-blog",
        kind="repairable",
        old=_old("landing-page.html"),
        new=_new("landing-page.html"),
        steps="""
            await page.locator("footer nav.pull-left").get_by_role("link", name="Blog").click()
            return {"opened": "blog"}
        """,
        truth=("footer a >> Blog",),
        known_by="its text and where it leads, in the same row",
        is_sync=True,
    ),
    Case(
        name="mk-licenses",
        kind="repairable",
        old=_old("profile-page.html"),
        new=_new("profile-page.html"),
        steps="""
            await page.locator("footer .pull-left a", has_text="Licenses").click()
            return {"opened": "licenses"}
        """,
        truth=("footer a >> Licenses",),
        known_by="its text and where it leads, last of the same row",
    ),
)
