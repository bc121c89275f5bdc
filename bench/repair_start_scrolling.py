"""Workflows against more of Start Bootstrap's themes, Business Casual and Full Width Pics: entries of their menus."""

from __future__ import annotations

from typing import Final

from bench.repair_case import Case
from bench.repair_packages import Page


def _old(file: str) -> Page:
    return Page("startbootstrap-business-casual@4.1.1", file)


def _new(file: str) -> Page:
    return Page("startbootstrap-business-casual@7.0.9", f"dist/{file}")


CASES: Final = (
    Case(
        name="casual-products-in-the-bar",
        kind="repairable",
        old=_old("index.html"),
        new=_new("index.html"),
        steps="""
            await page.locator("#navbarResponsive").get_by_role("link", name="Products").click()
            return {"title": len(await page.title()) > 0}
        """,
        truth=("a[href='products.html']",),
        known_by="its text and where it leads",
        is_sync=True,
    ),
    Case(
        name="pics-home",
        kind="repairable",
        old=Page("startbootstrap-full-width-pics@4.1.2", "index.html"),
        new=Page("startbootstrap-full-width-pics@5.0.6", "dist/index.html"),
        steps="""
            await page.get_by_role("link", name="Home (current)").click()
            return {"title": len(await page.title()) > 0}
        """,
        truth=("a >> Home",),
        known_by="first of the bar, and the current one; it is not said in words any more",
    ),
    Case(
        name="pics-services-gone",
        kind="removed",
        old=Page("startbootstrap-full-width-pics@4.1.2", "index.html"),
        new=Page("startbootstrap-full-width-pics@5.0.6", "dist/index.html"),
        steps="""
            await page.locator(".navbar-nav").get_by_role("link", name="Services").click()
            return {"opened": "services"}
        """,
        known_by="the bar offers no services any more; About and Contact, beside it, are the decoys",
    ),
)
