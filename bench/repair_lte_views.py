"""Workflows against other pages of AdminLTE: a missing page, cards, a chat, the frame, buttons."""

from __future__ import annotations

from typing import Final

from bench.repair_case import Case
from bench.repair_packages import Page


def _two(file: str) -> Page:
    return Page("admin-lte@2.4.18", file)


def _three(file: str) -> Page:
    return Page("admin-lte@3.2.0", file)


def _four(file: str) -> Page:
    return Page("admin-lte@4.0.0", f"dist/{file}")


_BOARD: Final = _two("index2.html")
_BOARD_NOW: Final = Page("admin-lte@3.0.5", "index2.html")  # 3.2 waits for a script that the package lacks
_BOXED: Final = "pages/layout/boxed.html"
_BUTTONS: Final = "pages/UI/buttons.html"

CASES: Final = (
    Case(
        name="lte-search-from-nowhere",
        kind="repairable",
        old=_three("pages/examples/404.html"),
        new=_four("pages/404.html"),
        steps="""
            form = page.locator("form.search-form")
            await form.locator("input[name=search]").fill("invoices")
            await form.locator("button[name=submit]").click()
            return {"searched": "invoices"}
        """,
        truth=('input[type="search"]', "button >> Search"),
        known_by="the page's only form: a field that says Search, and its button, which was a magnifying glass",
        is_sync=True,
    ),
    Case(
        name="lte-home-from-nowhere",
        kind="repairable",
        old=_three("pages/examples/404.html"),
        new=_four("pages/404.html"),
        steps="""
            await page.get_by_role("link", name="return to dashboard").click()
            return {"opened": "index" in page.url}
        """,
        truth=("a >> Back to dashboard",),
        known_by="what it says and where it leads; it stood in the text, and is a button below the search now",
    ),
    Case(
        name="lte-edit-card-gone",
        kind="removed",
        old=_three("pages/kanban.html"),
        new=_four("pages/kanban.html"),
        steps="""
            card = page.locator(".card.card-outline", has_text="Create Labels")
            await card.locator("a.btn-tool:has(i.fa-pen)").click()
            return {"opened": "card"}
        """,
        known_by="cards can be added and moved, not edited; Lane actions and Add card are the decoys",
    ),
    Case(
        name="lte-send-in-chat",
        kind="repairable",
        old=_BOARD,
        new=_BOARD_NOW,
        steps="""
            chat = page.locator(".box.direct-chat")
            await chat.get_by_placeholder("Type Message ...").fill("On my way")
            await chat.get_by_role("button", name="Send").click()
            return {"sent": "On my way"}
        """,
        truth=(".direct-chat input[name=message]", ".direct-chat button >> Send"),
        known_by="placeholder and text, in the page's only chat",
    ),
    Case(
        name="lte-all-orders",
        kind="repairable",
        old=_BOARD,
        new=_BOARD_NOW,
        steps="""
            await page.locator(".box-info .box-footer a.btn-default").click()
            return {"opened": "orders"}
        """,
        truth=("a >> View All Orders",),
        known_by="its text, below Latest Orders; Place New Order is beside it",
        is_sync=True,
    ),
    Case(
        name="lte-report-tools",
        kind="repairable",
        old=_BOARD,
        new=_BOARD_NOW,
        steps="""
            report = page.locator(".box", has=page.get_by_role("heading", name="Monthly Recap Report"))
            await report.locator("button.btn-box-tool.dropdown-toggle").click()
            return {"opened": "tools"}
        """,
        truth=("button.dropdown-toggle:has(.fa-wrench)",),
        known_by="the wrench, on top of Monthly Recap Report; folding and closing are beside it",
    ),
    Case(
        name="lte-open-side-panel",
        kind="repairable",
        old=_two(_BOXED),
        new=_three(_BOXED),
        steps="""
            await page.locator("a[data-toggle='control-sidebar']").click()
            return {"opened": "settings"}
        """,
        truth=("a[data-widget=control-sidebar]",),
        known_by="what the attribute says, last of the bar on top",
        is_sync=True,
    ),
    Case(
        name="lte-messages-in-bar",
        kind="repairable",
        old=_two(_BOXED),
        new=_three(_BOXED),
        steps="""
            bar = page.locator(".navbar-custom-menu")
            await bar.locator(".messages-menu > a").click()
            return {"opened": "messages"}
        """,
        truth=(".main-header a.nav-link:has(.fa-comments)",),
        known_by="what it opens ends with See All Messages; notifications are right of it, as before",
    ),
    Case(
        name="lte-orders-app",
        kind="repairable",
        old=_two(_BUTTONS),
        new=_three(_BUTTONS),
        steps="""
            await page.locator("a.btn-app", has_text="Orders").click()
            return {"opened": "orders"}
        """,
        truth=("a.btn-app:has(.badge.bg-teal):not(.bg-danger)",),
        known_by="icon and number, among the first Application Buttons; coloured ones have come below them",
    ),
    Case(
        name="lte-bitbucket-gone",
        kind="removed",
        old=_two(_BUTTONS),
        new=_three(_BUTTONS),
        steps="""
            await page.get_by_text("Sign in with Bitbucket").click()
            return {"with": "bitbucket"}
        """,
        known_by="the card Social Buttons has gone; nothing of the new page signs in",
        is_sync=True,
    ),
)
