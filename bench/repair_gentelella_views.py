"""Workflows against other pages of Gentelella: an invoice, a project, photos, the frame, accounts."""

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


CASES: Final = (
    Case(
        name="gen-print-invoice",
        kind="repairable",
        old=_two("invoice"),
        new=_four("invoice"),
        steps="""
            await page.locator(".no-print button:has(i.fa-print)").click()
            return {"printed": True}
        """,
        truth=("button >> Print",),
        known_by="its text and what it calls; it is on top of the invoice now",
    ),
    Case(
        name="gen-invoice-as-pdf",
        kind="repairable",
        old=_two("invoice"),
        new=_four("invoice"),
        steps="""
            await page.get_by_role("button", name="Generate PDF").click()
            return {"saved": "pdf"}
        """,
        truth=("button >> Download PDF",),
        known_by="the only one that makes a PDF, beside Print as before; it had the icon of a download",
        is_sync=True,
    ),
    Case(
        name="gen-invoice-payment-gone",
        kind="removed",
        old=_two("invoice"),
        new=_four("invoice"),
        steps="""
            await page.locator("button.btn-success", has_text="Submit Payment").click()
            return {"paid": True}
        """,
        known_by="the new page pays nothing; Mark as paid, which only says so, is the decoy",
    ),
    Case(
        name="gen-new-task",
        kind="repairable",
        old=_two("project_detail"),
        new=_four("project_detail"),
        steps="""
            await page.get_by_role("button", name="Add New Task").click()
            return {"opened": "task"}
        """,
        truth=("button >> + Add task",),
        known_by="its text, of a project as before; nothing else of the page adds anything",
    ),
    Case(
        name="gen-delete-photo-gone",
        kind="removed",
        old=_one("media_gallery"),
        new=_two("media_gallery"),
        steps="""
            photo = page.locator(".view-first").nth(2)
            await photo.locator(".tools a:has(i.fa-times)").click()
            return {"deleted": True}
        """,
        known_by="photos can be viewed, downloaded and shared; these three are the decoys",
        is_sync=True,
    ),
    Case(
        name="gen-messages-on-top",
        kind="repairable",
        old=_one("plain_page"),
        new=_two("plain_page"),
        steps="""
            await page.locator(".top_nav a.dropdown-toggle:has(i.fa-envelope-o)").click()
            return {"opened": "messages"}
        """,
        truth=("#navbarDropdown1",),
        known_by="the envelope with a 6, in the bar on top; Font Awesome calls it otherwise now",
    ),
    Case(
        name="gen-to-registration",
        kind="repairable",
        old=_one("login"),
        new=_two("login"),
        steps="""
            form = page.locator(".login_form")
            await form.locator("a.to_register").click()
            return {"opened": "registration"}
        """,
        truth=("#showRegisterForm",),
        known_by="its text, Create Account, below the form that signs in",
        is_sync=True,
    ),
)
