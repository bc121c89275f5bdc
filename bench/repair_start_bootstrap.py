"""Workflows against templates of Start Bootstrap and Creative Tim, each from Bootstrap 3 or 4 to a later one."""

from __future__ import annotations

from typing import Final

from bench.repair_case import Case
from bench.repair_packages import Page


def _two(file: str) -> Page:
    return Page(f"startbootstrap-sb-admin-2@{'3.3.7' if file.startswith('pages') else '4.1.4'}", file)


def _sb(file: str) -> Page:
    return Page(f"startbootstrap-sb-admin@{'7.0.7' if file.startswith('dist') else '4.0.0'}", file)


_LANDING: Final = Page("startbootstrap-creative@4.1.1", "index.html")
_LANDING_NOW: Final = Page("startbootstrap-creative@7.0.7", "dist/index.html")
_USER: Final = Page("material-dashboard@2.1.0", "examples/user.html")
_USER_NOW: Final = Page("material-dashboard@3.1.0", "pages/profile.html")

CASES: Final = (
    Case(
        name="sb2-mail",
        kind="repairable",
        old=_two("pages/login.html"),
        new=_two("login.html"),
        steps="""
            await page.locator("input[name=email]").fill("ada@example.com")
            await page.get_by_placeholder("Password").fill("correct horse")
            return {"filled": True}
        """,
        truth=("#exampleInputEmail", "#exampleInputPassword"),
        known_by="the only field for a mail address",
    ),
    Case(
        name="sb2-log-in-among-others",
        kind="repairable",
        old=_two("pages/login.html"),
        new=_two("login.html"),
        steps="""
            await page.get_by_role("link", name="Login").click()
            return {"opened": page.url.endswith("index.html")}
        """,
        truth=("a.btn >> Login",),
        known_by="its text; Login with Google and with Facebook have come, and lead to the same place",
    ),
    Case(
        name="sb2-log-in-by-class",
        kind="repairable",
        old=_two("pages/login.html"),
        new=_two("login.html"),
        steps="""
            await page.locator("fieldset > a.btn-success").click()
            return {"opened": page.url.endswith("index.html")}
        """,
        truth=("a.btn >> Login",),
        known_by="its text, as before",
        is_sync=True,
    ),
    Case(
        name="sb2-menu-tables",
        kind="repairable",
        old=_two("pages/index.html"),
        new=_two("index.html"),
        steps="""
            await page.locator("#side-menu").get_by_role("link", name="Tables").click()
            return {"opened": "tables" in page.url}
        """,
        truth=('a[href="tables.html"]',),
        known_by="the link's target",
    ),
    Case(
        name="sb-mail",
        kind="repairable",
        old=_sb("login.html"),
        new=_sb("dist/login.html"),
        steps="""
            await page.locator("#exampleInputEmail1").fill("ada@example.com")
            await page.locator("#exampleInputPassword1").fill("correct horse")
            return {"filled": True}
        """,
        truth=("#inputEmail", "#inputPassword"),
        known_by="the labels; two edits",
    ),
    Case(
        name="sb-register",
        kind="repairable",
        old=_sb("register.html"),
        new=_sb("dist/register.html"),
        steps="""
            await page.get_by_placeholder("Enter first name").fill("Ada")
            return {"title": len(await page.title()) > 0}
        """,
        truth=("#inputFirstName",),
        known_by="the label First name",
    ),
    Case(
        name="sb-confirm-password",
        kind="repairable",
        old=_sb("register.html"),
        new=_sb("dist/register.html"),
        steps="""
            field = page.locator("#exampleConfirmPassword")
            await field.wait_for()
            await field.fill("correct horse")
            return {"filled": True}
        """,
        truth=("#inputPasswordConfirm",),
        known_by="the label Confirm Password",
        is_sync=True,
    ),
    Case(
        name="sb-reset-mail",
        kind="repairable",
        old=_sb("forgot-password.html"),
        new=_sb("dist/password.html"),
        steps="""
            await page.fill("#exampleInputEmail1", "ada@example.com")
            return {"filled": True}
        """,
        truth=("#inputEmail",),
        known_by="the form's only field",
    ),
    Case(
        name="land-services",
        kind="repairable",
        old=_LANDING,
        new=_LANDING_NOW,
        steps="""
            await page.locator("a.nav-link.js-scroll-trigger", has_text="Services").click()
            return {"title": await page.title()}
        """,
        truth=('a.nav-link[href="#services"]',),
        known_by="text and target; Get Started! leads there, too",
    ),
    Case(
        name="land-find-out-more",
        kind="repairable",
        old=_LANDING,
        new=_LANDING_NOW,
        steps="""
            more = page.locator("header .js-scroll-trigger.btn")
            await more.click()
            return {"heading": len(await page.locator("h1").first.inner_text()) > 0}
        """,
        truth=('a.btn[href="#about"]',),
        known_by="text and target",
    ),
    Case(
        name="mat-menu-profile",
        kind="repairable",
        old=_USER,
        new=_USER_NOW,
        steps="""
            await page.locator(".sidebar-wrapper").get_by_role("link", name="Notifications").click()
            return {"opened": "notifications" in page.url}
        """,
        truth=('a[href="../pages/notifications.html"]',),
        known_by="text and target",
    ),
    Case(
        name="mat-update-gone",
        kind="removed",
        old=_USER,
        new=_USER_NOW,
        steps="""
            await page.get_by_role("button", name="Update Profile").click()
            return {"saved": True}
        """,
        known_by="the new page has no form to save; View Project buttons are the decoys",
    ),
    Case(
        name="sb-messages-gone",
        kind="removed",
        old=_sb("index.html"),
        new=_sb("dist/index.html"),
        steps="""
            card = page.locator(".card", has_text="New Messages!")
            await card.get_by_text("View Details").click()
            return {"title": len(await page.title()) > 0}
        """,
        known_by="no card of the new page is about messages; four others say View Details",
    ),
    Case(
        name="sb-account-taken-away",
        kind="removed",
        old=_sb("forgot-password.html"),
        new=_sb("dist/password.html"),
        steps="""
            await page.get_by_role("link", name="Login Page").click()
            return {"opened": "login" in page.url}
        """,
        known_by="it is taken away; Reset Password, the decoy, leads to the same place",
        change="document.querySelector('a.small[href=\"login.html\"]').remove();",
    ),
)
