"""The element cannot be used: disabled or read-only."""

from __future__ import annotations

from typing import Final

from debugging.failure_classes import FailureClass
from tests.faults.fault import Fault, changed
from tests.faults.shells import freight, insurer, invoices, people

_TERMS: Final = freight(
    "Confirm booking",
    "<p>2 &times; 40 ft, Oakland &ndash; Busan</p><button onclick=\"this.textContent='Done'\">Confirm booking</button>",
)
_TERMS_FIRST: Final = changed(
    _TERMS, "<button ", '<label><input type="checkbox"> I have read the new terms of carriage</label><button disabled '
)
_IBAN: Final = insurer("Bankverbindung", '<label>IBAN<input id="iban" value="DE02 1203 0000 0000 2020 51"></label>')
_APPROVAL: Final = invoices(
    "Approve", "<fieldset><legend>Decision</legend><label>Comment<textarea></textarea></label></fieldset>"
)
_LOCKED: Final = changed(_APPROVAL, "<fieldset>", "<p>Locked by another reviewer</p><fieldset disabled>")
_LEAVE: Final = people(
    "Request leave",
    (
        '<select aria-label="Kind"><option>Vacation<option>Sick leave</select><div role="button" '
        'tabindex="0">Submit request</div>'
    ),
)

FAULTS: Final = (
    Fault(
        name="terms_come_first",
        expected=FailureClass.ELEMENT_DISABLED,
        site={"/confirm": _TERMS},
        changes={"/confirm": _TERMS_FIRST},
        workflow="""
from libretto import workflow

@workflow("confirm-booking")
async def confirm_booking(ctx, input):
    await ctx.page.goto(input["site"] + "/confirm")
    await ctx.page.get_by_role("button", name="Confirm booking").click(timeout=1200)
""",
    ),
    Fault(
        name="iban_is_read_only",
        expected=FailureClass.ELEMENT_DISABLED,
        site={"/bank": _IBAN},
        changes={"/bank": changed(_IBAN, 'id="iban"', 'id="iban" readonly')},
        workflow="""
from libretto import workflow

@workflow("iban-aendern", start_url="$site/bank")
def iban_aendern(ctx, input):
    ctx.page.get_by_label("IBAN").fill("DE75512108001245126199", timeout=1200)
""",
    ),
    Fault(
        name="locked_by_a_reviewer",
        expected=FailureClass.ELEMENT_DISABLED,
        site={"/approve": _APPROVAL},
        changes={"/approve": _LOCKED},
        workflow="""
from libretto import workflow

@workflow("comment-on-invoice")
def comment_on_invoice(ctx, input):
    ctx.page.goto(input["site"] + "/approve")
    ctx.page.fill("textarea", "Looks right.", timeout=1200)
""",
    ),
    Fault(
        name="select_is_disabled",
        expected=FailureClass.ELEMENT_DISABLED,
        site={"/leave": _LEAVE},
        changes={"/leave": changed(_LEAVE, "<select ", "<select disabled ")},
        workflow="""
from libretto import workflow

@workflow("request-leave")
async def request_leave(ctx, input):
    page = ctx.page
    page.set_default_timeout(1200)
    await page.goto(input["site"] + "/leave")
    await page.get_by_label("Kind").select_option("Sick leave")
    await page.get_by_role("button", name="Submit request").click()
""",
    ),
    Fault(
        name="aria_disabled",
        expected=FailureClass.ELEMENT_DISABLED,
        site={"/leave": _LEAVE},
        changes={"/leave": changed(_LEAVE, 'tabindex="0"', 'aria-disabled="true"')},
        workflow="""
from libretto import workflow

@workflow("request-sick-leave")
async def request_sick_leave(ctx, input):
    page = ctx.page
    page.set_default_timeout(1200)
    await page.goto(input["site"] + "/leave")
    await page.get_by_label("Kind").select_option("Sick leave")
    await page.get_by_text("Submit request").click()
""",
    ),
)
