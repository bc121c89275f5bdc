"""Later faults of the way to the site."""

from __future__ import annotations

from typing import Final

from debugging.failure_classes import FailureClass
from tests.faults.fault import HANGS, Answer, Fault, changed, json_answer, redirect
from tests.faults.late.shells import clinic, shop, warehouse

_LABELS: Final = warehouse("Etiketten", '<p class="anzahl">12 Etiketten</p>')
_DAY: Final = clinic(
    "Calendar",
    '<ol id="slots"></ol><script>fetch("$site/api/slots").then(r => r.json()).then(all => {'
    "for (const s of all) slots.innerHTML += `<li><button>${s}</button></li>` })</script>",
)
_BASKET: Final = shop("Basket", '<ul><li>Oat flour, 25 kg</ul><a href="/checkout">To checkout</a>')
_CHECKOUT: Final = shop("Checkout", '<p id="sum">€ 118.20</p>')

FAULTS: Final = (
    Fault(
        name="list_host_cannot_be_reached",
        expected=FailureClass.NETWORK_ERROR,
        site={"/calendar": _DAY, "/api/slots": json_answer(["09:00", "09:30"])},
        changes={"/calendar": changed(_DAY, "$site/api/slots", "$closed/api/slots")},
        misleading=True,
        workflow="""
from libretto import workflow

@workflow("book-slot")
async def book_slot(ctx, input):
    await ctx.page.goto(input["site"] + "/calendar")
    await ctx.page.get_by_role("button", name="09:30").click(timeout=1300)
""",
        why="the list is empty because its host refused the connection",
    ),
    Fault(
        name="checkout_moved_to_an_unknown_name",
        expected=FailureClass.NETWORK_ERROR,
        site={"/basket": _BASKET, "/checkout": _CHECKOUT},
        changes={"/checkout": redirect("http://pay.kornblum.invalid/checkout", status=307)},
        misleading=True,
        workflow="""
from libretto import workflow
from playwright.sync_api import expect

@workflow("basket-to-checkout", start_url="$site/basket")
def basket_to_checkout(ctx, input):
    ctx.page.get_by_role("link", name="To checkout").click()
    expect(ctx.page.locator("#sum")).to_contain_text("118.20", timeout=1500)
""",
    ),
    Fault(
        name="style_sheet_holds_the_page_up",
        expected=FailureClass.NAVIGATION_TIMEOUT,
        site={"/basket": _BASKET, "/checkout": _CHECKOUT},
        changes={
            "/checkout": changed(_CHECKOUT, "</head>", '<link rel="stylesheet" href="/theme.css"></head>'),
            "/theme.css": HANGS,
        },
        workflow="""
from libretto import workflow

@workflow("checkout-total")
def checkout_total(ctx, input):
    page = ctx.page
    page.goto(input["site"] + "/basket")
    page.evaluate("location.href = '/checkout'")
    page.wait_for_url("**/checkout", wait_until="commit")
    page.wait_for_load_state("load", timeout=1800)
    return page.locator("#sum").inner_text()
""",
    ),
    Fault(
        name="slow_by_some_seconds",
        expected=FailureClass.NAVIGATION_TIMEOUT,
        site={"/bestand": _LABELS},
        changes={"/bestand": Answer(body=_LABELS, after_seconds=6)},
        workflow="""
from libretto import workflow

@workflow("bestand-lesen")
async def bestand_lesen(ctx, input):
    await ctx.page.goto(input["site"] + "/bestand", wait_until="domcontentloaded", timeout=1500)
    return await ctx.page.locator(".anzahl").inner_text()
""",
    ),
)
