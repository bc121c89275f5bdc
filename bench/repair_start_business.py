"""Workflows against Start Bootstrap's site of a company and its shop, each from Bootstrap 4 to 5."""

from __future__ import annotations

from typing import Final

from bench.repair_case import Case
from bench.repair_packages import Page


def _modern(file: str) -> Page:
    return Page("startbootstrap-modern-business@4.2.3", file)


def _modern_now(file: str) -> Page:
    return Page("startbootstrap-modern-business@5.0.7", f"dist/{file}")


CASES: Final = (
    Case(
        name="modern-comment",
        kind="repairable",
        old=_modern("blog-post.html"),
        new=_modern_now("blog-post.html"),
        steps="""
            await page.locator("form .form-group textarea").fill("Well said.")
            return {"title": len(await page.title()) > 0}
        """,
        truth=("form textarea",),
        known_by="the only text area; it asks for a comment",
        is_sync=True,
    ),
    Case(
        name="modern-plus-gone",
        kind="removed",
        old=_modern("pricing.html"),
        new=_modern_now("pricing.html"),
        steps="""
            plan = page.locator(".card", has=page.locator(".card-header", has_text="Plus"))
            await plan.get_by_role("link", name="Sign Up!").click()
            return {"ordered": True}
        """,
        known_by="Free, Pro and Enterprise are sold now, for other prices, and no Plus; three times Choose plan",
    ),
    Case(
        name="modern-services-gone",
        kind="removed",
        old=_modern("index.html"),
        new=_modern_now("index.html"),
        steps="""
            await page.locator("#navbarResponsive").get_by_text("Services").click()
            return {"opened": "services" in page.url}
        """,
        known_by="there is no such page any more; the menu's others are the decoys",
        is_sync=True,
    ),
    Case(
        name="shop-review-gone",
        kind="removed",
        old=Page("startbootstrap-shop-item@4.3.0", "dist/index.html"),
        new=Page("startbootstrap-shop-item@5.0.6", "dist/index.html"),
        steps="""
            await page.get_by_role("link", name="Leave a Review").click()
            return {"title": len(await page.title()) > 0}
        """,
        known_by="the new page has no reviews; Add to cart and View options are the decoys",
    ),
    Case(
        name="shop-item-two-gone",
        kind="removed",
        old=Page("startbootstrap-shop-homepage@4.3.0", "dist/index.html"),
        new=Page("startbootstrap-shop-homepage@5.0.6", "dist/index.html"),
        steps="""
            card = page.locator(".card", has_text="Item Two")
            await card.locator(".card-title a").click()
            return {"title": len(await page.title()) > 0}
        """,
        known_by="other things are sold now; Special Item is at its place",
        is_sync=True,
    ),
)
