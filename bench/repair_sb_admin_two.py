"""Workflows against SB Admin 2 of Bootstrap 3, now 4: a table's pages, the bar on top, the menu, signing in."""

from __future__ import annotations

from typing import Final

from bench.repair_case import Case
from bench.repair_packages import Page


def _one(file: str) -> Page:
    return Page("startbootstrap-sb-admin-2@1.0.7", f"pages/{file}")


def _three(file: str) -> Page:
    return Page("startbootstrap-sb-admin-2@3.3.7", f"pages/{file}")


def _four(file: str) -> Page:
    return Page("startbootstrap-sb-admin-2@4.0.0", file)


def _last(file: str) -> Page:
    return Page("startbootstrap-sb-admin-2@4.1.4", file)


CASES: Final = (
    Case(
        name="sb2-next-rows",
        kind="repairable",
        old=_three("tables.html"),
        new=_last("tables.html"),
        steps="""
            await page.locator("#dataTables-example_next a").click()
            return {"page": 2}
        """,
        truth=("#dataTable_next a",),
        known_by="its text, Next, below the only table",
    ),
    Case(
        name="sb2-more-rows",
        kind="repairable",
        old=_three("tables.html"),
        new=_last("tables.html"),
        steps="""
            length = page.locator("select[name='dataTables-example_length']")
            await length.select_option("25")
            return {"rows": 25}
        """,
        truth=("select[name=dataTable_length]",),
        known_by="the label Show entries, above the only table; the page's only choice",
        is_sync=True,
    ),
    Case(
        name="sb2-remember-me",
        kind="repairable",
        old=_three("login.html"),
        new=_four("login.html"),
        steps="""
            await page.get_by_placeholder("Password").fill("correct horse")
            await page.locator("fieldset .checkbox > label").click()
            return {"remembered": True}
        """,
        truth=("#exampleInputPassword", "label[for=customCheck], #customCheck"),
        known_by="the label Remember Me",
    ),
    Case(
        name="sb2-messages-on-top",
        kind="repairable",
        old=_three("index.html"),
        new=_last("index.html"),
        steps="""
            await page.locator(".navbar-top-links > li").nth(0).locator("a.dropdown-toggle").click()
            return {"opened": "messages"}
        """,
        truth=("#messagesDropdown",),
        known_by="the envelope; the bell has come to stand before it",
        is_sync=True,
    ),
    Case(
        name="sb2-account-on-top",
        kind="repairable",
        old=_three("index.html"),
        new=_last("index.html"),
        steps="""
            await page.locator("a.dropdown-toggle:has(i.fa-user)").click()
            return {"opened": "account"}
        """,
        truth=("#userDropdown",),
        known_by="the last of the bar, with profile, settings and logout; name and picture are where the icon was",
    ),
    Case(
        name="sb2-menu-login",
        kind="repairable",
        old=_three("blank.html"),
        new=_last("blank.html"),
        steps="""
            menu = page.locator("#side-menu")
            await menu.get_by_role("link", name="Login Page").click()
            return {"opened": "login" in page.url}
        """,
        truth=("a.collapse-item >> Login",),
        known_by="where it leads, and the menu it is in; Register and Forgot Password have come below",
    ),
    Case(
        name="sb2-home",
        kind="repairable",
        old=_one("blank.html"),
        new=_four("blank.html"),
        steps="""
            await page.locator("a.navbar-brand").click()
            return {"opened": "index" in page.url}
        """,
        truth=("a.sidebar-brand",),
        known_by="the product's name, SB Admin, on top; Dashboard leads to the same place",
        is_sync=True,
    ),
    Case(
        name="sb2-forms-gone",
        kind="removed",
        old=_one("index.html"),
        new=_four("index.html"),
        steps="""
            await page.locator("#side-menu").get_by_role("link", name="Forms").click()
            return {"opened": "forms" in page.url}
        """,
        known_by="the new product has no forms; Tables and Charts, in the same menu, are the decoys",
    ),
)
