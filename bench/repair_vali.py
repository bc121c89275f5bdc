"""Workflows against Vali: Bootstrap 4 with Font Awesome (2.4, of 2018), now 5 with Bootstrap's icons (4.1)."""

from __future__ import annotations

from typing import Final

from bench.repair_case import Case
from bench.repair_packages import Page


def _old(name: str) -> Page:
    return Page("vali-admin@2.4.1", f"docs/{name}.html")


def _new(name: str) -> Page:
    return Page("vali-admin@4.1.0", f"docs/{name}.html")


CASES: Final = (
    Case(
        name="vali-stay-signed-in",
        kind="repairable",
        old=_old("page-login"),
        new=_new("page-login"),
        steps="""
            form = page.locator("form.login-form")
            await form.locator(".form-group", has_text="USERNAME").locator("input").fill("ada@example.com")
            await form.locator(".animated-checkbox label").click()
            return {"stays": True}
        """,
        truth=('.login-form input[placeholder="Email"]', ".login-form input[type=checkbox]"),
        known_by="the labels, USERNAME and Stay Signed in; another form on the page asks for an address, too",
    ),
    Case(
        name="vali-identity-proof",
        kind="repairable",
        old=_old("form-samples"),
        new=_new("form-samples"),
        steps="""
            tile = page.locator(".tile", has_text="Vertical Form")
            scan = {"name": "passport.png", "mimeType": "image/png", "buffer": b"ada"}
            await tile.locator(".form-group", has_text="Identity Proof").locator("input").set_input_files(scan)
            return {"chosen": "passport.png"}
        """,
        truth=("form:not(.form-horizontal) input[type=file]",),
        known_by="the label, Identity Proof, in Vertical Form; Register asks for one as well",
    ),
    Case(
        name="vali-custom-components-gone",
        kind="removed",
        old=_old("form-samples"),
        new=_new("form-samples"),
        steps="""
            menu = page.locator(".app-menu")
            await menu.get_by_role("link", name="Custom Components").click()
            return {"opened": "form-custom" in page.url}
        """,
        known_by="the page has gone with its entry; Form Components and Form Samples, beside it, are the decoys",
        is_sync=True,
    ),
    Case(
        name="vali-notifications",
        kind="repairable",
        old=_old("page-user"),
        new=_new("page-user"),
        steps="""
            await page.locator("a.app-nav__item:has(i.fa-bell-o)").click()
            return {"opened": "notifications"}
        """,
        truth=('a[aria-label="Show notifications"]',),
        known_by="its name, Show notifications; the account is right of it",
    ),
    Case(
        name="vali-like-second-post",
        kind="repairable",
        old=_old("page-user"),
        new=_new("page-user"),
        steps="""
            post = page.locator(".timeline-post").nth(1)
            await post.locator("a:has(i.fa-thumbs-o-up)").click()
            return {"liked": True}
        """,
        truth=(".timeline-post:nth-child(2) .likes a",),
        known_by="its text, Like, in the second post; it shows a heart now",
        is_sync=True,
    ),
    Case(
        name="vali-refresh-mails",
        kind="repairable",
        old=_old("page-mailbox"),
        new=_new("page-mailbox"),
        steps="""
            controls = page.locator(".mailbox-controls")
            await controls.locator("button:has(i.fa-refresh)").click()
            return {"refreshed": True}
        """,
        truth=(".mailbox-controls button:has(.bi-arrow-clockwise)",),
        known_by="the round arrow, last of the same four buttons",
    ),
    Case(
        name="vali-all-mails",
        kind="repairable",
        old=_old("page-mailbox"),
        new=_new("page-mailbox"),
        steps="""
            await page.locator(".mailbox-controls .animated-checkbox > label").click()
            return {"ticked": "all"}
        """,
        truth=(".mailbox-controls input[type=checkbox]",),
        known_by="the only box to tick beside the buttons; each mail has one of its own below",
        is_sync=True,
    ),
    Case(
        name="vali-close-alert",
        kind="repairable",
        old=_old("bootstrap-components"),
        new=_new("bootstrap-components"),
        steps="""
            alert = page.locator(".alert", has_text="Oh snap!")
            await alert.locator("button.close").click()
            return {"closed": True}
        """,
        truth=(".alert-danger button",),
        known_by="the only button of the alert that says Oh snap!; the other alerts have one each",
    ),
    Case(
        name="vali-select-and-upload",
        kind="repairable",
        old=_old("form-components"),
        new=_new("form-components"),
        steps="""
            await page.locator(".form-group", has_text="Example select").locator("select").select_option("3")
            notes = {"name": "notes.txt", "mimeType": "text/plain", "buffer": b"Notes"}
            await page.locator("input.form-control-file").set_input_files(notes)
            return {"selected": 3}
        """,
        truth=("#exampleSelect1", "#exampleInputFile"),
        known_by="the labels, Example select and File input, and the ids; Example multiple select is between them",
    ),
    Case(
        name="vali-read-users",
        kind="reading",
        old=_old("index"),
        new=_new("dashboard"),
        steps="""
            users = page.locator(".widget-small:has(i.fa-users)")
            return {"users": await users.locator("b").inner_text()}
        """,
        known_by="read by hand, below Users",
        told={"users": "5"},
    ),
)
