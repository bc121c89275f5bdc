"""Workflows against other pages of AdminLTE: Bootstrap 4 (3.2) and 5 (4.0)."""

from __future__ import annotations

from typing import Final

from bench.repair_case import Case
from bench.repair_packages import Page

_FORMS: Final = Page("admin-lte@3.2.0", "pages/forms/general.html")
_FORMS_NOW: Final = Page("admin-lte@4.0.0", "dist/forms/elements.html")

CASES: Final = (
    Case(
        name="lte-inbox-delete",
        kind="repairable",
        old=Page("admin-lte@3.2.0", "pages/mailbox/mailbox.html"),
        new=Page("admin-lte@4.0.0", "dist/mailbox/inbox.html"),
        steps="""
            tools = page.locator(".mailbox-controls").first
            await tools.locator("button:has(i.fa-trash-alt)").click()
            return {"title": len(await page.title()) > 0}
        """,
        truth=("button[title=Delete]",),
        known_by="the only bin, in the same bar; its title says Delete, Archive and Mark as spam are beside it",
    ),
    Case(
        name="lte-upload",
        kind="repairable",
        old=_FORMS,
        new=_FORMS_NOW,
        steps="""
            await page.locator("#exampleInputEmail1").fill("ada@example.com")
            notes = {"name": "notes.txt", "mimeType": "text/plain", "buffer": b"Notes"}
            await page.locator("#exampleInputFile").set_input_files(notes)
            return {"chosen": True}
        """,
        truth=("#exampleInputEmail1", "#inputGroupFile02"),
        known_by="the only file of the form that has address and password; another form has come that takes several",
    ),
    Case(
        name="lte-remember-gone",
        kind="removed",
        old=_FORMS,
        new=_FORMS_NOW,
        steps="""
            await page.locator("#exampleCheck2").check()
            return {"title": len(await page.title()) > 0}
        """,
        known_by="the form that signs in is not on the page any more; Check me out, #exampleCheck1, is the decoy",
        is_sync=True,
    ),
)
