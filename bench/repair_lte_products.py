"""Workflows against AdminLTE 3.0, now 3.2: the colour of a product, a new project."""

from __future__ import annotations

from typing import Final

from bench.repair_case import Case
from bench.repair_packages import Page


def _old(file: str) -> Page:
    return Page("admin-lte@3.0.0", f"pages/examples/{file}")


def _last(file: str) -> Page:
    return Page("admin-lte@3.2.0", f"pages/examples/{file}")


CASES: Final = (
    Case(
        name="lte-choose-blue",
        kind="repairable",
        old=_old("e_commerce.html"),
        new=_last("e-commerce.html"),
        steps="""
            await page.locator("#color_option2").check(force=True)
            return {"colour": "blue"}
        """,
        truth=("#color_option_a2",),
        known_by="the label, Blue, second of Available Colors; the sizes have ids alike now",
    ),
    Case(
        name="lte-create-project",
        kind="repairable",
        old=_old("project_add.html"),
        new=_last("project-add.html"),
        steps="""
            await page.get_by_label("Project Name").fill("Analytical Engine")
            await page.get_by_role("button", name="Create new Porject").click()
            return {"created": True}
        """,
        truth=(
            "#inputName",
            "input[type=submit]",
        ),
        known_by="the page's only submit button; a slip of the pen has been corrected",
        is_sync=True,
    ),
)
