"""Workflows against Now UI Kit (1.0 on Bootstrap 4's alpha, 1.3 on Bootstrap 4.1), by Creative Tim."""

from __future__ import annotations

from typing import Final

from bench.repair_case import Case
from bench.repair_packages import Page


def _old(file: str) -> Page:
    return Page("now-ui-kit@1.0.0", file)


def _new(file: str) -> Page:
    return Page("now-ui-kit@1.3.0", file)


_LANDING: Final = "examples/landing-page.html"
_PROFILE: Final = "examples/profile-page.html"
_LOGIN: Final = "examples/login-page.html"

CASES: Final = (
    Case(
        name="nowui-follow-eva",
        kind="repairable",
        old=_old(_LANDING),
        new=_new(_LANDING),
        steps="""
            eva = page.locator(".team-player", has_text="Eva Jenner")
            await eva.locator("a.btn-icon-mini:has(i.fa-twitter)").click()
            return {"does": await eva.locator(".category").inner_text()}
        """,
        truth=('.team-player:has(img[src$="eva.jpg"]) a:has(.fa-twitter)',),
        known_by="her name and the icon; the two others have one as well",
        told={"does": "Fashion"},
    ),
    Case(
        name="nowui-watch-eva",
        kind="repairable",
        old=_old(_LANDING),
        new=_new(_LANDING),
        steps="""
            await page.locator("a:has(i.fa-youtube-play)").click()
            return {"opened": "youtube"}
        """,
        truth=("a:has(.fa-youtube)",),
        known_by="the icon; Font Awesome calls it otherwise now",
        is_sync=True,
    ),
    Case(
        name="nowui-kit-on-twitter",
        kind="repairable",
        old=_old("index.html"),
        new=_new("index.html"),
        steps="""
            await page.locator("#navigation a:has(i.fa.fa-twitter)").click()
            return {"opened": "twitter"}
        """,
        truth=("#navigation a:has(.fa-twitter)",),
        known_by="the icon and where it leads; the icon's font has a name of its own for brands now",
    ),
    Case(
        name="nowui-tick",
        kind="repairable",
        old=_old("index.html"),
        new=_new("index.html"),
        steps="""
            await page.locator("label[for=checkbox1]").click()
            return {"ticked": True}
        """,
        truth=("input[type=checkbox].form-check-input:not([checked]):not([disabled])",),
        known_by="its label, Unchecked",
        is_sync=True,
    ),
    Case(
        name="nowui-sign-up",
        kind="repairable",
        old=_old("index.html"),
        new=_new("index.html"),
        steps="""
            form = page.locator(".card-signup form")
            await form.get_by_placeholder("First Name...").fill("Ada")
            await form.locator("a.btn-facebook.btn-icon-mini").click()
            return {"with": "facebook"}
        """,
        truth=('.card-signup [placeholder="First Name..."]', "form.form a.btn-facebook"),
        known_by="its class and its icon; Twitter and Google are beside it",
    ),
    Case(
        name="nowui-all-icons",
        kind="repairable",
        old=_old("index.html"),
        new=_new("index.html"),
        steps="""
            await page.locator("a.btn-simple[href*='nucleoapp.com']").click()
            return {"opened": "icons"}
        """,
        truth=("a.btn >> View All Icons",),
        known_by="its text and the site that it leads to; View Demo Icons is beside it",
        is_sync=True,
    ),
    Case(
        name="nowui-password-gone",
        kind="removed",
        old=_old(_LOGIN),
        new=_new(_LOGIN),
        steps="""
            await page.get_by_placeholder("Password...").fill("correct horse")
            return {"filled": True}
        """,
        known_by="the form asks for the last name there now, which is the decoy, and for no password",
    ),
    Case(
        name="nowui-licence-gone",
        kind="removed",
        old=_old(_PROFILE),
        new=_new(_PROFILE),
        steps="""
            await page.locator("footer").get_by_role("link", name="MIT License").click()
            return {"opened": "licence"}
        """,
        known_by="the footer ends with Blog now; the makers' links beside it are the decoys",
        is_sync=True,
    ),
)
