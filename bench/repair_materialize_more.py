"""More workflows against the documentation of Materialize (0.95 and 0.97): lists, buttons, tables, pages to leaf."""

from __future__ import annotations

from typing import Final

from bench.repair_case import Case
from bench.repair_packages import Page


def _old(file: str) -> Page:
    return Page("materialize-css@0.95.3", file)


def _new(file: str) -> Page:
    return Page("materialize-css@0.97.8", file)


CASES: Final = (
    Case(
        name="materialize-next-page",
        kind="repairable",
        old=_old("pagination.html"),
        new=_new("pagination.html"),
        steps="""
            await page.locator(".pagination a:has(i.mdi-navigation-chevron-right)").click()
            return {"page": 2}
        """,
        truth=("a >> chevron_right",),
        known_by="the arrow to the right, behind the last number; it is a word in an icon font now",
    ),
    Case(
        name="materialize-toast",
        kind="repairable",
        old=_old("dialogs.html"),
        new=_new("dialogs.html"),
        steps="""
            await page.locator('''a[onclick="toast('I am a toast', 4000)"]''').click()
            return {"told": "toast"}
        """,
        truth=("""a[onclick="Materialize.toast('I am a toast', 4000)"]""",),
        known_by="the text of the toast and how long it stays; the second Toast! also calls back",
        is_sync=True,
    ),
    Case(
        name="materialize-favourite",
        kind="repairable",
        old=_old("collections.html"),
        new=_new("collections.html"),
        steps="""
            people = page.locator("li.collection-item.avatar")
            await people.nth(1).locator("a:has(i.mdi-action-grade)").click()
            return {"people": await people.count()}
        """,
        truth=("li.avatar:nth-child(2) a.secondary-content",),
        known_by="the second of the four in the list, and its star",
        told={"people": 4},
    ),
    Case(
        name="materialize-submit",
        kind="repairable",
        old=_old("buttons.html"),
        new=_new("buttons.html"),
        steps="""
            await page.locator("button:has(i.mdi-content-send)").click()
            return {"sent": True}
        """,
        truth=("button[type=submit]:has(i.right)",),
        known_by="its text, Submit; the footer has another one, to donate",
        is_sync=True,
    ),
    Case(
        name="materialize-more-menu",
        kind="repairable",
        old=_old("navbar.html"),
        new=_new("navbar.html"),
        steps="""
            bar = page.locator("nav", has=page.locator("i.mdi-navigation-refresh"))
            await bar.locator("a:has(i.mdi-navigation-more-vert)").click()
            return {"opened": "more"}
        """,
        truth=('nav a[href="mobile.html"]:has(i)',),
        known_by="the bar of four icons with search on the left; the last of them leads to mobile.html",
    ),
    Case(
        name="materialize-playful-gone",
        kind="removed",
        old=_old("showcase.html"),
        new=_new("showcase.html"),
        steps="""
            await page.get_by_role("link", name="Playful Digital").click()
            return {"opened": "playful"}
        """,
        known_by="others are shown now; those are the decoys",
        is_sync=True,
    ),
    Case(
        name="materialize-read-price",
        kind="reading",
        old=_old("table.html"),
        new=_new("table.html"),
        steps="""
            row = page.locator("table.hoverable tbody tr", has_text="Jonathan")
            return {"price": await row.locator("td").last.inner_text()}
        """,
        known_by="read by hand; the table is called Highlight now",
        told={"price": "$7.00"},
    ),
    Case(
        name="materialize-download",
        kind="repairable",
        old=_old("getting-started.html"),
        new=_new("getting-started.html"),
        steps="""
            await page.locator("a[href='bin/materialize-v0.95.3.zip']").click()
            return {"downloaded": "materialize"}
        """,
        truth=("#download-source",),
        known_by="its text, Materialize, and the archive that it leads to, of a later release; Source is beside it",
        is_sync=True,
    ),
)
