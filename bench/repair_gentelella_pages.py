"""Workflows against more pages of Gentelella 1.4, now 2.1: a calendar, tabs, forms, a page that is not found, sums."""

from __future__ import annotations

from typing import Final

from bench.repair_case import Case
from bench.repair_packages import Page


def _old(name: str) -> Page:
    return Page("gentelella@1.4.0", f"production/{name}.html")


def _new(name: str) -> Page:
    return Page("gentelella@2.1.0", f"production/{name}.html")


CASES: Final = (
    Case(
        name="gen-calendar-week",
        kind="repairable",
        old=_old("calendar"),
        new=_new("calendar"),
        steps="""
            await page.locator("button.fc-agendaWeek-button").click()
            return {"view": "week"}
        """,
        truth=("button >> Week View",),
        known_by="its text, between month and day as before",
    ),
    Case(
        name="gen-calendar-list-gone",
        kind="removed",
        old=_old("calendar"),
        new=_new("calendar"),
        steps="""
            await page.locator("#calendar").get_by_role("button", name="list").click()
            return {"view": "list"}
        """,
        known_by="the new calendar lists nothing; Month View, Week View and Day View are the decoys",
        is_sync=True,
    ),
    Case(
        name="gen-messages-at-the-side",
        kind="repairable",
        old=_old("general_elements"),
        new=_new("general_elements"),
        steps="""
            await page.locator("ul.tabs-left a", has_text="Messages").click()
            return {"tab": "messages"}
        """,
        truth=('a[href="#v-pills-messages"]',),
        known_by="its text, in the first Vertical Tabs, Float left; the second has it, too",
    ),
    Case(
        name="gen-profile-tab",
        kind="repairable",
        old=_old("general_elements"),
        new=_new("general_elements"),
        steps="""
            await page.locator("#profile-tab").click()
            return {"tab": "profile"}
        """,
        truth=('a[href="#profile"]',),
        known_by="the second tab of the first panel; the second panel has come to use the same id",
        is_sync=True,
    ),
    Case(
        name="gen-register-by-hand",
        kind="repairable",
        old=_old("form"),
        new=_new("form"),
        steps="""
            await page.locator("#fullname").fill("Ada Lovelace")
            await page.locator("#heard").select_option(label="Internet")
            await page.locator("#demo-form span.btn").click()
            return {"heard": "Internet"}
        """,
        truth=("#fullname", "#heard", "#demo-form button[type=submit]"),
        known_by="its text, Validate form, below the same fields; it is a button now",
    ),
    Case(
        name="gen-gender",
        kind="repairable",
        old=_old("form"),
        new=_new("form"),
        steps="""
            await page.locator("#gender label.btn", has_text="Female").click()
            return {"gender": "female"}
        """,
        truth=("#demo-form2 #genderF, #demo-form2 label[for=genderF]",),
        known_by="the label Female, in the first form; the form that registers has one, too",
    ),
    Case(
        name="gen-hobby-gone",
        kind="removed",
        old=_old("form"),
        new=_new("form"),
        steps="""
            form = page.locator("#demo-form")
            await form.locator(".icheckbox_flat-green:has(#hobby2)").click()
            return {"hobby": "running"}
        """,
        known_by="the new form asks for no hobbies; a date of birth is where they were",
        is_sync=True,
    ),
    Case(
        name="gen-report-missing-page",
        kind="repairable",
        old=_old("page_404"),
        new=_new("page_404"),
        steps="""
            await page.get_by_role("link", name="Report this?").click()
            return {"reported": True}
        """,
        truth=("a >> Report Issue",),
        known_by="the only link that reports; Contact Support is beside it",
    ),
    Case(
        name="gen-read-users",
        kind="reading",
        old=_old("index"),
        new=_new("index"),
        steps="""
            users = page.locator(".tile_count .tile_stats_count > .count").first
            return {"users": await users.inner_text()}
        """,
        known_by="read by hand, above Total Users; a comma has come into it",
        told={"users": "2,500"},
    ),
)
