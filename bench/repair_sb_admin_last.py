"""Workflows against SB Admin 2 of Bootstrap 3, now 4; and of 4, now 5, which has another package's name."""

from __future__ import annotations

from typing import Final

from bench.repair_case import Case
from bench.repair_packages import Page


def _four(file: str) -> Page:
    return Page("startbootstrap-sb-admin-2@4.1.4", file)


def _five(file: str) -> Page:
    return Page("startbootstrap-sb-admin-2-bs5@4.1.5", file)


_BOARD: Final = Page("startbootstrap-sb-admin-2@3.3.7", "pages/index.html")
_BOARD_NOW: Final = Page("startbootstrap-sb-admin-2@4.0.0", "index.html")
_INDEX: Final = "index.html"
_CARDS: Final = "cards.html"
_TABLES: Final = "tables.html"

CASES: Final = (
    Case(
        name="sb2-first-login",
        kind="repairable",
        old=Page("startbootstrap-sb-admin-2@1.0.7", "pages/login.html"),
        new=_four("login.html"),
        steps="""
            await page.get_by_placeholder("E-mail").fill("ada@example.com")
            await page.locator("input[name=password]").fill("correct horse")
            await page.locator("a.btn-success").click()
            return {"tried": True}
        """,
        truth=(
            "#exampleInputEmail",
            "#exampleInputPassword",
            "a >> Login",
        ),
        known_by="the only fields for an address and a password; its text; Google and Facebook are below",
    ),
    Case(
        name="sb2-to-tables",
        kind="repairable",
        old=_BOARD,
        new=_BOARD_NOW,
        steps="""
            await page.locator("#side-menu a[href='tables.html']").click()
            return {"opened": "tables" in page.url}
        """,
        truth=('a[href="tables.html"]',),
        known_by="its text and where it leads, in the menu at the side",
        is_sync=True,
    ),
    Case(
        name="sb2-chat-gone",
        kind="removed",
        old=_BOARD,
        new=_BOARD_NOW,
        steps="""
            await page.get_by_placeholder("Type your message here...").fill("On my way")
            await page.locator("#btn-chat").click()
            return {"sent": "On my way"}
        """,
        known_by="the new dashboard has no chat; the search and its button, on top, are the decoys",
    ),
    Case(
        name="sb2-menu-components",
        kind="repairable",
        old=_four(_INDEX),
        new=_five(_INDEX),
        steps="""
            await page.locator("a[data-target='#collapseTwo']").click()
            return {"opened": "components"}
        """,
        truth=('a[data-bs-target="#collapseTwo"]',),
        known_by="its text, Components, and what it opens",
        is_sync=True,
    ),
    Case(
        name="sb2-earnings-menu",
        kind="repairable",
        old=_four(_INDEX),
        new=_five(_INDEX),
        steps="""
            card = page.locator(".card", has_text="Earnings Overview")
            await card.locator("a[data-toggle=dropdown]").click()
            return {"opened": "earnings"}
        """,
        truth=(".card:has(#myAreaChart) a.dropdown-toggle",),
        known_by="the three dots of the same card; Revenue Sources has them, too",
    ),
    Case(
        name="sb2-utilities-taken-away",
        kind="removed",
        old=_four(_INDEX),
        new=_five(_INDEX),
        steps="""
            menu = page.locator("#accordionSidebar")
            await menu.locator("a[data-target='#collapseUtilities']").click()
            return {"opened": "utilities"}
        """,
        known_by="it is taken away; Components and Pages, in the same menu, are the decoys",
        change='document.querySelector(\'a[data-bs-target="#collapseUtilities"]\').closest("li").remove();',
        is_sync=True,
    ),
    Case(
        name="sb2-bell-on-tables",
        kind="repairable",
        old=_four(_TABLES),
        new=_five(_TABLES),
        steps="""
            bar = page.locator(".topbar")
            await bar.locator("a[data-toggle=dropdown]:has(.fa-bell)").click()
            return {"opened": "alerts"}
        """,
        truth=("#alertsDropdown",),
        known_by="the bell; messages and the account are right of it, as before",
    ),
    Case(
        name="sb2-fold-card",
        kind="repairable",
        old=_four(_CARDS),
        new=_five(_CARDS),
        steps="""
            await page.locator("a.card-header[data-toggle=collapse]").click()
            return {"folded": True}
        """,
        truth=('a[href="#collapseCardExample"]',),
        known_by="its text, Collapsable Card Example",
        is_sync=True,
    ),
    Case(
        name="sb2-card-menu",
        kind="repairable",
        old=_four(_CARDS),
        new=_five(_CARDS),
        steps="""
            card = page.locator(".card", has_text="Dropdown Card Example")
            await card.locator("a[data-toggle=dropdown]").click()
            return {"opened": "card"}
        """,
        truth=("#dropdownMenuLink",),
        known_by="the three dots of the same card",
    ),
)
