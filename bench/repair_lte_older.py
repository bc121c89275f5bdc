"""Workflows against AdminLTE 2.3 of 2016, now 3.0 or 3.1: mails, the dashboard, fields of forms."""

from __future__ import annotations

from typing import Final

from bench.repair_case import Case
from bench.repair_packages import Page


def _old(file: str) -> Page:
    return Page("admin-lte@2.3.11", file)


def _new(file: str) -> Page:
    return Page("admin-lte@3.1.0", file)


_INBOX: Final = "pages/mailbox/mailbox.html"
_FIELDS: Final = "pages/forms/advanced.html"
_DASHBOARD: Final = _old("index.html")
_DASHBOARD_NOW: Final = Page("admin-lte@3.0.5", "index.html")  # 3.1 waits for a script that the package lacks

CASES: Final = (
    Case(
        name="lte-search-mail",
        kind="repairable",
        old=_old(_INBOX),
        new=_new(_INBOX),
        steps="""
            await page.locator(".box-tools .has-feedback input").fill("invoice")
            return {"title": await page.title()}
        """,
        truth=('input[placeholder="Search Mail"]',),
        known_by="its placeholder, Search Mail; the menu at the side has come to have a search, too",
    ),
    Case(
        name="lte-refresh-mails",
        kind="repairable",
        old=_old(_INBOX),
        new=_new(_INBOX),
        steps="""
            controls = page.locator(".mailbox-controls").first
            await controls.locator("button:has(i.fa-refresh)").click()
            return {"refreshed": True}
        """,
        truth=(".card-body .mailbox-controls button:has(.fa-sync-alt)",),
        known_by="the same icon under its new name, at the same place; the bar below the mails has it, too",
        is_sync=True,
    ),
    Case(
        name="lte-bin-taken-away",
        kind="removed",
        old=_old(_INBOX),
        new=_new(_INBOX),
        steps="""
            await page.locator(".mailbox-controls button:has(i.fa-trash-o)").first.click()
            return {"deleted": True}
        """,
        known_by="both are taken away; Reply beside it, and the folder Trash with the same icon, are the decoys",
        change='for (const one of document.querySelectorAll("button:has(.fa-trash-alt)")) one.remove();',
    ),
    Case(
        name="lte-registrations",
        kind="repairable",
        old=_DASHBOARD,
        new=_DASHBOARD_NOW,
        steps="""
            await page.locator(".small-box.bg-yellow a.small-box-footer").click()
            return {"opened": "registrations"}
        """,
        truth=(".small-box.bg-warning a.small-box-footer",),
        known_by="the box it is in: 44 User Registrations; yellow is Bootstrap's warning",
    ),
    Case(
        name="lte-quick-mail-gone",
        kind="removed",
        old=_DASHBOARD,
        new=_DASHBOARD_NOW,
        steps="""
            await page.get_by_placeholder("Email to:").fill("nora@example.com")
            await page.locator("#sendEmail").click()
            return {"sent": True}
        """,
        known_by="the new dashboard writes no mails; the field and the Send of its chat are the decoys",
        is_sync=True,
    ),
    Case(
        name="lte-pick-date",
        kind="repairable",
        old=_old(_FIELDS),
        new=_new(_FIELDS),
        steps="""
            await page.locator("#datepicker").fill("12/10/2021")
            return {"filled": True}
        """,
        truth=("#reservationdate input",),
        known_by="the label, Date:, the first one of Date picker; Date and time: has come below",
        is_sync=True,
    ),
)
