"""Workflows against three more of Start Bootstrap's themes, each from Bootstrap 4 to 5: menus, opening hours."""

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
        name="scrolling-about-by-place",
        kind="repairable",
        old=Page("startbootstrap-scrolling-nav@4.1.1", "index.html"),
        new=Page("startbootstrap-scrolling-nav@5.0.6", "dist/index.html"),
        steps="""
            await page.locator("a.js-scroll-trigger[href='#about']").click()
            return {"opened": "about"}
        """,
        truth=("a.nav-link[href='#about']",),
        known_by="About, in the bar on top; the new Start scrolling! leads there, too",
    ),
    Case(
        name="casual-products-by-place",
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
        name="casual-visit-us",
        kind="repairable",
        old=_old("index.html"),
        new=_new("index.html"),
        steps="""
            await page.locator(".intro a.btn-xl[href='#']").click()
            return {"visited": True}
        """,
        truth=("a >> Visit Us Today!",),
        known_by="its text; the only button below Fresh Coffee",
    ),
    Case(
        name="casual-hours",
        kind="reading",
        old=_old("store.html"),
        new=_new("store.html"),
        steps="""
            saturday = page.locator("li.list-hours-item", has_text="Saturday")
            return {"open": await saturday.locator("span.ml-auto").inner_text()}
        """,
        known_by="read by hand, beside Saturday",
        told={"open": "9:00 AM to 5:00 PM"},
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
