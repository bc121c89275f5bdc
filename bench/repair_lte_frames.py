"""Workflows against AdminLTE 2.3 and 2.4, now 3.1 and 3.2: the frame, a lock screen, a profile, posts."""

from __future__ import annotations

from typing import Final

from bench.repair_case import Case
from bench.repair_packages import Page


def _two(file: str) -> Page:
    return Page("admin-lte@2.4.18", f"pages/{file}")


def _first(file: str) -> Page:
    return Page("admin-lte@2.3.11", f"pages/{file}")


def _three(file: str) -> Page:
    return Page("admin-lte@3.2.0", f"pages/{file}")


def _third(file: str) -> Page:
    return Page("admin-lte@3.1.0", f"pages/{file}")


_FIXED: Final = _two("layout/fixed.html")
_FIXED_NOW: Final = _three("layout/fixed-sidebar.html")
_PROFILE: Final = "examples/profile.html"
_LOCK: Final = "examples/lockscreen.html"

CASES: Final = (
    Case(
        name="lte-unlock",
        kind="repairable",
        old=_two(_LOCK),
        new=_third(_LOCK),
        steps="""
            await page.get_by_placeholder("password").fill("correct horse")
            await page.locator(".input-group-btn > button.btn").click()
            return {"unlocked": True}
        """,
        truth=(
            "input[type=password]",
            ".lockscreen-credentials button",
        ),
        known_by="the arrow beside the password, the page's only button",
    ),
    Case(
        name="lte-bell-on-top",
        kind="repairable",
        old=_FIXED,
        new=_FIXED_NOW,
        steps="""
            await page.locator(".notifications-menu > a").click()
            return {"opened": "notifications"}
        """,
        truth=(".main-header a:has(.fa-bell)",),
        known_by="the bell in the bar on top; messages are left of it, as before",
        is_sync=True,
    ),
    Case(
        name="lte-fold-box",
        kind="repairable",
        old=_FIXED,
        new=_FIXED_NOW,
        steps="""
            await page.locator(".box-header .btn-box-tool[data-widget=collapse]").click()
            return {"folded": True}
        """,
        truth=('button[data-card-widget="collapse"]',),
        known_by="its hint, Collapse, on top of the page's only box; Remove is beside it",
    ),
    Case(
        name="lte-menu-calendar",
        kind="repairable",
        old=_FIXED,
        new=_FIXED_NOW,
        steps="""
            menu = page.locator(".sidebar-menu")
            await menu.get_by_role("link", name="Calendar").click()
            return {"opened": "calendar" in page.url}
        """,
        truth=('.main-sidebar a[href="../calendar.html"]',),
        known_by="its text and where it leads, in the menu at the side",
        is_sync=True,
    ),
    Case(
        name="lte-tasks-on-top-gone",
        kind="removed",
        old=_FIXED,
        new=_FIXED_NOW,
        steps="""
            await page.locator(".tasks-menu > a").click()
            return {"opened": "tasks"}
        """,
        known_by="the new bar has no tasks; messages and notifications, which open likewise, are the decoys",
    ),
    Case(
        name="lte-own-timeline",
        kind="repairable",
        old=_first(_PROFILE),
        new=_third(_PROFILE),
        steps="""
            await page.locator(".nav-tabs-custom").get_by_role("link", name="Timeline").click()
            return {"tab": "timeline"}
        """,
        truth=('a[href="#timeline"]',),
        known_by="its text and target, between Activity and Settings",
    ),
    Case(
        name="lte-like-first-post",
        kind="repairable",
        old=_first(_PROFILE),
        new=_third(_PROFILE),
        steps="""
            await page.locator(".list-inline a:has(i.fa-thumbs-o-up)").first.click()
            return {"liked": True}
        """,
        truth=("#activity .post:first-child a:has(.fa-thumbs-up)",),
        known_by="its text, Like, below the first post; another post has it, too",
        is_sync=True,
    ),
    Case(
        name="lte-read-following",
        kind="reading",
        old=_first(_PROFILE),
        new=_third(_PROFILE),
        steps="""
            row = page.locator(".list-group-item", has_text="Following")
            return {"following": await row.locator("a.pull-right").inner_text()}
        """,
        known_by="read by hand, beside Following",
        told={"following": "543"},
    ),
    Case(
        name="lte-share-post",
        kind="repairable",
        old=_first("widgets.html"),
        new=_third("widgets.html"),
        steps="""
            post = page.locator(".box-widget", has_text="45 likes - 2 comments")
            await post.get_by_role("button", name="Share").click()
            return {"shared": True}
        """,
        truth=(".card-widget:has(.attachment-block) button:has(.fa-share)",),
        known_by="its text, in the post with 45 likes and 2 comments; the other post has 127 and 3",
    ),
)
