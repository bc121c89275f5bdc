"""Workflows against SB Admin 2 of Bootstrap 3 (1.0, 3.3), now 4: the pages of a table, the bar on top."""

from __future__ import annotations

from typing import Final

from bench.repair_case import Case
from bench.repair_packages import Page

_TABLES: Final = Page("startbootstrap-sb-admin-2@1.0.7", "pages/tables.html")
_TABLES_NOW: Final = Page("startbootstrap-sb-admin-2@4.0.0", "tables.html")

CASES: Final = (
    Case(
        name="sb2-third-page",
        kind="repairable",
        old=_TABLES,
        new=_TABLES_NOW,
        steps="""
            pages = page.locator("#dataTables-example_paginate")
            await pages.get_by_role("link", name="3", exact=True).click()
            return {"page": 3}
        """,
        truth=("#dataTable_paginate a >> 3",),
        known_by="the number, below the only table",
    ),
    Case(
        name="sb2-read-entries",
        kind="reading",
        old=_TABLES,
        new=_TABLES_NOW,
        steps="""
            shown = page.locator("#dataTables-example_info")
            return {"shown": await shown.inner_text()}
        """,
        known_by="read by hand, below the only table",
        told={"shown": "Showing 1 to 10 of 57 entries"},
        is_sync=True,
    ),
    Case(
        name="sb2-tasks-gone",
        kind="removed",
        old=Page("startbootstrap-sb-admin-2@3.3.7", "pages/blank.html"),
        new=Page("startbootstrap-sb-admin-2@4.1.4", "blank.html"),
        steps="""
            bar = page.locator(".navbar-top-links")
            await bar.locator("a.dropdown-toggle:has(i.fa-tasks)").click()
            return {"opened": "tasks"}
        """,
        known_by="the new bar has no tasks; alerts and messages, which open likewise, are the decoys",
    ),
)
