"""Workflows against Tabler: Bootstrap 4 (0.0.34, of 2018) and 5 (1.2.0, of 2025)."""

from __future__ import annotations

from typing import Final

from bench.repair_case import Case
from bench.repair_packages import Page


def _old(file: str) -> Page:
    return Page("tabler-ui@0.0.34", f"dist/{file}")


def _new(file: str) -> Page:
    return Page("@tabler/preview@1.2.0", f"dist/{file}")


CASES: Final = (
    Case(
        name="tabler-log-in",
        kind="repairable",
        old=_old("login.html"),
        new=_new("sign-in.html"),
        steps="""
            await page.locator("#exampleInputEmail1").fill("ada@example.com")
            await page.locator("#exampleInputPassword1").fill("correct horse")
            await page.get_by_role("button", name="Sign in").click()
            return {"tried": True}
        """,
        truth=('input[type="email"]', 'input[type="password"]', "button >> Sign in"),
        known_by="the form's only address and only password",
    ),
    Case(
        name="tabler-remember-me",
        kind="repairable",
        old=_old("login.html"),
        new=_new("sign-in.html"),
        steps="""
            await page.get_by_text("Remember me", exact=True).click()
            return {"title": len(await page.title()) > 0}
        """,
        truth=("label.form-check:has([type=checkbox]), .form-check > [type=checkbox]",),
        known_by="the form's only box to tick; it says Remember me on this device",
        is_sync=True,
    ),
    Case(
        name="tabler-new-password",
        kind="repairable",
        old=_old("forgot-password.html"),
        new=_new("forgot-password.html"),
        steps="""
            await page.get_by_placeholder("Enter email").fill("ada@example.com")
            await page.get_by_role("button", name="Send me new password").click()
            return {"sent": True}
        """,
        truth=('input[placeholder="Enter email"]', "a.btn >> Send me new password"),
        known_by="its text; it is a link that looks like a button now",
    ),
    Case(
        name="tabler-premium",
        kind="repairable",
        old=_old("pricing-cards.html"),
        new=_new("pricing.html"),
        steps="""
            plan = page.locator(".card", has=page.get_by_text("Premium", exact=True))
            await plan.locator("a.btn-block").click()
            return {"chosen": "Premium"}
        """,
        truth=("a.btn-green >> Choose plan",),
        known_by="the card that says Premium and $49; the three others say Choose plan, too",
    ),
    Case(
        name="tabler-menu-forms",
        kind="repairable",
        old=_old("index.html"),
        new=_new("index.html"),
        steps="""
            await page.get_by_role("link", name="Forms").click()
            return {"opened": "form-elements" in page.url}
        """,
        truth=('a.nav-link[href="./form-elements.html"]',),
        known_by="where it leads; it says Form elements now",
        is_sync=True,
    ),
    Case(
        name="tabler-birth-month",
        kind="repairable",
        old=_old("form-elements.html"),
        new=_new("form-elements.html"),
        steps="""
            born = page.locator("select.custom-select[name='user[month]']")
            await born.select_option("June")
            return {"title": len(await page.title()) > 0}
        """,
        truth=('select[name="user[month]"]',),
        known_by="its name",
    ),
    Case(
        name="tabler-print-invoice",
        kind="repairable",
        old=_old("invoice.html"),
        new=_new("invoice.html"),
        steps="""
            await page.locator(".card-options > button.btn-primary").click()
            return {"total": await page.get_by_role("row", name="Total Due").locator("td").last.inner_text()}
        """,
        truth=("button >> Print Invoice",),
        known_by="its text",
        told={"total": "$30.000,00"},
    ),
    Case(
        name="tabler-follow-gone",
        kind="removed",
        old=_old("profile.html"),
        new=_new("profile.html"),
        steps="""
            await page.get_by_role("button", name="Follow").click()
            return {"following": True}
        """,
        known_by="the new page shows somebody who is followed already; Following, the decoy, would end that",
    ),
    Case(
        name="tabler-read-total",
        kind="reading",
        old=_old("invoice.html"),
        new=_new("invoice.html"),
        steps="""
            total = page.locator("td.font-weight-bold.text-right").last
            return {"total": await total.inner_text()}
        """,
        known_by="read by hand",
        told={"total": "$30.000,00"},
    ),
)
