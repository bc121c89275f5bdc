"""Workflows against SB Admin 2 in its first release, of Bootstrap 3, now 4.1: a table and the menu."""

from __future__ import annotations

from typing import Final

from bench.repair_case import Case
from bench.repair_packages import Page


def _old(file: str) -> Page:
    return Page("startbootstrap-sb-admin-2@1.0.7", f"pages/{file}")


def _new(file: str) -> Page:
    return Page("startbootstrap-sb-admin-2@4.1.4", file)


CASES: Final = (
    Case(
        name="sb2-filter-table",
        kind="repairable",
        old=_old("tables.html"),
        new=_new("tables.html"),
        steps="""
            await page.locator("#dataTables-example_filter input").fill("Firefox")
            return {"filtered": "Firefox"}
        """,
        truth=("#dataTable_filter input",),
        known_by="the label Search: above the table; the search of the bar on top looks for something else",
    ),
    Case(
        name="sb2-search-site",
        kind="repairable",
        old=_old("index.html"),
        new=_new("index.html"),
        steps="""
            await page.get_by_placeholder("Search...").fill("invoices")
            await page.locator(".sidebar-search button").click()
            return {"searched": "invoices"}
        """,
        truth=('input[aria-label="Search"]', ".input-group-append button"),
        known_by="the page's only search that is seen; it was moved from the menu to the bar on top",
        is_sync=True,
    ),
)
