"""What identified one element identifies several."""

from __future__ import annotations

from typing import Final

from debugging.failure_classes import FailureClass
from tests.faults.fault import Fault, changed
from tests.faults.shells import freight, insurer, invoices, mutual, people

_PROFILE: Final = people(
    "Profile",
    '<form><label>Phone<input name="phone"></label></form><button onclick="out.textContent=\'ok\'">Save</button>'
    '<p id="out"></p>',
)
_TWO_SAVES: Final = changed(_PROFILE, "</form>", "</form><button>Save</button><h2>Bank account</h2>")
_ADDRESS: Final = freight("Consignee", '<label>City<input id="c1"></label><button>Next</button>')
_TWO_CITIES: Final = changed(
    _ADDRESS, "<button>Next", '<h2>Notify party</h2><label>City<input id="c2"></label><button>Next'
)
_CLAIMS: Final = insurer("Schäden", '<table><tbody><tr><td>SN-4410<td><a href="#a">Details</a></tbody></table>')
_TWO_CLAIMS: Final = changed(_CLAIMS, "</tbody>", '<tr><td>SN-4499<td><a href="#b">Details</a></tbody>')
_TOTALS: Final = invoices("Invoice", '<p class="amount">$1,204.00</p>')
_TWO_TOTALS: Final = changed(_TOTALS, "</p>", '</p><p class="amount">$96.32 tax</p>')
_MENU: Final = mutual("Accueil", '<nav><a href="#devis">Demander un devis</a></nav>')
_MOBILE_MENU: Final = changed(
    _MENU, "<nav>", '<nav class="mobile" style="display:none"><a href="#devis">Demander un devis</a></nav><nav>'
)

FAULTS: Final = (
    Fault(
        name="second_save",
        expected=FailureClass.SEVERAL_MATCH,
        site={"/profile": _PROFILE},
        changes={"/profile": _TWO_SAVES},
        workflow="""
from libretto import workflow

@workflow("update-phone")
async def update_phone(ctx, input):
    await ctx.page.goto(input["site"] + "/profile")
    await ctx.page.get_by_label("Phone").fill("+49 451 1234")
    await ctx.page.get_by_role("button", name="Save").click(timeout=1200)
""",
    ),
    Fault(
        name="second_city",
        expected=FailureClass.SEVERAL_MATCH,
        site={"/consignee": _ADDRESS},
        changes={"/consignee": _TWO_CITIES},
        workflow="""
from libretto import workflow

@workflow("set-consignee", start_url="$site/consignee")
def set_consignee(ctx, input):
    ctx.page.get_by_label("City").fill("Busan", timeout=1200)
    ctx.page.get_by_text("Next").click(timeout=1200)
""",
    ),
    Fault(
        name="second_claim",
        expected=FailureClass.SEVERAL_MATCH,
        site={"/schaeden": _CLAIMS},
        changes={"/schaeden": _TWO_CLAIMS},
        workflow="""
from libretto import workflow

@workflow("schaden-details")
def schaden_details(ctx, input):
    ctx.page.goto(input["site"] + "/schaeden")
    ctx.page.locator("tbody a").click(timeout=1200)
    return ctx.page.url
""",
    ),
    Fault(
        name="second_amount_in_expect",
        expected=FailureClass.SEVERAL_MATCH,
        site={"/invoice": _TOTALS},
        changes={"/invoice": _TWO_TOTALS},
        misleading=True,
        workflow="""
from libretto import workflow
from playwright.async_api import expect

@workflow("check-invoice-total")
async def check_invoice_total(ctx, input):
    await ctx.page.goto(input["site"] + "/invoice")
    await expect(ctx.page.locator(".amount")).to_have_text("$1,204.00", timeout=1200)
""",
        why="the assertion could not be made, because there are two",
    ),
    Fault(
        name="hidden_mobile_menu",
        expected=FailureClass.SEVERAL_MATCH,
        site={"/": _MENU},
        changes={"/": _MOBILE_MENU},
        workflow="""
from libretto import workflow

@workflow("demander-devis", start_url="$site/")
async def demander_devis(ctx, input):
    await ctx.page.get_by_text("Demander un devis").click(timeout=1200)
""",
    ),
)
