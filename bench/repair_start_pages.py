"""Workflows against Start Bootstrap's themes of one page, or a blog, each from Bootstrap 4 to 5."""

from __future__ import annotations

from typing import Final

from bench.repair_case import Case
from bench.repair_packages import Page

_AGENCY: Final = Page("startbootstrap-agency@5.2.2", "index.html")
_AGENCY_NOW: Final = Page("startbootstrap-agency@7.0.12", "dist/index.html")
_LANDING: Final = Page("startbootstrap-landing-page@4.1.1", "index.html")
_LANDING_NOW: Final = Page("startbootstrap-landing-page@6.0.6", "dist/index.html")

CASES: Final = (
    Case(
        name="agency-team-linkedin",
        kind="repairable",
        old=_AGENCY,
        new=_AGENCY_NOW,
        steps="""
            larry = page.locator(".team-member", has_text="Larry Parker")
            await larry.locator(".social-buttons a:has(i.fa-linkedin-in)").click()
            return {"role": await larry.locator("p").inner_text()}
        """,
        truth=('a[aria-label="Larry Parker LinkedIn Profile"]',),
        known_by="the person's name and the icon; others have the same three icons",
    ),
    Case(
        name="agency-logo",
        kind="repairable",
        old=_AGENCY,
        new=_AGENCY_NOW,
        steps="""
            await page.get_by_role("link", name="Contact").click()
            await page.get_by_role("link", name="Start Bootstrap").click()
            return {"title": len(await page.title()) > 0}
        """,
        truth=('a.nav-link[href="#contact"]', "a.navbar-brand"),
        known_by="place and target, #page-top; the name is a picture now",
    ),
    Case(
        name="free-contact",
        kind="repairable",
        old=Page("startbootstrap-freelancer@4.1.1", "index.html"),
        new=Page("startbootstrap-freelancer@7.0.7", "dist/index.html"),
        steps="""
            await page.get_by_placeholder("Name").fill("Ada Lovelace")
            await page.get_by_placeholder("Email Address").fill("ada@example.com")
            await page.locator("#message").fill("Are you free in May?")
            return {"filled": True}
        """,
        truth=("#name", "#email", "#message"),
        known_by="the labels Full name and Email address, and the ids; the address's placeholder has 'name' in it",
    ),
    Case(
        name="blog-contact",
        kind="repairable",
        old=Page("startbootstrap-clean-blog@4.1.1", "contact.html"),
        new=Page("startbootstrap-clean-blog@6.0.9", "dist/contact.html"),
        steps="""
            form = page.locator("#contactForm")
            await form.get_by_placeholder("Name").fill("Ada Lovelace")
            await form.get_by_placeholder("Email Address").fill("ada@example.com")
            return {"filled": True}
        """,
        truth=("#name", "#email"),
        known_by="the label Email address, the id, and the type",
        is_sync=True,
    ),
    Case(
        name="landing-sign-up",
        kind="repairable",
        old=_LANDING,
        new=_LANDING_NOW,
        steps="""
            top = page.locator("header.masthead")
            await top.get_by_placeholder("Enter your email...").fill("ada@example.com")
            return {"title": await page.title()}
        """,
        truth=("#emailAddress",),
        known_by="the only field of the page's head; the foot has one alike in both",
    ),
    Case(
        name="landing-sign-in-gone",
        kind="removed",
        old=_LANDING,
        new=_LANDING_NOW,
        steps="""
            await page.get_by_role("link", name="Sign In").click()
            return {"title": await page.title()}
        """,
        known_by="one cannot sign in there any more; Sign Up, at the same place, is the decoy",
    ),
    Case(
        name="gray-subscribe",
        kind="repairable",
        old=Page("startbootstrap-grayscale@4.1.1", "index.html"),
        new=Page("startbootstrap-grayscale@7.0.6", "dist/index.html"),
        steps="""
            await page.fill("#inputEmail", "ada@example.com")
            return {"filled": True}
        """,
        truth=("#emailAddress",),
        known_by="the page's only field, with the same placeholder",
    ),
    Case(
        name="newage-google-play",
        kind="repairable",
        old=Page("startbootstrap-new-age@4.1.1", "index.html"),
        new=Page("startbootstrap-new-age@6.0.7", "dist/index.html"),
        steps="""
            badges = page.locator("#download .badge-link")
            await badges.first.click()
            return {"title": len(await page.title()) > 0}
        """,
        truth=("#download a:has(img[src*=google-play])",),
        known_by="the picture, in the part about downloading; the page's head has come to have both badges, too",
    ),
    Case(
        name="agency-kay-gone",
        kind="removed",
        old=_AGENCY,
        new=_AGENCY_NOW,
        steps="""
            kay = page.locator(".team-member", has_text="Kay Garland")
            await kay.locator("a:has(.fa-twitter)").click()
            return {"opened": True}
        """,
        known_by="somebody else is the lead designer now, at the same place, with the same icons",
    ),
    Case(
        name="agency-linkedin-taken-away",
        kind="removed",
        old=_AGENCY,
        new=_AGENCY_NOW,
        steps="""
            larry = page.locator(".team-member", has_text="Larry Parker")
            await larry.locator("ul.social-buttons > li:last-child > a").click()
            return {"role": await larry.locator("p").inner_text()}
        """,
        known_by="it is taken away; his other icons, and LinkedIn of the others, are the decoys",
        change="document.querySelector('a[aria-label=\"Larry Parker LinkedIn Profile\"]').remove();",
    ),
)
