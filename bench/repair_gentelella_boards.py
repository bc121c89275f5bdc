"""Workflows against other pages of Gentelella: widgets, masks, prices, a wizard, projects, errors."""

from __future__ import annotations

from typing import Final

from bench.repair_case import Case
from bench.repair_packages import Page


def _one(name: str) -> Page:
    return Page("gentelella@1.4.0", f"production/{name}.html")


def _two(name: str) -> Page:
    return Page("gentelella@2.1.0", f"production/{name}.html")


def _four(name: str) -> Page:
    return Page("gentelella@4.2.0", f"dist/production/{name}.html")


_MASKS: Final = "form_advanced"

CASES: Final = (
    Case(
        name="gen-lock-screen",
        kind="repairable",
        old=_one("index3"),
        new=_two("index3"),
        steps="""
            await page.locator(".sidebar-footer a[data-original-title=Lock]").click()
            return {"locked": True}
        """,
        truth=("a[title=Lock]",),
        known_by="its hint, Lock, below the menu; full screen and logout are beside it",
    ),
    Case(
        name="gen-report-error",
        kind="repairable",
        old=_one("page_500"),
        new=_two("page_500"),
        steps="""
            await page.get_by_role("link", name="Report this?").click()
            return {"reported": True}
        """,
        truth=("a >> Report Issue",),
        known_by="what it says; the page's only link that reports",
        is_sync=True,
    ),
    Case(
        name="gen-masked-numbers",
        kind="repairable",
        old=_one(_MASKS),
        new=_two(_MASKS),
        steps="""
            rows = page.locator(".form-group")
            await rows.filter(has_text="Date Mask").locator("input").fill("12101815")
            await rows.filter(has_text="Credit Card Mask").locator("input").fill("4111111111111111")
            return {"filled": True}
        """,
        truth=(
            "input[data-inputmask*=\"'99/99/9999'\"]:not([placeholder])",
            "input[data-inputmask*=\"'9999-9999-9999-9999'\"]:not([placeholder])",
        ),
        known_by="the labels Date Mask and Credit Card Mask, in the panel Input Mask",
    ),
    Case(
        name="gen-zoom-gone",
        kind="removed",
        old=_one(_MASKS),
        new=_two(_MASKS),
        steps="""
            await page.get_by_title("Zoom In").click()
            return {"zoomed": True}
        """,
        known_by="the new cropper has no such button; Rotate, Reset and Download are the decoys",
        is_sync=True,
    ),
    Case(
        name="gen-month-of-tally",
        kind="repairable",
        old=_one("widgets"),
        new=_two("widgets"),
        steps="""
            panel = page.locator(".x_panel", has_text="Tally Design").first
            await panel.get_by_role("button", name="Month").click()
            return {"shown": "month"}
        """,
        truth=("button >> Month",),
        known_by="its text, between Day and Year in the same panel, which is called Analytics Overview now",
    ),
    Case(
        name="gen-new-project",
        kind="repairable",
        old=_two("projects"),
        new=_four("projects"),
        steps="""
            await page.get_by_role("button", name="Add New Project").click()
            return {"opened": "project"}
        """,
        truth=("button >> New project",),
        known_by="its text, of the list of projects; Filters is beside it",
        is_sync=True,
    ),
    Case(
        name="gen-first-step",
        kind="repairable",
        old=_two("form_wizards"),
        new=_four("form_wizards"),
        steps="""
            await page.get_by_placeholder("John", exact=True).fill("Ada")
            await page.get_by_placeholder("john@example.com").fill("ada@example.com")
            await page.locator("#h-step1 button[data-wz-next]").click()
            return {"step": 2}
        """,
        truth=(
            'input[aria-label="First name"]',
            "input[type=email]",
            "#next-btn",
        ),
        known_by="the labels First name and Email, and Next below them; there is one wizard now",
    ),
    Case(
        name="gen-add-to-cart-gone",
        kind="removed",
        old=_two("e_commerce"),
        new=Page("gentelella@4.0.3", "dist/production/e_commerce.html"),
        steps="""
            await page.get_by_role("button", name="Add to Cart").click()
            return {"in_cart": True}
        """,
        known_by="the new page manages products, and sells none; Add product is the decoy",
        is_sync=True,
    ),
)
