"""More workflows against the test pages of UIkit (2.27 and 3.25): forms, toggles, pictures, crumbs."""

from __future__ import annotations

from typing import Final

from bench.repair_case import Case
from bench.repair_packages import Page


def _old(file: str) -> Page:
    return Page("uikit@2.27.4", f"tests/{file}")


def _new(file: str) -> Page:
    return Page("uikit@3.25.0", f"tests/{file}")


CASES: Final = (
    Case(
        name="uikit-toggle-panel",
        kind="repairable",
        old=_old("core/toggle.html"),
        new=_new("toggle.html"),
        steps="""
            await page.locator("button[data-uk-toggle*='#toggle1\\\\'']").first.click()
            return {"toggled": True}
        """,
        truth=('button[uk-toggle="target: #toggle1"]',),
        known_by="what it toggles, #toggle1; the link beside it does the same, as it did",
    ),
    Case(
        name="uikit-lightbox",
        kind="repairable",
        old=_old("components/lightbox.html"),
        new=_new("lightbox.html"),
        steps="""
            await page.locator("#btnLightbox").click()
            return {"shown": True}
        """,
        truth=("#js-lightbox",),
        known_by="the heading and its text, Dynamic lightbox",
        is_sync=True,
    ),
    Case(
        name="uikit-form",
        kind="repairable",
        old=_old("core/form.html"),
        new=_new("form.html"),
        steps="""
            await page.locator("#form-h-it").fill("Ada Lovelace")
            await page.locator("#form-h-s").select_option("Option 02")
            await page.locator("#form-h-t").fill("Are you free in May?")
            return {"filled": 3}
        """,
        truth=("#form-h-text", "#form-h-select", "#form-h-textarea"),
        known_by="the horizontal form, and the labels Text, Select and Textarea; the stacked one has the same three",
    ),
    Case(
        name="uikit-email-gone",
        kind="removed",
        old=_old("core/form.html"),
        new=_new("form.html"),
        steps="""
            await page.locator("#form-h-ie").fill("ada@example.com")
            return {"filled": True}
        """,
        known_by="no form of the new page asks for an address; the text beside it is the decoy",
        is_sync=True,
    ),
    Case(
        name="uikit-blog-gone",
        kind="removed",
        old=_old("core/breadcrumb.html"),
        new=_new("breadcrumb.html"),
        steps="""
            crumbs = page.locator(".uk-breadcrumb")
            await crumbs.get_by_role("link", name="Blog").click()
            return {"opened": "blog"}
        """,
        known_by="Home and categories are left; none is a blog",
    ),
)
