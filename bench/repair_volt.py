"""Workflows against Volt (1.0 of 2020, 1.4 of 2021), by Themesberg: to log in, settings, orders, a dashboard."""

from __future__ import annotations

from typing import Final

from bench.repair_case import Case
from bench.repair_packages import Page


def _old(file: str) -> Page:
    return Page("@themesberg/volt-bootstrap-5-dashboard@1.0.1", f"src/pages/{file}")


def _new(file: str) -> Page:
    return Page("@themesberg/volt-bootstrap-5-dashboard@1.4.1", f"src/pages/{file}")


CASES: Final = (
    Case(
        name="volt-sign-in",
        kind="repairable",
        old=_old("examples/sign-in.html"),
        new=_new("examples/sign-in.html"),
        steps="""
            await page.get_by_label("Your Email").fill("ada@example.com")
            await page.get_by_label("Your Password").fill("correct horse")
            await page.locator("button.btn-block[type=submit]").click()
            return {"tried": True}
        """,
        truth=("#email", "#password", "button >> Sign in"),
        known_by="its text; the form's only button",
    ),
    Case(
        name="volt-remember",
        kind="repairable",
        old=_old("examples/sign-in.html"),
        new=_new("examples/sign-in.html"),
        steps="""
            await page.locator("#defaultCheck5").check()
            return {"remembered": True}
        """,
        truth=("#remember",),
        known_by="its label, Remember me; the form's only box to tick",
        is_sync=True,
    ),
    Case(
        name="volt-with-twitter",
        kind="repairable",
        old=_old("examples/sign-in.html"),
        new=_new("examples/sign-in.html"),
        steps="""
            await page.get_by_role("button", name="twitter button").click()
            return {"tried": True}
        """,
        truth=('a[title="twitter button"]',),
        known_by="its name and hint; it is a link now",
    ),
    Case(
        name="volt-sign-up",
        kind="repairable",
        old=_old("examples/sign-up.html"),
        new=_new("examples/sign-up.html"),
        steps="""
            await page.locator("#email").fill("ada@example.com")
            await page.locator("#password").fill("correct horse")
            await page.locator("#confirm_password").fill("correct horse")
            await page.locator("#terms").check()
            await page.get_by_role("button", name="Sign in").click()
            return {"signed_up": True}
        """,
        truth=("#email", "#password", "#confirm_password", "#remember", "button >> Sign up"),
        known_by="the label, I agree to the terms and conditions; and the form's only button, once misnamed",
        is_sync=True,
    ),
    Case(
        name="volt-back-to-login",
        kind="repairable",
        old=_old("examples/reset-password.html"),
        new=_new("examples/reset-password.html"),
        steps="""
            await page.get_by_role("link", name="login page").click()
            return {"opened": "sign-in"}
        """,
        truth=('a[href="./sign-in.html"]',),
        known_by="where it leads; it says Back to log in now, and is the page's only link",
        is_sync=True,
    ),
    Case(
        name="volt-photo",
        kind="repairable",
        old=_old("settings.html"),
        new=_new("settings.html"),
        steps="""
            photo = {"name": "ada.png", "mimeType": "image/png", "buffer": b"ada"}
            await page.locator("input[type=file]").set_input_files(photo)
            return {"chosen": "ada.png"}
        """,
        truth=('.card-body:has([alt="change avatar"]) input[type=file]',),
        known_by="the heading Select profile photo above it; the new second one is for a cover photo",
    ),
    Case(
        name="volt-find-order",
        kind="repairable",
        old=_old("transactions.html"),
        new=_new("transactions.html"),
        steps="""
            await page.locator("#exampleInputIconLeft").fill("456421")
            return {"searched": "456421"}
        """,
        truth=('input[placeholder="Search orders"]',),
        known_by="the page's only field; it says Search orders where it said Search",
        is_sync=True,
    ),
    Case(
        name="volt-open-order",
        kind="repairable",
        old=_old("transactions.html"),
        new=_new("transactions.html"),
        steps="""
            await page.locator("a[href='../invoice.html'].font-weight-bold", has_text="456423").click()
            return {"opened": "456423"}
        """,
        truth=("a >> 456423",),
        known_by="the order's number",
    ),
    Case(
        name="volt-export-gone",
        kind="removed",
        old=_old("dashboard/dashboard.html"),
        new=_new("dashboard/dashboard.html"),
        steps="""
            await page.get_by_role("button", name="Export").click()
            return {"exported": True}
        """,
        known_by="the dashboard has New Task, Week and Month on top now, and nothing that exports",
        is_sync=True,
    ),
    Case(
        name="volt-invite-gone",
        kind="removed",
        old=_old("dashboard/dashboard.html"),
        new=_new("dashboard/dashboard.html"),
        steps="""
            member = page.locator("li", has_text="Bonnie Green")
            await member.get_by_role("link", name="Invite").click()
            return {"invited": "Bonnie Green"}
        """,
        known_by="she can be written to now, no longer invited; somebody else's Invite is the decoy",
    ),
)
