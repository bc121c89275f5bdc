"""Workflows against more pages of Gentelella 2.1, now 4.2: a calendar, mails, the menu, a page that is not found."""

from __future__ import annotations

from typing import Final

from bench.repair_case import Case
from bench.repair_packages import Page


def _old(name: str) -> Page:
    return Page("gentelella@2.1.0", f"production/{name}.html")


def _new(name: str) -> Page:
    return Page("gentelella@4.2.0", f"dist/production/{name}.html")


CASES: Final = (
    Case(
        name="gen-new-event",
        kind="repairable",
        old=_old("calendar"),
        new=_new("calendar"),
        steps="""
            await page.locator("button[data-bs-target='#CalenderModalNew']").click()
            return {"opened": "event"}
        """,
        truth=("button >> New event",),
        known_by="its text; Today is beside it",
    ),
    Case(
        name="gen-compose",
        kind="repairable",
        old=_old("inbox"),
        new=_new("inbox"),
        steps="""
            await page.locator("#compose").click()
            return {"opened": "mail"}
        """,
        truth=("button >> Compose",),
        known_by="its text; Mark all read is beside it",
        is_sync=True,
    ),
    Case(
        name="gen-menu-prices",
        kind="repairable",
        old=_old("plain_page"),
        new=_new("plain_page"),
        steps="""
            menu = page.locator("#sidebar-menu")
            await menu.get_by_role("link", name="Pricing Tables").click()
            return {"opened": "pricing" in page.url}
        """,
        truth=('a[href="pricing_tables.html"]',),
        known_by="where it leads; it says Pricing now",
    ),
    Case(
        name="gen-home-from-nowhere",
        kind="repairable",
        old=_old("page_404"),
        new=_new("page_404"),
        steps="""
            await page.get_by_role("link", name="Go Home").click()
            return {"opened": "index" in page.url}
        """,
        truth=('a[href="index.html"]',),
        known_by="where it leads; it says Back to dashboard now, and Go back is beside it",
    ),
    Case(
        name="gen-search-from-nowhere-gone",
        kind="removed",
        old=_old("page_404"),
        new=_new("page_404"),
        steps="""
            await page.get_by_label("Search").fill("orders")
            await page.locator("form button[type=submit]").click()
            return {"searched": "orders"}
        """,
        known_by="the new page has two links, and no field",
        is_sync=True,
    ),
)
