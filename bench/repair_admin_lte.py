"""Workflows against AdminLTE: Bootstrap 3 (2.4), 4 (3.2) and 5 (4.0)."""

from __future__ import annotations

from typing import Final

from bench.repair_case import Case
from bench.repair_packages import Page


def _two(file: str) -> Page:
    return Page("admin-lte@2.4.18", file)


def _three(file: str) -> Page:
    return Page("admin-lte@3.2.0", file)


def _four(file: str) -> Page:
    return Page("admin-lte@4.0.0", file)


_INVOICE: Final = "pages/examples/invoice.html"
_READ: Final = "pages/mailbox/read-mail.html"
_COMPOSE: Final = "pages/mailbox/compose.html"
_REGISTER: Final = "pages/examples/register.html"
_PROFILE: Final = "pages/examples/profile.html"
_FORMS: Final = "pages/forms/general.html"

CASES: Final = (
    Case(
        name="lte-pay-invoice",
        kind="repairable",
        old=_two(_INVOICE),
        new=_three(_INVOICE),
        steps="""
            await page.locator("button.btn-success.pull-right").click()
            return {"customer": await page.locator(".invoice-col address strong").nth(1).inner_text()}
        """,
        truth=("button.btn-success",),
        known_by="the only green button; it says Submit Payment in both",
        told={"customer": "John Doe"},
    ),
    Case(
        name="lte-invoice-as-pdf",
        kind="repairable",
        old=_two(_INVOICE),
        new=_three(_INVOICE),
        steps="""
            buttons = page.locator(".no-print .col-xs-12")
            await buttons.get_by_role("button", name="Generate PDF").click()
            return {"invoice": await page.locator(".invoice-info b").first.inner_text()}
        """,
        truth=("button >> Generate PDF",),
        known_by="its text; the payment is beside it",
        is_sync=True,
    ),
    Case(
        name="lte-compose-subject",
        kind="repairable",
        old=_two(_COMPOSE),
        new=_three(_COMPOSE),
        steps="""
            subject = page.locator(".box-primary .box-body .form-group:nth-child(2) > input")
            await subject.fill("Quarterly numbers")
            return {"title": await page.title()}
        """,
        truth=('input[placeholder="Subject:"]',),
        known_by="its placeholder",
    ),
    Case(
        name="lte-compose-discard",
        kind="repairable",
        old=_two(_COMPOSE),
        new=_three(_COMPOSE),
        steps="""
            await page.get_by_placeholder("To:").fill("nora@example.com")
            await page.locator(".box-footer > button.btn-default").click()
            return {"discarded": True}
        """,
        truth=('input[placeholder="To:"]', "button[type=reset]"),
        known_by="the only reset button; Draft and Send are beside it",
    ),
    Case(
        name="lte-reply-below",
        kind="repairable",
        old=_two(_READ),
        new=_three(_READ),
        steps="""
            await page.locator(".box-footer .pull-right button", has_text="Reply").click()
            return {"subject": await page.locator(".mailbox-read-info").locator("h3, h5").first.inner_text()}
        """,
        truth=(".card-footer button:has(.fa-reply)",),
        known_by="icon and place; the toolbar has another one, which is only an icon",
    ),
    Case(
        name="lte-delete-mail",
        kind="repairable",
        old=_three(_READ),
        new=_four("dist/mailbox/read.html"),
        steps="""
            await page.locator(".card-footer > button.btn-default", has_text="Delete").click()
            return {"deleted": True}
        """,
        truth=("button.btn-outline-danger",),
        known_by="the only button that says Delete; Archive is beside it",
    ),
    Case(
        name="lte-forward-mail",
        kind="repairable",
        old=_three(_READ),
        new=_four("dist/mailbox/read.html"),
        steps="""
            await page.locator(".card-footer button:has(i.fa-share)").click()
            return {"title": await page.title()}
        """,
        truth=("button >> Forward",),
        known_by="its text",
        is_sync=True,
    ),
    Case(
        name="lte-register-full-name",
        kind="repairable",
        old=_three(_REGISTER),
        new=_four("dist/examples/register.html"),
        steps="""
            form = page.locator("form")
            await form.locator("input[placeholder='Full name']").fill("Ada Lovelace")
            return {"filled": True}
        """,
        truth=('input[placeholder="Full Name"]',),
        known_by="its placeholder, now with a capital",
    ),
    Case(
        name="lte-register-terms",
        kind="repairable",
        old=_three(_REGISTER),
        new=_four("dist/examples/register.html"),
        steps="""
            await page.get_by_placeholder("Email").fill("ada@example.com")
            await page.locator("label[for=agreeTerms]").click()
            return {"agreed": True}
        """,
        truth=('input[type="email"]', "label[for=flexCheckDefault], #flexCheckDefault"),
        known_by="the label I agree to the terms",
    ),
    Case(
        name="lte-login-remember",
        kind="repairable",
        old=_three("pages/examples/login.html"),
        new=_four("dist/examples/login.html"),
        steps="""
            await page.locator("#remember").check(force=True)
            return {"title": await page.title()}
        """,
        truth=("label[for=flexCheckDefault], #flexCheckDefault",),
        known_by="the label Remember Me",
    ),
    Case(
        name="lte-menu-widgets",
        kind="repairable",
        old=_two("pages/examples/blank.html"),
        new=_three("pages/examples/blank.html"),
        steps="""
            await page.locator(".sidebar-menu").get_by_text("Widgets").click()
            return {"opened": "widgets" in page.url}
        """,
        truth=('a[href="../widgets.html"]',),
        known_by="the link's target",
    ),
    Case(
        name="lte-form-submit",
        kind="repairable",
        old=_two(_FORMS),
        new=_three(_FORMS),
        steps="""
            await page.locator("#exampleInputEmail1").fill("ada@example.com")
            await page.locator(".box-primary .box-footer").get_by_role("button", name="Submit").click()
            return {"sent": True}
        """,
        truth=("#exampleInputEmail1", "form:has(#exampleInputEmail1) button[type=submit]"),
        known_by="the form it is in",
    ),
    Case(
        name="lte-profile-settings",
        kind="repairable",
        old=_two(_PROFILE),
        new=_three(_PROFILE),
        steps="""
            await page.locator(".nav-tabs-custom > ul > li:nth-child(3) > a").click()
            return {"name": await page.locator(".profile-username").inner_text()}
        """,
        truth=('a[href="#settings"]',),
        known_by="the link's target",
        told={"name": "Nina Mcintire"},
    ),
    Case(
        name="lte-retyped-password-gone",
        kind="removed",
        old=_three(_REGISTER),
        new=_four("dist/examples/register.html"),
        steps="""
            await page.get_by_placeholder("Retype password").fill("correct horse")
            return {"filled": True}
        """,
        known_by="the new form asks for the password once; that field is the decoy",
    ),
    Case(
        name="lte-print-gone",
        kind="removed",
        old=_three(_READ),
        new=_four("dist/mailbox/read.html"),
        steps="""
            await page.locator(".card-footer").get_by_role("button", name="Print").click()
            return {"printed": True}
        """,
        known_by="the new page prints nothing; Archive has come",
    ),
    Case(
        name="lte-payment-gone",
        kind="removed",
        old=_three(_INVOICE),
        new=_four("dist/pages/invoice.html"),
        steps="""
            await page.get_by_role("button", name="Submit Payment").click()
            return {"paid": True}
        """,
        known_by="the new page prints and sends invoices, and pays none; Send invoice is the decoy",
    ),
    Case(
        name="lte-reply-taken-away",
        kind="removed",
        old=_two(_READ),
        new=_three(_READ),
        steps="""
            await page.locator(".box-footer .pull-right button", has_text="Forward").click()
            return {"title": await page.title()}
        """,
        known_by="both are taken away; Reply is the decoy",
        change='for (const one of document.querySelectorAll("button:has(.fa-share)")) one.remove();',
    ),
    Case(
        name="lte-read-total",
        kind="reading",
        old=_two(_INVOICE),
        new=_three(_INVOICE),
        steps="""
            rows = page.locator(".row > .col-xs-6 table tr")
            return {"total": await rows.filter(has_text="Total:").locator("td").last.inner_text()}
        """,
        known_by="read by hand",
        told={"total": "$265.24"},
    ),
)
