"""Workflows against Start Bootstrap's Business Casual and Scrolling Nav, from Bootstrap 4 to 5."""

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
        name="casual-products",
        kind="repairable",
        old=_old("about.html"),
        new=_new("about.html"),
        steps="""
            await page.locator("a.nav-link.text-expanded", has_text="Products").click()
            return {"opened": "products"}
        """,
        truth=('a.nav-link[href="products.html"]',),
        known_by="its text and target",
    ),
    Case(
        name="casual-home",
        kind="repairable",
        old=_old("index.html"),
        new=_new("index.html"),
        steps="""
            await page.get_by_role("link", name="Home (current)").click()
            return {"opened": "home"}
        """,
        truth=("a.nav-link >> Home",),
        known_by="its text, but for what was only read aloud",
        is_sync=True,
    ),
    Case(
        name="casual-visit",
        kind="repairable",
        old=_old("index.html"),
        new=_new("index.html"),
        steps="""
            await page.locator(".intro-button > a[href='#']").click()
            return {"visited": True}
        """,
        truth=("a >> Visit Us Today!",),
        known_by="its text and place",
    ),
    Case(
        name="casual-visit-gone",
        kind="removed",
        old=_old("index.html"),
        new=_new("index.html"),
        steps="""
            await page.locator(".intro-button a[href='#']").click()
            return {"visited": True}
        """,
        known_by="it is taken away; the menu's Store is the nearest that is left",
        change='document.querySelector(".intro-button").remove();',
        is_sync=True,
    ),
    Case(
        name="casual-read-hours",
        kind="reading",
        old=_old("store.html"),
        new=_new("store.html"),
        steps="""
            saturday = page.locator(".list-hours-item", has_text="Saturday")
            return {"open": await saturday.locator("span.ml-auto").inner_text()}
        """,
        known_by="read by hand",
        told={"open": "9:00 AM to 5:00 PM"},
    ),
    Case(
        name="scrolling-about",
        kind="repairable",
        old=Page("startbootstrap-scrolling-nav@4.1.1", "index.html"),
        new=Page("startbootstrap-scrolling-nav@5.0.6", "dist/index.html"),
        steps="""
            await page.locator("a.js-scroll-trigger[href='#about']").click()
            return {"at": "about"}
        """,
        truth=('a.nav-link[href="#about"]',),
        known_by="its text and place, in the menu; the new Start scrolling! leads there as well",
    ),
    Case(
        name="scrolling-top",
        kind="repairable",
        old=Page("startbootstrap-scrolling-nav@4.1.1", "index.html"),
        new=Page("startbootstrap-scrolling-nav@5.0.6", "dist/index.html"),
        steps="""
            await page.locator("a.navbar-brand.js-scroll-trigger").click()
            return {"at": "top"}
        """,
        truth=("a.navbar-brand",),
        known_by="its text, Start Bootstrap, and its target, the top of the page",
        is_sync=True,
    ),
)
