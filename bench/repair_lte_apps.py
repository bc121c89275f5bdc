"""Workflows against more pages of AdminLTE 3.2, now 4.0: calendar, mail, profile, projects, timeline, the frame."""

from __future__ import annotations

from typing import Final

from bench.repair_case import Case
from bench.repair_packages import Page


def _old(file: str) -> Page:
    return Page("admin-lte@3.2.0", file)


def _new(file: str) -> Page:
    return Page("admin-lte@4.0.0", f"dist/{file}")


_CALENDAR: Final = _old("pages/calendar.html")
_CALENDAR_NOW: Final = _new("pages/calendar.html")

CASES: Final = (
    Case(
        name="lte-drop-once",
        kind="repairable",
        old=_CALENDAR,
        new=_CALENDAR_NOW,
        steps="""
            await page.get_by_label("remove after drop").check()
            return {"once": True}
        """,
        truth=("#remove-after-drop",),
        known_by="the label, Remove from list after dropping, below the same events; the page's only checkbox",
    ),
    Case(
        name="lte-new-event-gone",
        kind="removed",
        old=_CALENDAR,
        new=_CALENDAR_NOW,
        steps="""
            await page.get_by_placeholder("Event Title").fill("Stand-up")
            await page.locator("#add-new-event").click()
            return {"added": "Stand-up"}
        """,
        known_by="the new page makes no events: the card Create Event has gone",
        is_sync=True,
    ),
    Case(
        name="lte-mail-with-notes",
        kind="repairable",
        old=_old("pages/mailbox/compose.html"),
        new=_new("mailbox/compose.html"),
        steps="""
            await page.get_by_placeholder("Subject:").fill("Minutes")
            notes = {"name": "minutes.txt", "mimeType": "text/plain", "buffer": b"Minutes"}
            await page.locator("input[name=attachment]").set_input_files(notes)
            return {"attached": "minutes.txt"}
        """,
        truth=("#mail-subject", "#mail-attach"),
        known_by="the labels Subject and Attachments; the page's only file",
    ),
    Case(
        name="lte-profile-timeline",
        kind="repairable",
        old=_old("pages/examples/profile.html"),
        new=_new("pages/profile.html"),
        steps="""
            tabs = page.locator(".nav-pills", has_text="Activity")
            await tabs.get_by_role("link", name="Timeline").click()
            return {"tab": "timeline"}
        """,
        truth=("#timeline-tab",),
        known_by="text and place: between Activity and Settings; the tabs are buttons now",
        is_sync=True,
    ),
    Case(
        name="lte-project-delete-gone",
        kind="removed",
        old=_old("pages/examples/projects.html"),
        new=_new("pages/projects.html"),
        steps="""
            project = page.locator("table.projects tbody tr").first
            await project.get_by_role("link", name="Delete").click()
            return {"deleted": True}
        """,
        known_by="a project can be viewed and edited; View, Edit and More are the decoys",
    ),
    Case(
        name="lte-see-comments",
        kind="repairable",
        old=_old("pages/UI/timeline.html"),
        new=_new("UI/timeline.html"),
        steps="""
            await page.locator(".timeline-footer > a.bg-maroon").click()
            return {"opened": "comments"}
        """,
        truth=("a >> See comments",),
        known_by="its text, in the last entry, Mr. Doe shared a video; it is yellow now",
        is_sync=True,
    ),
    Case(
        name="lte-read-sales",
        kind="reading",
        old=_old("index3.html"),
        new=_new("index3.html"),
        steps="""
            sales = page.locator(".card", has_text="Sales Over Time")
            return {"sales": await sales.locator("span.text-bold.text-lg").inner_text()}
        """,
        known_by="read by hand, above Sales Over Time",
        told={"sales": "$18,230.00"},
    ),
    Case(
        name="lte-fold-menu",
        kind="repairable",
        old=_old("pages/layout/fixed-sidebar.html"),
        new=_new("layout/fixed-sidebar.html"),
        steps="""
            await page.locator(".main-header a[data-widget=pushmenu]").click()
            return {"title": len(await page.title()) > 0}
        """,
        truth=('a[data-lte-toggle="sidebar"]',),
        known_by="the three bars, first of the bar on top; the attribute says what it does",
    ),
)
