"""Workflows against Gentelella 1.3 of 2016, now 2.1: mails, contacts, projects, a profile, an invoice."""

from __future__ import annotations

from typing import Final

from bench.repair_case import Case
from bench.repair_packages import Page


def _old(name: str) -> Page:
    return Page("gentelella@1.3.0", f"production/{name}.html")


def _new(name: str) -> Page:
    return Page("gentelella@2.1.0", f"production/{name}.html")


CASES: Final = (
    Case(
        name="gen-bin-mail",
        kind="repairable",
        old=_old("inbox"),
        new=_new("inbox"),
        steps="""
            await page.locator(".mail_heading button:has(i.fa-trash-o)").click()
            return {"deleted": True}
        """,
        truth=(".mail_heading button[title=Delete]",),
        known_by="the bin, last of the same four; its hint says Delete where it said Trash",
    ),
    Case(
        name="gen-search-inbox",
        kind="repairable",
        old=_old("inbox"),
        new=_new("inbox"),
        steps="""
            await page.get_by_placeholder("Search for...").fill("report")
            await page.get_by_role("button", name="Go!").click()
            return {"searched": "report"}
        """,
        truth=('input[placeholder="Search emails..."]', ".title_right button"),
        known_by="the page's only search, at the same place; its button is a magnifying glass now",
    ),
    Case(
        name="gen-edit-profile",
        kind="repairable",
        old=_old("profile"),
        new=_new("profile"),
        steps="""
            await page.locator("a.btn.btn-success", has_text="Edit Profile").click()
            return {"opened": "profile"}
        """,
        truth=("button >> Edit Profile",),
        known_by="its text; it is a button now, and Share is beside it",
    ),
    Case(
        name="gen-contacts-c",
        kind="repairable",
        old=_old("contacts"),
        new=_new("contacts"),
        steps="""
            letters = page.locator("ul.pagination-split")
            await letters.get_by_role("link", name="C", exact=True).click()
            return {"letter": "C"}
        """,
        truth=(".alphabet-filter button >> C",),
        known_by="the letter; all are buttons now",
        is_sync=True,
    ),
    Case(
        name="gen-add-files",
        kind="repairable",
        old=_old("project_detail"),
        new=_new("project_detail"),
        steps="""
            await page.get_by_role("link", name="Add files").click()
            return {"opened": "upload"}
        """,
        truth=("button >> Upload File",),
        known_by="below the list of project files, as before; only Browse All is beside it",
    ),
    Case(
        name="gen-report-contact-gone",
        kind="removed",
        old=_old("project_detail"),
        new=_new("project_detail"),
        steps="""
            await page.locator(".mtop20 a.btn-warning", has_text="Report contact").click()
            return {"reported": True}
        """,
        known_by="nothing reports anybody any more; Browse All, at the same place, is the decoy",
        is_sync=True,
    ),
    Case(
        name="gen-read-total",
        kind="reading",
        old=_old("invoice"),
        new=_new("invoice"),
        steps="""
            sums = page.locator(".col-xs-6 .table-responsive tr")
            return {"total": await sums.filter(has_text="Total:").last.locator("td").inner_text()}
        """,
        known_by="read by hand; the new page's sums are others",
        told={"total": "$171.05"},
    ),
)
