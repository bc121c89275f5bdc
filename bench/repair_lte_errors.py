"""Workflows against AdminLTE 2, now 3: pages of errors, fields, a collapsed menu."""

from __future__ import annotations

from typing import Final

from bench.repair_case import Case
from bench.repair_packages import Page


def _two(file: str) -> Page:
    return Page("admin-lte@2.4.18", file)


def _three(file: str) -> Page:
    return Page("admin-lte@3.2.0", file)


_ERROR: Final = "pages/examples/500.html"
_MISSING: Final = "pages/examples/404.html"
_FIELDS: Final = "pages/forms/advanced.html"
_NARROW: Final = "pages/layout/collapsed-sidebar.html"
_STARTER: Final = "starter.html"

CASES: Final = (
    Case(
        name="lte-search-after-error",
        kind="repairable",
        old=_two(_ERROR),
        new=_three(_ERROR),
        steps="""
            await page.locator("form.search-form input[name=search]").fill("invoices")
            await page.locator("button.btn-danger.btn-flat").click()
            return {"searched": "invoices"}
        """,
        truth=(
            "form.search-form input",
            "form.search-form button",
        ),
        known_by="the only red button, in the same form",
    ),
    Case(
        name="lte-charts-after-error",
        kind="repairable",
        old=_two(_ERROR),
        new=_three(_ERROR),
        steps="""
            menu = page.locator(".sidebar-menu > li.treeview", has_text="Charts")
            await menu.locator("> a").click()
            return {"opened": "charts"}
        """,
        truth=(".nav-sidebar > li > a:has(i.fa-chart-pie)",),
        known_by="its text in the menu at the side",
    ),
    Case(
        name="lte-search-at-the-side",
        kind="repairable",
        old=_two(_MISSING),
        new=_three(_MISSING),
        steps="""
            await page.locator("form.sidebar-form input[name=q]").fill("invoices")
            await page.locator("#search-btn").click()
            return {"searched": "invoices"}
        """,
        truth=(
            ".main-sidebar input.form-control-sidebar",
            ".main-sidebar button.btn-sidebar",
        ),
        known_by="the search in the menu at the side; the page's own is the decoy",
    ),
    Case(
        name="lte-ip-address",
        kind="repairable",
        old=_two(_FIELDS),
        new=_three(_FIELDS),
        steps="""
            field = page.locator(".box-body .form-group", has_text="IP mask")
            await field.locator("input").fill("192.168.001.020")
            return {"filled": True}
        """,
        truth=("input[data-inputmask=\"'alias': 'ip'\"]",),
        known_by="the label IP mask and the mask",
    ),
    Case(
        name="lte-time-of-day",
        kind="repairable",
        old=_two(_FIELDS),
        new=_three(_FIELDS),
        steps="""
            await page.locator(".timepicker").fill("10:30 AM")
            return {"title": await page.title()}
        """,
        truth=("#timepicker > input",),
        known_by="the label Time picker",
        is_sync=True,
    ),
    Case(
        name="lte-home-by-logo",
        kind="repairable",
        old=_two(_NARROW),
        new=_three(_NARROW),
        steps="""
            await page.locator(".main-header .logo").click()
            return {"home": "index" in page.url}
        """,
        truth=("a.brand-link",),
        known_by="the product's name, a link to the dashboard",
    ),
    Case(
        name="lte-close-only-box",
        kind="repairable",
        old=_two(_NARROW),
        new=_three(_NARROW),
        steps="""
            await page.locator(".box-tools [data-original-title=Remove]").click()
            return {"closed": True}
        """,
        truth=("[data-card-widget=remove]",),
        known_by="the cross of the only card, still called Remove",
    ),
    Case(
        name="lte-fold-starter-menu",
        kind="repairable",
        old=_two(_STARTER),
        new=_three(_STARTER),
        steps="""
            await page.get_by_role("button", name="Toggle navigation").click()
            return {"folded": True}
        """,
        truth=("a[data-widget=pushmenu]",),
        known_by="the button with the bars, left on top",
    ),
)
