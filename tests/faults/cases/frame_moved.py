"""The frame that holds the element is gone, new, or another one."""

from __future__ import annotations

from typing import Final

from debugging.failure_classes import FailureClass
from tests.faults.fault import Fault, changed
from tests.faults.shells import freight, insurer, invoices, mutual, page

_CARD: Final = (
    '<form><label>Card number<input name="card"></label><button type="button" id="pay">Pay now</button></form>'
)
_CHECKOUT: Final = invoices("Checkout", f"<h3>Payment</h3>{_CARD}")
_FRAMED: Final = invoices(
    "Checkout", '<h3>Payment</h3><iframe title="Secure payment" src="/psp/form" width="500" height="200"></iframe>'
)
_PSP: Final = page("Payment", _CARD)
_VIEWER: Final = insurer("Police", '<iframe name="dokument" src="/police/inhalt" width="600" height="300"></iframe>')
_POLICY: Final = page("Police", '<p id="summe">Versicherungssumme: 65.000 €</p>')
_SIGN: Final = mutual("Signature", '<iframe id="sign" src="/sign" width="500" height="200"></iframe>')
_SIGN_FORM: Final = page("Signature", '<button id="ok">Signer le contrat</button>')
_WRAPPED: Final = page("Signature", '<iframe id="inner" src="/sign/v2" width="480" height="180"></iframe>')
_TRACK: Final = freight("Track", '<iframe id="map" src="/map" width="500" height="200"></iframe>')
_MAP: Final = page("Map", '<p class="eta">14 Dec</p>')
_SWAPS: Final = changed(
    _TRACK,
    "</main>",
    "<script>setTimeout(() => { const next = document.createElement('iframe'); next.id = 'map-v2'; next.src = '/empty';"
    "document.getElementById('map').replaceWith(next) }, 900)</script></main>",
)

FAULTS: Final = (
    Fault(
        name="payment_form_went_into_a_frame",
        expected=FailureClass.FRAME_MOVED,
        site={"/checkout": _CHECKOUT},
        changes={"/checkout": _FRAMED, "/psp/form": _PSP},
        misleading=True,
        workflow="""
from libretto import workflow

@workflow("pay-by-card")
async def pay_by_card(ctx, input):
    page = ctx.page
    await page.goto(input["site"] + "/checkout")
    await page.get_by_label("Card number").fill("4111 1111 1111 1111", timeout=1200)
    await page.click("#pay")
""",
    ),
    Fault(
        name="payment_form_left_its_frame",
        expected=FailureClass.FRAME_MOVED,
        site={"/checkout": _FRAMED, "/psp/form": _PSP},
        changes={"/checkout": _CHECKOUT},
        workflow="""
from libretto import workflow

@workflow("pay-by-card-in-frame")
def pay_by_card(ctx, input):
    page = ctx.page
    page.goto(input["site"] + "/checkout")
    form = page.frame_locator("iframe[title='Secure payment']")
    form.get_by_label("Card number").fill("4111 1111 1111 1111", timeout=1200)
    form.locator("#pay").click()
""",
    ),
    Fault(
        name="frame_has_another_name",
        expected=FailureClass.FRAME_MOVED,
        site={"/police": _VIEWER, "/police/inhalt": _POLICY},
        changes={"/police": changed(_VIEWER, 'name="dokument"', 'name="viewer-2"')},
        misleading=True,
        workflow="""
from libretto import workflow

@workflow("versicherungssumme")
def versicherungssumme(ctx, input):
    ctx.page.goto(input["site"] + "/police")
    frame = ctx.page.frame(name="dokument")
    return frame.locator("#summe").inner_text()
""",
        why="page.frame() gave None",
    ),
    Fault(
        name="one_frame_deeper",
        expected=FailureClass.FRAME_MOVED,
        site={"/signature": _SIGN, "/sign": _SIGN_FORM},
        changes={"/sign": _WRAPPED, "/sign/v2": _SIGN_FORM},
        misleading=True,
        workflow="""
from libretto import workflow

@workflow("signer-contrat")
async def signer_contrat(ctx, input):
    await ctx.page.goto(input["site"] + "/signature")
    cadre = ctx.page.locator("#sign").content_frame
    await cadre.get_by_role("button", name="Signer le contrat").click(timeout=1200)
""",
    ),
    Fault(
        name="frame_is_replaced_in_use",
        expected=FailureClass.FRAME_MOVED,
        site={"/track": _TRACK, "/map": _MAP},
        changes={"/track": _SWAPS, "/map": page("Map", "<p>Loading map…</p>"), "/empty": page("Map", "<p>beta</p>")},
        workflow="""
from libretto import workflow

@workflow("eta-from-map")
def eta_from_map(ctx, input):
    ctx.page.goto(input["site"] + "/track")
    frame = ctx.page.query_selector("#map").content_frame()
    return frame.wait_for_selector(".eta", timeout=3000).inner_text()
""",
    ),
)
