"""The page, context or browser was closed, by the site or by the workflow."""

from __future__ import annotations

from typing import Final

from debugging.failure_classes import FailureClass
from tests.faults.fault import Fault, changed
from tests.faults.shells import freight, invoices, mutual, page, people

_CHECKOUT: Final = invoices(
    "Checkout", "<button onclick=\"window.open('/wallet', '', 'width=420,height=520')\">Pay with PayWave</button>"
)
_WALLET: Final = page(
    "PayWave", '<h2>PayWave</h2><label>PIN<input name="pin" type="tel"></label><button id="confirm">Confirm</button>'
)
_TIMED: Final = changed(_WALLET, "</body>", "<script>setTimeout(() => window.close(), 700)</script></body>")
_QUOTE: Final = mutual("Devis", '<p>Devis n° 2026-118</p><a href="/devis/pdf" target="_blank">Ouvrir le devis</a>')
_QUOTE_PAGE: Final = mutual("Devis 2026-118", '<p class="montant">84,20 € / mois</p><button>Accepter le devis</button>')
_LABEL: Final = freight(
    "Labels", "<button onclick=\"w = window.open('/label', 'label')\">Print label</button><p id=\"m\"></p>"
)
_OPENER_CLOSES: Final = changed(
    _LABEL, "w = window.open('/label', 'label')", "w = window.open('/label', 'label'); setTimeout(() => w.close(), 600)"
)
_ROSTER: Final = people("Employees", "<ul><li>Ana Souza<li>Ben Ode<li>Chi Lam</ul><button>Export</button>")

FAULTS: Final = (
    Fault(
        name="wallet_closes_itself",
        expected=FailureClass.PAGE_CLOSED,
        site={"/checkout": _CHECKOUT, "/wallet": _WALLET},
        changes={"/wallet": _TIMED},
        workflow="""
from libretto import workflow

@workflow("pay-with-wallet")
def pay_with_wallet(ctx, input):
    page = ctx.page
    page.goto(input["site"] + "/checkout")
    with page.expect_popup() as opened:
        page.get_by_role("button", name="Pay with PayWave").click()
    wallet = opened.value
    wallet.get_by_label("PIN").fill("4242")
    wallet.wait_for_timeout(1200)  # the wallet is slow to accept its button
    wallet.get_by_role("button", name="Confirm").click(timeout=1500)
""",
    ),
    Fault(
        name="workflow_closes_page_too_early",
        expected=FailureClass.PAGE_CLOSED,
        site={"/devis": _QUOTE, "/devis/pdf": _QUOTE_PAGE},
        ran_before=False,
        workflow="""
from libretto import workflow

@workflow("accepter-devis")
async def accepter_devis(ctx, input):
    page = ctx.page
    await page.goto(input["site"] + "/devis")
    async with page.expect_popup() as ouverture:
        await page.get_by_role("link", name="Ouvrir le devis").click()
    devis = await ouverture.value
    montant = await devis.locator(".montant").inner_text()
    await devis.close()
    await devis.get_by_role("button", name="Accepter le devis").click(timeout=1500)
    return montant
""",
    ),
    Fault(
        name="opener_closes_label",
        expected=FailureClass.PAGE_CLOSED,
        site={"/labels": _LABEL, "/label": freight("Label 7731", '<p class="code">HLY-7731</p>')},
        changes={"/labels": _OPENER_CLOSES, "/label": freight("Label 7731", "<p>Preparing…</p>")},
        workflow="""
from libretto import workflow

@workflow("print-label")
async def print_label(ctx, input):
    page = ctx.page
    page.context.set_default_timeout(2500)
    await page.goto(input["site"] + "/labels")
    async with page.context.expect_page() as opened:
        await page.click("text=Print label")
    label = await opened.value
    return await label.locator("css=.code").text_content()
""",
    ),
    Fault(
        name="context_closed_in_helper",
        expected=FailureClass.PAGE_CLOSED,
        site={"/employees": _ROSTER},
        workflow_before="""
from libretto import workflow

@workflow("export-roster")
def export_roster(ctx, input):
    ctx.page.goto(input["site"] + "/employees")
    names = ctx.page.locator("li").all_inner_texts()
    ctx.page.get_by_role("button", name="Export").click(timeout=1500)
    return names
""",
        workflow="""
from libretto import workflow

def names_on(page):
    try:
        return page.locator("li").all_inner_texts()
    finally:
        page.context.close()

@workflow("export-roster")
def export_roster(ctx, input):
    ctx.page.goto(input["site"] + "/employees")
    names = names_on(ctx.page)
    ctx.page.get_by_role("button", name="Export").click(timeout=1500)
    return names
""",
    ),
)
