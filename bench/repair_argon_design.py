"""Workflows against Argon Design System (1.0, 1.2) of Creative Tim: a page of parts, a profile, a form to log in."""

from __future__ import annotations

from typing import Final

from bench.repair_case import Case
from bench.repair_packages import Page


def _old(file: str) -> Page:
    return Page("argon-design-system-free@1.0.0", file)


def _new(file: str) -> Page:
    return Page("argon-design-system-free@1.2.0", file)


CASES: Final = (
    Case(
        name="argon-twitter",
        kind="repairable",
        old=_old("examples/login.html"),
        new=_new("examples/login.html"),
        steps="""
            await page.locator("a.btn-twitter").click()
            return {"followed": True}
        """,
        truth=("button.btn-twitter",),
        known_by="its icon and its hint, Follow us; it is a button now",
        is_sync=True,
    ),
    Case(
        name="argon-star",
        kind="repairable",
        old=_old("examples/register.html"),
        new=_new("examples/register.html"),
        steps="""
            await page.locator("footer a[data-original-title='Star on Github']").click()
            return {"starred": True}
        """,
        truth=("button.btn-github",),
        known_by="its hint, Star on Github; it is a button now",
    ),
    Case(
        name="argon-about-us",
        kind="repairable",
        old=_old("examples/login.html"),
        new=_new("examples/login.html"),
        steps="""
            await page.locator("a[href='https://www.creative-tim.com/presentation']").click()
            return {"opened": "About Us"}
        """,
        truth=("footer a.nav-link >> About Us",),
        known_by="its text and place in the page's foot; it has lost its address",
    ),
    Case(
        name="argon-licence",
        kind="repairable",
        old=_old("examples/profile.html"),
        new=_new("examples/profile.html"),
        steps="""
            await page.get_by_role("link", name="MIT License").click()
            return {"opened": "licence"}
        """,
        truth=("footer a.nav-link >> License",),
        known_by="the last of the same four links of the page's foot; it says License now",
        is_sync=True,
    ),
    Case(
        name="argon-show-more",
        kind="repairable",
        old=_old("examples/profile.html"),
        new=_new("examples/profile.html"),
        steps="""
            await page.locator(".card-profile .text-center > .row a[href='#']").click()
            return {"shown": True}
        """,
        truth=("a >> Show more",),
        known_by="its text, below the same person's story",
    ),
    Case(
        name="argon-components-gone",
        kind="removed",
        old=_old("index.html"),
        new=_new("index.html"),
        steps="""
            await page.locator(".btn-wrapper").get_by_role("link", name="Components").click()
            return {"scrolled": True}
        """,
        known_by="the page's top has no such button any more; the menu Components, the decoy, leads to other pages",
    ),
    Case(
        name="argon-end-date-gone",
        kind="removed",
        old=_old("index.html"),
        new=_new("index.html"),
        steps="""
            await page.get_by_placeholder("End date").fill("06/30/2018")
            return {"until": "06/30/2018"}
        """,
        known_by="one field takes a whole range now, the two beside it other dates",
        is_sync=True,
    ),
)
