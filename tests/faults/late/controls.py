"""Later faults of controls, dialogs, selectors, downloads and waits."""

from __future__ import annotations

from typing import Final

from debugging.failure_classes import FailureClass
from tests.faults.fault import Fault, changed
from tests.faults.late.shells import bank, clinic, shop, townhall, warehouse

_WEIGHT: Final = warehouse("Wiegen", '<label>Gewicht<input name="g" type="text"></label>')
_CITY: Final = shop(
    "Delivery",
    '<label for="slot">Slot</label><select id="slot"><option>Morning (8\u201312)<option>Afternoon (12\u201317)'
    "</select>",
)
_TRANSFER: Final = bank(
    "Transfer",
    '<p>Balance: <b id="bal">900.00</b></p><button onclick="go()">Transfer 100.00</button>'
    "<script>function go() { bal.textContent = '800.00' }</script>",
)
_SLOTS: Final = clinic("Slots", '<ul><li class="slot">09:00<li class="slot">09:30</ul>')
_TABLE: Final = bank(
    "Statements",
    '<table id="st"><tr><td>Oct<td>PDF</table><button onclick="exportRows()">Export CSV</button>'
    "<script>function exportRows() {"
    'const a = document.createElement("a"); a.href = URL.createObjectURL(new Blob(["a,b"])); '
    'a.download = "oct.csv"; a.click() }</script>',
)
_WAIT: Final = townhall(
    "Solicitud",
    (
        '<div class="cargando">Cargando…</div><script>setTimeout(() => '
        'document.querySelector(".cargando").remove(), 200)</script>'
    ),
)
_QUEUE: Final = warehouse("Aufträge", '<p id="offen">0</p>')
_CONTAINS: Final = """
from libretto import workflow

@workflow("morning-slots", start_url="$site/slots")
def morning_slots(ctx, input):
    return ctx.page.locator("li.slot:has-text('09')").count()
"""

FAULTS: Final = (
    Fault(
        name="weight_is_a_number_field",
        expected=FailureClass.WRONG_CONTROL,
        site={"/wiegen": _WEIGHT},
        changes={"/wiegen": changed(_WEIGHT, 'type="text"', 'type="number"')},
        workflow="""
from libretto import workflow

@workflow("gewicht-eintragen")
async def gewicht_eintragen(ctx, input):
    await ctx.page.goto(input["site"] + "/wiegen")
    await ctx.page.get_by_label("Gewicht").fill("24,5 kg", timeout=1200)
""",
    ),
    Fault(
        name="slot_has_other_hours",
        expected=FailureClass.OPTION_MISSING,
        site={"/delivery": _CITY},
        changes={"/delivery": changed(_CITY, "Morning (8\u201312)", "Morning (7\u201311)")},
        workflow="""
from libretto import workflow

@workflow("choose-slot")
def choose_slot(ctx, input):
    ctx.page.goto(input["site"] + "/delivery")
    ctx.page.locator("select#slot").select_option(label="Morning (8\u201312)", timeout=1200)
""",
    ),
    Fault(
        name="transfer_asks_first",
        expected=FailureClass.UNEXPECTED_DIALOG,
        misleading=True,
        site={"/transfer": _TRANSFER},
        changes={
            "/transfer": changed(
                _TRANSFER,
                "function go() { ",
                "function go() { if (!confirm('Send 100.00 to Kornblum Wholesale?')) return; ",
            )
        },
        workflow="""
from libretto import workflow

@workflow("pay-kornblum")
async def pay_kornblum(ctx, input):
    page = ctx.page
    await page.goto(input["site"] + "/transfer")
    await page.get_by_role("button", name="Transfer 100.00").click()
    balance = float(await page.inner_text("#bal"))
    assert balance == 800.0, f"The balance should be 800.00 now, it is {balance}"
""",
        why="nobody answered, so no money was sent, and a check of the balance failed",
    ),
    Fault(
        name="jquery_in_a_selector",
        expected=FailureClass.INVALID_SELECTOR,
        site={"/slots": _SLOTS},
        workflow_before=_CONTAINS,
        workflow=changed(_CONTAINS, ":has-text('09')", ":contains('09')"),
    ),
    Fault(
        name="export_script_is_broken",
        expected=FailureClass.DOWNLOAD_FAILED,
        site={"/statements": _TABLE},
        changes={"/statements": changed(_TABLE, "function exportRows()", "function exportTable()")},
        workflow="""
from libretto import workflow

@workflow("export-statements")
async def export_statements(ctx, input):
    page = ctx.page
    await page.goto(input["site"] + "/statements")
    async with page.expect_download(timeout=1400) as info:
        await page.get_by_role("button", name="Export CSV").click()
    return (await info.value).suggested_filename
""",
        why="the page's own script fails, so no download begins",
    ),
    Fault(
        name="still_loading",
        expected=FailureClass.WAIT_TIMEOUT,
        site={"/solicitud": _WAIT},
        changes={"/solicitud": changed(_WAIT, "200)", "60000)")},
        workflow="""
from libretto import workflow

@workflow("abrir-solicitud")
def abrir_solicitud(ctx, input):
    ctx.page.goto(input["site"] + "/solicitud")
    ctx.page.wait_for_selector(".cargando", state="detached", timeout=1300)
""",
    ),
    Fault(
        name="queue_does_not_empty",
        expected=FailureClass.WAIT_TIMEOUT,
        misleading=True,
        site={"/auftraege": _QUEUE},
        changes={"/auftraege": changed(_QUEUE, ">0<", ">3<")},
        workflow="""
import asyncio
from libretto import workflow

async def until_empty(page):
    while await page.inner_text("#offen") != "0":
        await asyncio.sleep(0.2)

@workflow("schichtende")
async def schichtende(ctx, input):
    await ctx.page.goto(input["site"] + "/auftraege")
    await asyncio.wait_for(until_empty(ctx.page), timeout=1.5)
""",
        why="asyncio's TimeoutError has no text",
    ),
)
