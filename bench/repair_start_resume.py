"""Workflows against four more pages of Start Bootstrap, each from Bootstrap 4 to 5: a portfolio, a curriculum, …"""

from __future__ import annotations

from typing import Final

from bench.repair_case import Case
from bench.repair_packages import Page

_STYLISH: Final = Page("startbootstrap-stylish-portfolio@4.1.1", "index.html")
_STYLISH_NOW: Final = Page("startbootstrap-stylish-portfolio@6.0.6", "dist/index.html")
_RESUME: Final = Page("startbootstrap-resume@4.1.1", "index.html")
_RESUME_NOW: Final = Page("startbootstrap-resume@7.0.6", "dist/index.html")
_SIDEBAR: Final = Page("startbootstrap-simple-sidebar@4.1.1", "index.html")
_SIDEBAR_NOW: Final = Page("startbootstrap-simple-sidebar@6.0.6", "dist/index.html")
_WONDER: Final = Page("startbootstrap-one-page-wonder@4.1.1", "index.html")
_WONDER_NOW: Final = Page("startbootstrap-one-page-wonder@6.0.6", "dist/index.html")

CASES: Final = (
    Case(
        name="stylish-what-we-offer",
        kind="repairable",
        old=_STYLISH,
        new=_STYLISH_NOW,
        steps="""
            await page.locator("#about a.btn.js-scroll-trigger").click()
            return {"scrolled": "services"}
        """,
        truth=("a.btn >> What We Offer",),
        known_by="its text, and where it leads",
        is_sync=True,
    ),
    Case(
        name="stylish-ice-cream",
        kind="repairable",
        old=_STYLISH,
        new=_STYLISH_NOW,
        steps="""
            project = page.locator(".portfolio-item", has=page.get_by_role("heading", name="Ice Cream"))
            await project.click()
            return {"opened": "Ice Cream"}
        """,
        truth=('a.portfolio-item:has([src$="portfolio-2.jpg"])',),
        known_by="its title, which is no heading any more, and its picture",
    ),
    Case(
        name="resume-skills",
        kind="repairable",
        old=_RESUME,
        new=_RESUME_NOW,
        steps="""
            await page.locator("#navbarSupportedContent").get_by_text("Skills", exact=True).click()
            return {"scrolled": "skills"}
        """,
        truth=("a.nav-link >> Skills",),
        known_by="its text, in the same menu",
        is_sync=True,
    ),
    Case(
        name="resume-github",
        kind="repairable",
        old=_RESUME,
        new=_RESUME_NOW,
        steps="""
            await page.locator(".list-social-icons a", has=page.locator("i.fa-github")).click()
            return {"opened": "github"}
        """,
        truth=("a.social-icon:has(.fa-github)",),
        known_by="its icon, GitHub's; the four have changed places",
    ),
    Case(
        name="sidebar-toggle",
        kind="repairable",
        old=_SIDEBAR,
        new=_SIDEBAR_NOW,
        steps="""
            await page.locator("a#menu-toggle").click()
            return {"toggled": True}
        """,
        truth=("#sidebarToggle",),
        known_by="its text, Toggle Menu; it is a button now",
    ),
    Case(
        name="wonder-log-in",
        kind="repairable",
        old=_WONDER,
        new=_WONDER_NOW,
        steps="""
            await page.locator("ul.navbar-nav.ml-auto > li").nth(1).locator("a").click()
            return {"opened": "log-in"}
        """,
        truth=("a.nav-link >> Log In",),
        known_by="its text, second of the same two in the menu",
    ),
)
