"""Later faults of values and scripts."""

from __future__ import annotations

from typing import Final

from debugging.failure_classes import FailureClass
from tests.faults.fault import Fault, changed
from tests.faults.late.shells import bank, clinic, shop, townhall

_PRICE: Final = shop("Oat flour", '<p class="price">1240.50</p>')
_BALANCE: Final = bank("Account", '<p class="balance">2310.55</p>')
_TITLE: Final = clinic("Patient Okafor", "<p>Age 44</p>")
_EMBEDDED: Final = shop(
    "Catalogue", '<script type="application/json" id="data">{"items": [{"sku": "OAT25"}]}</script><p>1 item</p>'
)
_REF: Final = townhall("Resguardo", '<p class="ref">Número de registro: REG-2026-0081</p>')

FAULTS: Final = (
    Fault(
        name="price_in_another_notation",
        expected=FailureClass.VALUE_DIFFERS,
        misleading=True,
        site={"/oat": _PRICE},
        changes={"/oat": changed(_PRICE, "1240.50", "1.240,50 €")},
        workflow="""
from decimal import Decimal
from libretto import workflow

@workflow("oat-price")
def oat_price(ctx, input):
    ctx.page.goto(input["site"] + "/oat")
    return str(Decimal(ctx.page.locator(".price").inner_text()))
""",
        why="the text is no number for Python any more",
    ),
    Fault(
        name="balance_is_too_low",
        expected=FailureClass.VALUE_DIFFERS,
        site={"/account": _BALANCE},
        changes={"/account": changed(_BALANCE, "2310.55", "310.55")},
        workflow="""
from libretto import workflow

@workflow("check-balance")
async def check_balance(ctx, input):
    await ctx.page.goto(input["site"] + "/account")
    balance = float(await ctx.page.locator(".balance").inner_text())
    if balance < 1000:
        raise ValueError(f"Expected a balance of at least 1000.00, but the page shows {balance:.2f}")
""",
    ),
    Fault(
        name="another_patient",
        expected=FailureClass.VALUE_DIFFERS,
        site={"/patients/5520": _TITLE},
        changes={"/patients/5520": changed(_TITLE, "Patient Okafor", "Patient Okonkwo")},
        workflow="""
from libretto import workflow
from playwright.sync_api import expect

@workflow("right-patient", start_url="$site/patients/5520")
def right_patient(ctx, input):
    expect(ctx.page).to_have_title("Wellhaven | Patient Okafor", timeout=1200)
""",
    ),
    Fault(
        name="embedded_data_is_no_json",
        expected=FailureClass.SCRIPT_ERROR,
        site={"/catalogue": _EMBEDDED},
        changes={"/catalogue": changed(_EMBEDDED, '{"items": [{"sku": "OAT25"}]}', 'window.items = [{sku: "OAT25"}]')},
        workflow="""
import json
from libretto import workflow

@workflow("catalogue-items")
async def catalogue_items(ctx, input):
    await ctx.page.goto(input["site"] + "/catalogue")
    return json.loads(await ctx.page.locator("#data").text_content())["items"]
""",
    ),
    Fault(
        name="pattern_does_not_match",
        expected=FailureClass.SCRIPT_ERROR,
        site={"/resguardo": _REF},
        changes={"/resguardo": changed(_REF, "Número de registro: REG-2026-0081", "Registro núm. 2026/0081")},
        workflow="""
import re
from libretto import workflow

@workflow("numero-de-registro")
def numero_de_registro(ctx, input):
    ctx.page.goto(input["site"] + "/resguardo")
    text = ctx.page.locator(".ref").inner_text()
    return re.search(r"REG-(\\d{4})-(\\d+)", text).group(2)
""",
        why="re.search() gave None",
    ),
    Fault(
        name="method_that_does_not_exist",
        expected=FailureClass.SCRIPT_ERROR,
        site={"/oat": _PRICE},
        ran_before=False,
        workflow="""
from libretto import workflow

@workflow("oat-price-text")
async def oat_price_text(ctx, input):
    await ctx.page.goto(input["site"] + "/oat")
    return await ctx.page.locator(".price").get_text()
""",
    ),
)
