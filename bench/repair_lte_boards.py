"""Workflows against AdminLTE 3, now 4: a dashboard, questions, forms."""

from __future__ import annotations

from typing import Final

from bench.repair_case import Case
from bench.repair_packages import Page


def _old(file: str) -> Page:
    return Page("admin-lte@3.0.0", file)


def _later(file: str) -> Page:
    return Page("admin-lte@3.1.0", f"pages/{file}")


def _last(file: str) -> Page:
    return Page("admin-lte@3.2.0", f"pages/{file}")


def _soon(file: str) -> Page:
    return Page("admin-lte@4.0.0-rc7", f"dist/{file}")


def _new(file: str) -> Page:
    return Page("admin-lte@4.0.0", f"dist/{file}")


_BOARD: Final = _old("index.html")
_BOARD_NOW: Final = _soon("index.html")
_FAQ: Final = _last("examples/faq.html")
_FAQ_NOW: Final = _new("pages/faq.html")
_FORMS: Final = _later("forms/general.html")
_FORMS_NOW: Final = _soon("forms/general.html")

CASES: Final = (
    Case(
        name="lte-close-chat",
        kind="repairable",
        old=_BOARD,
        new=_BOARD_NOW,
        steps="""
            chat = page.locator(".card", has_text="Direct Chat")
            await chat.locator("[data-card-widget=remove]").click()
            return {"closed": "chat"}
        """,
        truth=('.direct-chat [data-lte-toggle="card-remove"]',),
        known_by="the cross of the same card; folding and contacts are beside it",
    ),
    Case(
        name="lte-add-item-gone",
        kind="removed",
        old=_BOARD,
        new=_BOARD_NOW,
        steps="""
            await page.get_by_role("button", name="Add item").click()
            return {"opened": "item"}
        """,
        known_by="the new dashboard has no To Do List; Send of the chat is the decoy",
        is_sync=True,
    ),
    Case(
        name="lte-read-orders",
        kind="reading",
        old=_BOARD,
        new=_BOARD_NOW,
        steps="""
            orders = page.locator(".small-box.bg-info")
            return {"orders": await orders.locator("h3").inner_text()}
        """,
        known_by="read by hand, above New Orders",
        told={"orders": "150"},
    ),
    Case(
        name="lte-full-screen",
        kind="repairable",
        old=_FAQ,
        new=_FAQ_NOW,
        steps="""
            await page.locator(".navbar-nav .nav-link[data-widget=fullscreen]").click()
            return {"screen": "full"}
        """,
        truth=('a[data-lte-toggle="fullscreen"]',),
        known_by="what its attribute says, in the bar on top",
    ),
    Case(
        name="lte-question-gone",
        kind="removed",
        old=_FAQ,
        new=_FAQ_NOW,
        steps="""
            questions = page.locator("#accordion")
            await questions.get_by_role("link", name="2. Aenean massa").click()
            return {"opened": "Aenean massa"}
        """,
        known_by="the new page answers other questions; these, which open likewise, are the decoys",
        is_sync=True,
    ),
    Case(
        name="lte-quick-example",
        kind="repairable",
        old=_FORMS,
        new=_FORMS_NOW,
        steps="""
            await page.get_by_placeholder("Enter email").fill("ada@example.com")
            await page.locator("#exampleInputPassword1").fill("correct horse")
            form = page.locator(".card", has_text="Quick Example")
            await form.get_by_role("button", name="Submit").click()
            return {"sent": True}
        """,
        truth=(
            "#exampleInputEmail1",
            "#exampleInputPassword1",
            "form:has(#exampleInputEmail1) button[type=submit]",
        ),
        known_by="the label, Email address, of the same form; its hint has gone",
    ),
    Case(
        name="lte-sign-in-across",
        kind="repairable",
        old=_FORMS,
        new=_FORMS_NOW,
        steps="""
            form = page.locator("form.form-horizontal")
            await form.locator("#inputEmail3").fill("ada@example.com")
            await form.locator("#inputPassword3").fill("correct horse")
            await form.locator("button.btn-info").click()
            return {"tried": True}
        """,
        truth=(
            "#inputEmail3",
            "#inputPassword3",
            "button >> Sign in",
        ),
        known_by="ids, labels and text, in the card Horizontal Form as before",
        is_sync=True,
    ),
)
