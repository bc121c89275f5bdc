"""Workflows against older releases of Start Bootstrap's themes: SB Admin (3.3 to 6.0), Modern Business, Agency."""

from __future__ import annotations

from typing import Final

from bench.repair_case import Case
from bench.repair_packages import Page


def _three(file: str) -> Page:
    return Page("startbootstrap-sb-admin@3.3.7", file)


def _four(file: str) -> Page:
    return Page("startbootstrap-sb-admin@4.0.0", file)


def _five(file: str) -> Page:
    return Page("startbootstrap-sb-admin@5.1.1", file)


def _six(file: str) -> Page:
    return Page("startbootstrap-sb-admin@6.0.2", f"dist/{file}")


def _modern(file: str) -> Page:
    return Page("startbootstrap-modern-business@4.0.0-alpha", file)


def _modern_now(file: str) -> Page:
    return Page("startbootstrap-modern-business@5.0.7", f"dist/{file}")


CASES: Final = (
    Case(
        name="sb-order-details",
        kind="repairable",
        old=_three("index.html"),
        new=_five("index.html"),
        steps="""
            orders = page.locator(".panel", has_text="New Orders!")
            await orders.get_by_text("View Details").click()
            return {"opened": "orders"}
        """,
        truth=(".card.bg-success > a.card-footer",),
        known_by="text and shopping cart of the card; New Tasks! has its yellow now, and three others say View Details",
    ),
    Case(
        name="sb-fold-menu",
        kind="repairable",
        old=_four("index.html"),
        new=_six("index.html"),
        steps="""
            await page.locator("#sidenavToggler").click()
            return {"folded": True}
        """,
        truth=("#sidebarToggle",),
        known_by="what the id says; it was below the menu, and is three bars in the bar on top",
        is_sync=True,
    ),
    Case(
        name="sb-alerts-gone",
        kind="removed",
        old=_four("index.html"),
        new=_six("index.html"),
        steps="""
            await page.locator("#mainNav").locator("#alertsDropdown").click()
            return {"opened": "alerts"}
        """,
        known_by="the new bar has a search and the account only; the latter, which opens likewise, is the decoy",
    ),
    Case(
        name="sb-remember-password",
        kind="repairable",
        old=_five("login.html"),
        new=_six("login.html"),
        steps="""
            await page.locator("#inputEmail").fill("ada@example.com")
            await page.locator("form .checkbox > label").click()
            return {"remembered": True}
        """,
        truth=("#inputEmailAddress", "label[for=rememberPasswordCheck], #rememberPasswordCheck"),
        known_by="the labels, Email and Remember password; the form's only box to tick",
    ),
    Case(
        name="sb-back-to-login",
        kind="repairable",
        old=_five("forgot-password.html"),
        new=_six("password.html"),
        steps="""
            await page.get_by_role("link", name="Login Page").click()
            return {"opened": "login" in page.url}
        """,
        truth=("a >> Return to login",),
        known_by="what it says and where it leads; Reset Password, which leads there, too, is the form's button",
        is_sync=True,
    ),
    Case(
        name="modern-write-us",
        kind="repairable",
        old=_modern("contact.html"),
        new=_modern_now("contact.html"),
        steps="""
            form = page.locator("#contactForm")
            await form.locator(".control-group", has_text="Full Name:").locator("input").fill("Ada Lovelace")
            await form.locator(".control-group", has_text="Message:").locator("textarea").fill("Please call back.")
            return {"filled": True}
        """,
        truth=("#name", "#message"),
        known_by="ids and labels, Full name and Message",
    ),
    Case(
        name="modern-next-slide-gone",
        kind="removed",
        old=_modern("index.html"),
        new=_modern_now("index.html"),
        steps="""
            await page.locator("#myCarousel a.right.carousel-control").click()
            return {"slide": 2}
        """,
        known_by="one picture is where the slides were; Get Started and Learn More beside it are the decoys",
        is_sync=True,
    ),
    Case(
        name="agency-threads",
        kind="repairable",
        old=Page("startbootstrap-agency@4.0.0-beta", "index.html"),
        new=Page("startbootstrap-agency@7.0.12", "dist/index.html"),
        steps="""
            project = page.locator(".portfolio-item", has=page.locator("h4", has_text="Threads"))
            await project.locator("a.portfolio-link").click()
            return {"opened": "Threads"}
        """,
        truth=('a[href="#portfolioModal1"]',),
        known_by="the name below it, Threads, which is no heading any more, and the dialog it opens",
    ),
)
