"""An exception of the workflow's own code, or of script it ran in the page."""

from __future__ import annotations

from typing import Final

from debugging.failure_classes import FailureClass
from tests.faults.fault import Fault, changed, json_answer
from tests.faults.shells import freight, insurer, invoices, people

_TABLE: Final = invoices("Invoices", '<table id="t"><tr><td>INV-1<td>Brightwater<td>1204.00</table>')
_STATE: Final = freight(
    "Fleet", '<script>window.__STATE__ = {fleet: {vessels: [{name: "Halyard Star"}]}}</script><p>1 vessel</p>'
)
_CLAIM: Final = insurer("Schaden", '<p class="nr">SN-4410</p><p class="art">Wasser</p>')
_HOURS: Final = people("Hours", '<p id="days">5</p><p id="hours">38</p>')

_READ: Final = """
from libretto import workflow

@workflow("schaden-lesen")
async def schaden_lesen(ctx, input):
    await ctx.page.goto(input["site"] + "/schaden")
    number = await ctx.page.locator(".nr").inner_text()
    return number.removeprefix("SN-")
"""

FAULTS: Final = (
    Fault(
        name="table_lost_a_column",
        expected=FailureClass.SCRIPT_ERROR,
        site={"/invoices": _TABLE},
        changes={"/invoices": changed(_TABLE, "<td>1204.00", "")},
        workflow="""
from libretto import workflow

@workflow("sum-invoices")
def sum_invoices(ctx, input):
    ctx.page.goto(input["site"] + "/invoices")
    total = 0.0
    for row in ctx.page.locator("#t tr").all():
        cells = row.locator("td").all_inner_texts()
        total += float(cells[2])
    return total
""",
    ),
    Fault(
        name="page_state_has_another_shape",
        expected=FailureClass.SCRIPT_ERROR,
        site={"/fleet": _STATE},
        changes={"/fleet": changed(_STATE, "{fleet: {vessels:", "{ships: {items:")},
        workflow="""
from libretto import workflow

@workflow("first-vessel", start_url="$site/fleet")
async def first_vessel(ctx, input):
    return await ctx.page.evaluate("() => window.__STATE__.fleet.vessels[0].name")
""",
    ),
    Fault(
        name="await_was_forgotten",
        expected=FailureClass.SCRIPT_ERROR,
        site={"/schaden": _CLAIM},
        workflow_before=_READ,
        workflow=changed(_READ, "await ctx.page.locator", "ctx.page.locator"),
    ),
    Fault(
        name="api_without_a_field",
        expected=FailureClass.SCRIPT_ERROR,
        site={"/api/vendors": json_answer({"vendors": [{"id": 7, "iban": "DE02"}]})},
        changes={"/api/vendors": json_answer({"vendors": [{"id": 7, "bank": {"iban": "DE02"}}]})},
        workflow="""
from libretto import workflow

@workflow("vendor-ibans")
def vendor_ibans(ctx, input):
    answer = ctx.page.request.get(input["site"] + "/api/vendors").json()
    return [vendor["iban"] for vendor in answer["vendors"]]
""",
    ),
    Fault(
        name="no_days_no_average",
        expected=FailureClass.SCRIPT_ERROR,
        site={"/hours": _HOURS},
        changes={"/hours": changed(_HOURS, '"days">5', '"days">0')},
        workflow="""
from libretto import workflow

def number(page, selector):
    return int(page.locator(selector).inner_text())

@workflow("average-hours")
def average_hours(ctx, input):
    ctx.page.goto(input["site"] + "/hours")
    return number(ctx.page, "#hours") / number(ctx.page, "#days")
""",
    ),
    Fault(
        name="result_is_no_json",
        expected=FailureClass.SCRIPT_ERROR,
        site={"/schaden": _CLAIM},
        workflow_before=_READ,
        workflow=changed(_READ, 'number.removeprefix("SN-")', "ctx.page"),
    ),
)
