"""Workflows against AdminLTE 3.0 and 3.1, now a candidate of 4.0: signing in, tables, a dashboard."""

from __future__ import annotations

from typing import Final

from bench.repair_case import Case
from bench.repair_packages import Page


def _old(file: str) -> Page:
    return Page("admin-lte@3.1.0", file)


def _new(file: str) -> Page:
    return Page("admin-lte@4.0.0-rc7", f"dist/{file}")


_DASHBOARD: Final = Page("admin-lte@3.0.5", "index2.html")  # 3.1 waits for a script that the package lacks
_DASHBOARD_NOW: Final = _new("index2.html")

CASES: Final = (
    Case(
        name="lte-sign-in-v2",
        kind="repairable",
        old=_old("pages/examples/login-v2.html"),
        new=_new("examples/login-v2.html"),
        steps="""
            await page.get_by_placeholder("Email").fill("ada@example.com")
            await page.get_by_placeholder("Password").fill("correct horse")
            await page.get_by_role("button", name="Sign In").click()
            return {"tried": True}
        """,
        truth=("#loginEmail", "#loginPassword", "button[type=submit]"),
        known_by="labels Email and Password, where placeholders were",
    ),
    Case(
        name="lte-register-v2",
        kind="repairable",
        old=_old("pages/examples/register-v2.html"),
        new=_new("examples/register-v2.html"),
        steps="""
            form = page.locator("form")
            await form.get_by_placeholder("Full name").fill("Ada Lovelace")
            await form.get_by_placeholder("Email").fill("ada@example.com")
            return {"filled": True}
        """,
        truth=("#registerFullName", "#registerEmail"),
        known_by="labels Full Name and Email, where placeholders were",
        is_sync=True,
    ),
    Case(
        name="lte-second-page",
        kind="repairable",
        old=_old("pages/tables/simple.html"),
        new=_new("tables/simple.html"),
        steps="""
            simple = page.locator(".card", has_text="Simple Full Width Table")
            await simple.locator(".pagination.float-right > li:nth-child(3) > a").click()
            return {"page": 2}
        """,
        truth=(".card-tools .pagination a >> 2",),
        known_by="on top of Simple Full Width Table; the numbers below Bordered Table belong to that one",
    ),
    Case(
        name="lte-table-search-gone",
        kind="removed",
        old=_old("pages/tables/simple.html"),
        new=_new("tables/simple.html"),
        steps="""
            hover = page.locator(".card", has_text="Responsive Hover Table")
            await hover.locator("input[name=table_search]").fill("pending")
            await hover.locator(".input-group-append button").click()
            return {"searched": "pending"}
        """,
        known_by="the table has gone, and the other with a search, too; the bar's search is the decoy",
        is_sync=True,
    ),
    Case(
        name="lte-fold-orders",
        kind="repairable",
        old=_DASHBOARD,
        new=_DASHBOARD_NOW,
        steps="""
            orders = page.locator(".card", has=page.locator(".card-title", has_text="Latest Orders"))
            await orders.locator("button[data-card-widget=collapse]").click()
            return {"folded": True}
        """,
        truth=('.card:has(td):has(.float-end) [data-lte-toggle="card-collapse"]',),
        known_by="what its attribute says, in the card Latest Orders; the other cards fold alike",
    ),
    Case(
        name="lte-member-sarah",
        kind="repairable",
        old=_DASHBOARD,
        new=_DASHBOARD_NOW,
        steps="""
            await page.locator("a.users-list-name", has_text="Sarah").click()
            return {"opened": "Sarah"}
        """,
        truth=("a.text-truncate >> Sarah",),
        known_by="the name, among Latest Members; the chat knows another Sarah",
        is_sync=True,
    ),
    Case(
        name="lte-read-revenue",
        kind="reading",
        old=_DASHBOARD,
        new=_DASHBOARD_NOW,
        steps="""
            revenue = page.locator(".description-block", has_text="TOTAL REVENUE")
            return {"revenue": await revenue.locator(".description-header").inner_text()}
        """,
        known_by="read by hand, above TOTAL REVENUE",
        told={"revenue": "$35,210.43"},
    ),
)
