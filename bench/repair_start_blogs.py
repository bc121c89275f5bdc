"""Workflows against six more pages of Start Bootstrap, each from Bootstrap 4 to 5: blogs, a company and others."""

from __future__ import annotations

from typing import Final

from bench.repair_case import Case
from bench.repair_packages import Page

_SOON: Final = Page("startbootstrap-coming-soon@4.1.1", "index.html")
_SOON_NOW: Final = Page("startbootstrap-coming-soon@6.0.7", "dist/index.html")
_HOME: Final = Page("startbootstrap-blog-home@4.2.1", "index.html")
_HOME_NOW: Final = Page("startbootstrap-blog-home@5.0.9", "dist/index.html")
_POST: Final = Page("startbootstrap-blog-post@4.2.1", "index.html")
_POST_NOW: Final = Page("startbootstrap-blog-post@5.0.9", "dist/index.html")
_FRONT: Final = Page("startbootstrap-business-frontpage@4.2.2", "index.html")
_FRONT_NOW: Final = Page("startbootstrap-business-frontpage@5.0.9", "dist/index.html")
_HEROIC: Final = Page("startbootstrap-heroic-features@4.2.3", "index.html")
_HEROIC_NOW: Final = Page("startbootstrap-heroic-features@5.0.6", "dist/index.html")

CASES: Final = (
    Case(
        name="soon-notify",
        kind="repairable",
        old=_SOON,
        new=_SOON_NOW,
        steps="""
            await page.get_by_placeholder("Enter email...").fill("ada@example.com")
            return {"filled": True}
        """,
        truth=("#email",),
        known_by="the page's only field",
        is_sync=True,
    ),
    Case(
        name="soon-twitter",
        kind="repairable",
        old=_SOON,
        new=_SOON_NOW,
        steps="""
            await page.locator(".list-unstyled-item").first.locator("a").click()
            return {"title": await page.title()}
        """,
        truth=("a:has(.fa-twitter)",),
        known_by="its icon, Twitter's, and that it is the first of the three in both",
    ),
    Case(
        name="blog-home-search",
        kind="repairable",
        old=_HOME,
        new=_HOME_NOW,
        steps="""
            await page.get_by_placeholder("Search for...").fill("bootstrap")
            await page.get_by_role("button", name="Go!").click()
            return {"searched": "bootstrap"}
        """,
        truth=('input[placeholder="Enter search term..."]', "#button-search"),
        known_by="the page's only field, in the box Search beside Go!",
    ),
    Case(
        name="blog-home-freebies",
        kind="repairable",
        old=_HOME,
        new=_HOME_NOW,
        steps="""
            categories = page.locator("h5.card-header:has-text('Categories') + .card-body")
            await categories.get_by_role("link", name="Freebies").click()
            return {"category": "Freebies"}
        """,
        truth=("a >> Freebies",),
        known_by="its text, in the box Categories; the box's heading is no heading any more",
        is_sync=True,
    ),
    Case(
        name="blog-home-older",
        kind="repairable",
        old=_HOME,
        new=_HOME_NOW,
        steps="""
            await page.get_by_role("link", name="← Older").click()
            return {"turned": True}
        """,
        truth=("a.page-link >> Older",),
        known_by="its text, in the list of pages; the arrow went, and Newer and numbers are beside it",
    ),
    Case(
        name="blog-home-services-gone",
        kind="removed",
        old=_HOME,
        new=_HOME_NOW,
        steps="""
            await page.get_by_role("link", name="Services").click()
            return {"opened": "services"}
        """,
        known_by="the menu has Home, About, Contact and Blog now",
        is_sync=True,
    ),
    Case(
        name="blog-post-go",
        kind="repairable",
        old=_POST,
        new=_POST_NOW,
        steps="""
            await page.locator(".input-group input").fill("bootstrap")
            await page.locator(".input-group-btn > button.btn-secondary").click()
            return {"searched": "bootstrap"}
        """,
        truth=('input[placeholder="Enter search term..."]', "#button-search"),
        known_by="its text, Go!, beside the field; the page's only button",
    ),
    Case(
        name="blog-post-category",
        kind="repairable",
        old=_POST,
        new=_POST_NOW,
        steps="""
            await page.locator(".col-md-4 .list-unstyled").first.get_by_text("Web Design").click()
            return {"category": "Web Design"}
        """,
        truth=("li > a >> Web Design",),
        known_by="its text and place in the box Categories; the post's own label says Web Design, too",
        is_sync=True,
    ),
    Case(
        name="blog-post-submit-gone",
        kind="removed",
        old=_POST,
        new=_POST_NOW,
        steps="""
            await page.locator("form textarea").fill("Well said.")
            await page.get_by_role("button", name="Submit").click()
            return {"commented": True}
        """,
        truth=("form textarea",),  # which the run that fails fills, and may
        known_by="the form has no button any more; Go!, the decoy, searches",
    ),
    Case(
        name="front-call-to-action-gone",
        kind="removed",
        old=_FRONT,
        new=_FRONT_NOW,
        steps="""
            await page.get_by_role("link", name="Call to Action »").click()
            return {"called": True}
        """,
        known_by="another page: Get Started and Learn More on top, and three times Call to action, each for a feature",
    ),
    Case(
        name="front-mail-gone",
        kind="removed",
        old=_FRONT,
        new=_FRONT_NOW,
        steps="""
            await page.locator("address").get_by_text("name@example.com").click()
            return {"written": True}
        """,
        known_by="there is no address any more but a form, whose field for the reader's own shows name@example.com",
        is_sync=True,
    ),
    Case(
        name="small-business-contact",
        kind="repairable",
        old=Page("startbootstrap-small-business@4.2.3", "index.html"),
        new=Page("startbootstrap-small-business@5.0.6", "dist/index.html"),
        steps="""
            await page.locator("ul.navbar-nav.ml-auto li:nth-child(4) > a").click()
            return {"opened": "contact"}
        """,
        truth=("a.nav-link >> Contact",),
        known_by="its text; Contact and Services have changed places",
    ),
    Case(
        name="heroic-call-to-action",
        kind="repairable",
        old=_HEROIC,
        new=_HEROIC_NOW,
        steps="""
            await page.get_by_role("link", name="Call to action!").click()
            return {"called": True}
        """,
        truth=("a.btn >> Call to action",),
        known_by="its text, below the same welcome; it lost its exclamation mark",
        is_sync=True,
    ),
    Case(
        name="heroic-find-out-gone",
        kind="removed",
        old=_HEROIC,
        new=_HEROIC_NOW,
        steps="""
            await page.locator(".card").nth(1).get_by_role("link", name="Find Out More!").click()
            return {"found": True}
        """,
        known_by="the six cards are of other things and lead nowhere",
    ),
)
