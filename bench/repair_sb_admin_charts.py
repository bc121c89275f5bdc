"""Workflows against SB Admin 2 with Bootstrap 3, now 4: charts, a blank page."""

from __future__ import annotations

from typing import Final

from bench.repair_case import Case
from bench.repair_packages import Page


def _three(file: str) -> Page:
    return Page("startbootstrap-sb-admin-2@3.3.7", f"pages/{file}")


def _four(file: str) -> Page:
    return Page("startbootstrap-sb-admin-2@4.1.4", file)


_CHARTS: Final = _three("flot.html")
_CHARTS_NOW: Final = _four("charts.html")

CASES: Final = (
    Case(
        name="sb2-bell-above-charts",
        kind="repairable",
        old=_CHARTS,
        new=_CHARTS_NOW,
        steps="""
            bar = page.locator(".navbar-top-links > li.dropdown")
            await bar.nth(2).locator("a.dropdown-toggle").click()
            return {"opened": "alerts"}
        """,
        truth=("#alertsDropdown",),
        known_by="the bell; messages and the account are beside it",
    ),
    Case(
        name="sb2-chart-manual-gone",
        kind="removed",
        old=_CHARTS,
        new=_CHARTS_NOW,
        steps="""
            await page.get_by_role("link", name="View Flot Charts Documentation").click()
            return {"opened": "documentation"}
        """,
        known_by="the new charts are another library's; its documentation is the decoy",
    ),
    Case(
        name="sb2-dashboard-in-menu",
        kind="repairable",
        old=_three("blank.html"),
        new=Page("startbootstrap-sb-admin-2@4.0.0", "blank.html"),
        steps="""
            menu = page.locator("#side-menu")
            await menu.locator("a:has(i.fa-dashboard)").click()
            return {"opened": "index" in page.url}
        """,
        truth=('a.nav-link[href="index.html"]',),
        known_by="its text Dashboard, in the menu",
    ),
)
