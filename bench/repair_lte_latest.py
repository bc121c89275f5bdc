"""Workflows against AdminLTE 3, now 4."""

from __future__ import annotations

from typing import Final

from bench.repair_case import Case
from bench.repair_packages import Page


def _three(file: str) -> Page:
    return Page("admin-lte@3.2.0", file)


def _four(file: str) -> Page:
    return Page("admin-lte@4.0.0", f"dist/{file}")


_BOARD: Final = Page("admin-lte@3.0.5", "index2.html")
_BOARD_NOW: Final = _four("index2.html")
_NARROW: Final = _three("pages/layout/collapsed-sidebar.html")
_NARROW_NOW: Final = _four("layout/collapsed-sidebar.html")
_FOOTER: Final = _three("pages/layout/fixed-footer.html")
_FOOTER_NOW: Final = _four("layout/fixed-footer.html")
_PARTS: Final = _three("pages/UI/general.html")
_PARTS_NOW: Final = _four("UI/general.html")

CASES: Final = (
    Case(
        name="lte-open-bicycle",
        kind="repairable",
        old=_BOARD,
        new=_BOARD_NOW,
        steps="""
            products = page.locator(".products-list")
            await products.locator("a.product-title", has_text="Bicycle").click()
            return {"opened": "bicycle"}
        """,
        truth=("a.fw-bold >> Bicycle $700",),
        known_by="name and price",
        is_sync=True,
    ),
    Case(
        name="lte-visitors-report-gone",
        kind="removed",
        old=_BOARD,
        new=_BOARD_NOW,
        steps="""
            report = page.locator(".card", has_text="US-Visitors Report")
            await report.locator("[data-card-widget=remove]").click()
            return {"closed": "visitors"}
        """,
        known_by="the new page has no map of visitors; other cards' crosses are the decoys",
    ),
    Case(
        name="lte-bell-of-narrow-menu",
        kind="repairable",
        old=_NARROW,
        new=_NARROW_NOW,
        steps="""
            await page.locator(".navbar-nav a.nav-link:has(i.fa-bell)").click()
            return {"opened": "notifications"}
        """,
        truth=("a.nav-link:has(i.bi-bell-fill)",),
        known_by="the bell, with the same number",
    ),
    Case(
        name="lte-fold-only-card",
        kind="repairable",
        old=_NARROW,
        new=_NARROW_NOW,
        steps="""
            await page.locator("[data-card-widget=collapse]").click()
            return {"folded": True}
        """,
        truth=("[data-lte-toggle=card-collapse]",),
        known_by="its title Collapse, in the only card",
    ),
    Case(
        name="lte-messages-above-footer",
        kind="repairable",
        old=_FOOTER,
        new=_FOOTER_NOW,
        steps="""
            await page.locator("a[data-toggle=dropdown]:has(i.fa-comments)").click()
            return {"opened": "messages"}
        """,
        truth=("a.nav-link:has(i.bi-chat-text)",),
        known_by="speech bubble and number; the bell is beside it",
    ),
    Case(
        name="lte-dashboards-in-menu",
        kind="repairable",
        old=_FOOTER,
        new=_FOOTER_NOW,
        steps="""
            menu = page.locator(".nav-sidebar")
            await menu.locator("a.nav-link:has(i.fa-tachometer-alt)").click()
            return {"opened": "dashboards"}
        """,
        truth=(".sidebar-menu > li > a:has(i.bi-speedometer)",),
        known_by="its text Dashboard and icon, first in the menu",
    ),
    Case(
        name="lte-charts-in-menu-gone",
        kind="removed",
        old=_FOOTER,
        new=_FOOTER_NOW,
        steps="""
            await page.locator(".nav-sidebar").get_by_role("link", name="Charts").click()
            return {"opened": "charts"}
        """,
        known_by="the new menu has no charts; Tables and Forms are the decoys",
    ),
    Case(
        name="lte-second-tab-gone",
        kind="removed",
        old=_PARTS,
        new=_PARTS_NOW,
        steps="""
            await page.get_by_role("link", name="Tab 2").click()
            return {"shown": 2}
        """,
        known_by="the new page shows no tabs; the accordion's items are the decoys",
    ),
)
