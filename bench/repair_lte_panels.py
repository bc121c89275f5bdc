"""Workflows against AdminLTE 2, now 3: dashboards and charts."""

from __future__ import annotations

from typing import Final

from bench.repair_case import Case
from bench.repair_packages import Page


def _two(file: str) -> Page:
    return Page("admin-lte@2.4.18", file)


def _three(file: str) -> Page:
    return Page("admin-lte@3.2.0", file)


_BOARD: Final = "index.html"
_SECOND: Final = "index2.html"
_FLOT: Final = "pages/charts/flot.html"

# The package has no jQuery, so what covers these pages while they load would stay.
_LOADED: Final = "document.querySelector('.preloader').remove()"

CASES: Final = (
    Case(
        name="lte-more-on-orders",
        kind="repairable",
        old=_two(_BOARD),
        new=_three(_BOARD),
        steps="""
            await page.locator(".small-box.bg-aqua .small-box-footer").click()
            return {"opened": "orders"}
        """,
        truth=(".small-box.bg-info .small-box-footer",),
        change=_LOADED,
        known_by="the box says New Orders in both",
    ),
    Case(
        name="lte-second-page-to-do",
        kind="repairable",
        old=_two(_BOARD),
        new=_three(_BOARD),
        steps="""
            await page.locator(".box-tools ul.pagination a", has_text="2").click()
            return {"page": 2}
        """,
        truth=(".card-tools .pagination a >> 2",),
        change=_LOADED,
        known_by="the only pages are those of the To Do List",
    ),
    Case(
        name="lte-fold-sales-graph",
        kind="repairable",
        old=_two(_BOARD),
        new=_three(_BOARD),
        steps="""
            graph = page.locator(".box", has=page.get_by_role("heading", name="Sales Graph"))
            await graph.locator("[data-widget=collapse]").click()
            return {"folded": "sales"}
        """,
        truth=(".card.bg-gradient-info [data-card-widget=collapse]",),
        change=_LOADED,
        known_by="the card's title; its cross is beside it",
        is_sync=True,
    ),
    Case(
        name="lte-close-members",
        kind="repairable",
        old=_two(_SECOND),
        new=_three(_SECOND),
        steps="""
            await page.locator(".box-danger button[data-widget=remove]").click()
            return {"closed": "members"}
        """,
        truth=(".card:has(.users-list) [data-card-widget=remove]",),
        change=_LOADED,
        known_by="the red box is Latest Members; the card of this title lists the same people",
    ),
    Case(
        name="lte-all-users-taken-away",
        kind="removed",
        old=_two(_SECOND),
        new=_three(_SECOND),
        steps="""
            members = page.locator(".box", has_text="Latest Members")
            await members.locator(".box-footer a").click()
            return {"opened": "users"}
        """,
        known_by="the card's foot is taken away; View All Products is the decoy",
        change='for (const one of document.querySelectorAll(".card:has(.users-list) .card-footer")) one.remove();',
    ),
    Case(
        name="lte-read-likes",
        kind="reading",
        old=_two(_SECOND),
        new=_three(_SECOND),
        steps="""
            likes = page.locator(".info-box:has(.bg-red)")
            return {"likes": await likes.locator(".info-box-number").inner_text()}
        """,
        known_by="read by hand, below Likes",
        told={"likes": "41,410"},
    ),
    Case(
        name="lte-fold-donut",
        kind="repairable",
        old=_two(_FLOT),
        new=_three(_FLOT),
        steps="""
            donut = page.locator(".box", has_text="Donut Chart")
            await donut.locator("button[data-widget=collapse]").click()
            return {"folded": "donut"}
        """,
        truth=(".card:has(#donut-chart) [data-card-widget=collapse]",),
        known_by="the card's title and its chart",
        is_sync=True,
    ),
)
