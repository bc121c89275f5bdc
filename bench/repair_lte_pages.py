"""Workflows against more pages of AdminLTE 2.4, now 3.2: dialogs, a calendar, alerts, a post, accounts."""

from __future__ import annotations

from typing import Final

from bench.repair_case import Case
from bench.repair_packages import Page


def _old(file: str) -> Page:
    return Page("admin-lte@2.4.18", f"pages/{file}")


def _new(file: str) -> Page:
    return Page("admin-lte@3.2.0", f"pages/{file}")


_MODALS: Final = "UI/modals.html"
_TOP: Final = "layout/top-nav.html"

CASES: Final = (
    Case(
        name="lte-open-info-dialog",
        kind="repairable",
        old=_old(_MODALS),
        new=_new(_MODALS),
        steps="""
            await page.locator(".box-body > button.btn-info").click()
            return {"opened": "info"}
        """,
        truth=('button[data-target="#modal-info"]',),
        known_by="its text, Launch Info Modal, and the dialog it opens; blue buttons of toasts have come below",
    ),
    Case(
        name="lte-danger-dialog-taken-away",
        kind="removed",
        old=_old(_MODALS),
        new=_new(_MODALS),
        steps="""
            examples = page.locator(".box", has_text="Modal Examples")
            await examples.get_by_role("button", name="Launch Danger Modal").click()
            return {"opened": "danger"}
        """,
        known_by="it is taken away; Launch Warning Modal beside it and Launch Danger Toast below are the decoys",
        change="document.querySelector('button[data-target=\"#modal-danger\"]').remove();",
        is_sync=True,
    ),
    Case(
        name="lte-add-event",
        kind="repairable",
        old=_old("calendar.html"),
        new=_new("calendar.html"),
        steps="""
            await page.get_by_placeholder("Event Title").fill("Stand-up")
            await page.locator(".input-group-btn > button.btn-primary").click()
            return {"added": "Stand-up"}
        """,
        truth=("#new-event", "#add-new-event"),
        known_by="its id and text, Add, beside the same field",
    ),
    Case(
        name="lte-view-comment",
        kind="repairable",
        old=_old("UI/timeline.html"),
        new=_new("UI/timeline.html"),
        steps="""
            entry = page.locator("ul.timeline > li").filter(has_text="Jay White")
            await entry.get_by_text("View comment").click()
            return {"author": "Jay White"}
        """,
        truth=("a >> View comment",),
        known_by="its text, in the entry of Jay White; the entries are no list any more",
        is_sync=True,
    ),
    Case(
        name="lte-close-warning",
        kind="repairable",
        old=_old("UI/general.html"),
        new=_new("UI/general.html"),
        steps="""
            alerts = page.locator(".box", has=page.locator("h3.box-title", has_text="Alerts"))
            await alerts.locator(".alert-warning button.close").click()
            return {"closed": True}
        """,
        truth=(".alert-warning button.close",),
        known_by="the cross of the same alert, the only yellow one",
    ),
    Case(
        name="lte-like-post",
        kind="repairable",
        old=_old("widgets.html"),
        new=_new("widgets.html"),
        steps="""
            post = page.locator(".box-widget", has_text="127 likes - 3 comments")
            await post.get_by_role("button", name="Like").click()
            return {"liked": True}
        """,
        truth=(".card-widget:has(.card-body > img.pad) button:has(.fa-thumbs-up)",),
        known_by="its text, in the post with 127 likes and 3 comments; another post has 45 and 2",
        is_sync=True,
    ),
    Case(
        name="lte-search-on-top",
        kind="repairable",
        old=_old(_TOP),
        new=_new(_TOP),
        steps="""
            await page.locator("#navbar-search-input").fill("invoice")
            return {"searched": "invoice"}
        """,
        truth=("input[placeholder=Search]",),
        known_by="the page's only search, in the bar on top as before",
    ),
    Case(
        name="lte-account-on-top-gone",
        kind="removed",
        old=_old(_TOP),
        new=_new(_TOP),
        steps="""
            await page.locator(".navbar-custom-menu .user-menu > a.dropdown-toggle").click()
            return {"opened": "account"}
        """,
        known_by="the new bar has no account; messages and notifications, which open likewise, are the decoys",
    ),
    Case(
        name="lte-facebook-sign-in",
        kind="repairable",
        old=_old("examples/login.html"),
        new=_new("examples/login.html"),
        steps="""
            await page.locator("a.btn-social.btn-facebook").click()
            return {"with": "facebook"}
        """,
        truth=("a >> Sign in using Facebook",),
        known_by="its text; the one of Google is below",
        is_sync=True,
    ),
    Case(
        name="lte-membership",
        kind="repairable",
        old=_old("examples/register.html"),
        new=_new("examples/register.html"),
        steps="""
            fields = page.locator(".form-group.has-feedback > input")
            await fields.nth(1).fill("ada@example.com")
            await page.locator(".icheckbox_square-blue").click()
            return {"filled": True}
        """,
        truth=("input[type=email]", "label[for=agreeTerms], #agreeTerms"),
        known_by="the second of the same four fields, the only one for an address; the only box to tick",
    ),
)
