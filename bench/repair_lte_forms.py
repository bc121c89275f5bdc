"""Workflows against AdminLTE 2.4, now 3.2: a form beside others, a table above others."""

from __future__ import annotations

from typing import Final

from bench.repair_case import Case
from bench.repair_packages import Page


def _old(file: str) -> Page:
    return Page("admin-lte@2.4.18", f"pages/{file}")


def _new(file: str) -> Page:
    return Page("admin-lte@3.2.0", f"pages/{file}")


CASES: Final = (
    Case(
        name="lte-sign-in-among-forms",
        kind="repairable",
        old=_old("forms/general.html"),
        new=_new("forms/general.html"),
        steps="""
            await page.locator("#inputEmail3").fill("ada@example.com")
            await page.locator("#inputPassword3").fill("correct horse")
            await page.locator(".box-info .box-footer > button.pull-right").click()
            return {"tried": True}
        """,
        truth=("#inputEmail3", "#inputPassword3", ".form-horizontal button >> Sign in"),
        known_by="its text, below the same fields; Cancel is at the right now",
    ),
    Case(
        name="lte-bordered-next-page",
        kind="repairable",
        old=_old("tables/simple.html"),
        new=_new("tables/simple.html"),
        steps="""
            table = page.locator(".box", has=page.get_by_role("heading", name="Bordered Table"))
            await table.locator(".pagination").get_by_role("link", name="2").click()
            return {"page": 2}
        """,
        truth=(".card-footer .pagination a >> 2",),
        known_by="below Bordered Table; Simple Full Width Table has numbers of its own on top",
        is_sync=True,
    ),
)
