"""Later faults of elements that are others than before, or gone."""

from __future__ import annotations

from typing import Final

from debugging.failure_classes import FailureClass
from tests.faults.fault import Fault, changed
from tests.faults.late.shells import bare, clinic, shop, warehouse

_ADDRESS: Final = shop("Address", '<label>Postcode<input name="pc"></label><button>Save address</button>')
_TWICE: Final = changed(
    _ADDRESS,
    "<button>Save",
    '<fieldset><legend>Billing</legend><label>Postcode<input name="bpc"></label></fieldset><button>Save',
)
_PAY: Final = shop("Payment", '<iframe id="card-frame" src="/card" width="420" height="160"></iframe>')
_CARD: Final = bare("Card", '<label>IBAN<input name="iban"></label>')
_ROWS: Final = clinic("Recalls", '<ul id="recalls"><li><input aria-label="Note"><li><input aria-label="Note"></ul>')
_REDRAWN: Final = changed(
    _ROWS,
    "</ul>",
    '</ul><script>recalls.addEventListener("input", () => { recalls.innerHTML = "<li><input><li><input>" })</script>',
)
_PICK: Final = warehouse("Kommissionierung", "<p>Auftrag A-7710</p><button>Position bestätigen</button>")
_ALERTED: Final = changed(_PICK, "</body>", "<script>alert('Schichtwechsel um 14 Uhr')</script></body>")
_ORDERS: Final = shop(
    "Orders", "<table><tr><td>PO-5531<td><a href='#1'>Reorder</a><tr><td>PO-5540<td><a href='#2'>Reorder</a></table>"
)

FAULTS: Final = (
    Fault(
        name="second_postcode",
        expected=FailureClass.SEVERAL_MATCH,
        site={"/address": _ADDRESS},
        changes={"/address": _TWICE},
        workflow="""
from libretto import workflow

@workflow("set-postcode")
async def set_postcode(ctx, input):
    page = ctx.page
    await page.goto(input["site"] + "/address")
    await page.get_by_label("Postcode").press_sequentially("23552", timeout=1200)
    await page.get_by_text("Save address").click()
""",
    ),
    Fault(
        name="card_frame_has_a_new_id",
        expected=FailureClass.FRAME_MOVED,
        site={"/payment": _PAY, "/card": _CARD},
        changes={"/payment": changed(_PAY, 'id="card-frame"', 'id="elements-7f2" title="Payment details"')},
        workflow="""
from libretto import workflow

@workflow("enter-iban", start_url="$site/payment")
def enter_iban(ctx, input):
    ctx.page.frame_locator("#card-frame").get_by_label("IBAN").fill("DE02 1203 0000", timeout=1200)
""",
    ),
    Fault(
        name="recalls_are_drawn_again",
        expected=FailureClass.ELEMENT_DETACHED,
        site={"/recalls": _ROWS},
        changes={"/recalls": _REDRAWN},
        workflow="""
from libretto import workflow

@workflow("note-recalls")
async def note_recalls(ctx, input):
    await ctx.page.goto(input["site"] + "/recalls")
    for field in await ctx.page.locator("#recalls input").element_handles():
        await field.fill("called", timeout=1200)
""",
    ),
    Fault(
        name="renamed_beside_a_harmless_alert",
        expected=FailureClass.ELEMENT_NOT_FOUND,
        site={"/pick": _ALERTED},
        changes={"/pick": changed(_ALERTED, "Position bestätigen", "Fertig")},
        workflow="""
from libretto import workflow

@workflow("position-bestaetigen")
def position_bestaetigen(ctx, input):
    ctx.page.goto(input["site"] + "/pick")
    ctx.page.get_by_role("button", name="Position bestätigen").click(timeout=1200)
""",
        why="the alert came in good runs, too",
    ),
    Fault(
        name="order_is_no_longer_listed",
        expected=FailureClass.ELEMENT_NOT_FOUND,
        site={"/orders": _ORDERS},
        changes={"/orders": changed(_ORDERS, "PO-5531", "PO-5562")},
        workflow="""
from libretto import workflow

@workflow("reorder")
async def reorder(ctx, input):
    page = ctx.page
    await page.goto(input["site"] + "/orders")
    await page.get_by_role("row", name="PO-5531").get_by_role("link", name="Reorder").click(timeout=1200)
""",
    ),
)
