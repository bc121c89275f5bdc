"""Something lies over the element."""

from __future__ import annotations

from typing import Final

from debugging.failure_classes import FailureClass
from tests.faults.fault import Fault, changed
from tests.faults.shells import freight, insurer, invoices, people

_BOOKING: Final = freight(
    "New booking",
    '<form action="/booked"><label>Origin port<input name="origin" value="Oakland"></label>'
    '<label>Destination port<input name="destination"></label><label>Containers<input name="count" type="number">'
    '</label><button type="submit">Request quote</button></form>',
)
_CONSENT: Final = (
    '<div id="onetrust-consent-sdk" role="dialog" aria-label="Privacy" style="position:fixed;inset:0;background:#0008;'
    'z-index:99"><div style="position:absolute;bottom:0;left:0;right:0;background:#fff;padding:30px"><h2>We value your '
    "privacy</h2><p>We use cookies to improve your experience and to measure how our site is used.</p>"
    "<button>Accept all cookies</button><button>Manage preferences</button></div></div></body>"
)
_POLICY: Final = insurer(
    "Vertrag HV-2291",
    '<div class="card"><p>Hausratversicherung, Beitrag 18,40 € monatlich</p><a class="btn" id="nachtrag" '
    'href="/vertraege/nachtrag">Nachtrag erstellen</a></div>',
)
_HINT: Final = (
    '<div class="cookie-hinweis" style="position:fixed;inset:0;background:#fffd;padding:120px">Diese Website verwendet '
    "Cookies. <button>Alle akzeptieren</button> <button>Nur notwendige</button></div></body>"
)
_LIST: Final = invoices(
    "Open invoices",
    '<table data-testid="invoice-table"><tr><th>Number<th>Vendor<th>Amount<th></tr><tr><td>INV-20817<td>Brightwater '
    'Supplies<td>$1,204.00<td><button data-testid="pay-INV-20817" onclick="location=\'/paid\'">Pay</button></table>',
)
_SPINNER: Final = (
    '<div class="loading-mask" style="position:fixed;inset:0;background:#fff9;z-index:5"><div class="spinner" '
    'role="progressbar">Loading…</div></div></body>'
)
_LEAVE: Final = people(
    "Time off",
    '<ul class="requests"><li>Ana Souza, 3 days <button class="approve" onclick="this.textContent=\'Approved\'">Approve'
    "</button></li></ul>",
)
_CHAT: Final = (
    '<div id="intercom-container" style="position:fixed;top:0;left:0;width:900px;height:560px;background:#fff;'
    'box-shadow:0 0 9px #999"><h3>Hi Dana 👋</h3><p>Ask us anything about the new leave planner!</p></div></body>'
)

FAULTS: Final = (
    Fault(
        name="consent_over_quote_button",
        expected=FailureClass.ELEMENT_COVERED,
        site={"/bookings/new": _BOOKING, "/booked": freight("Quote requested", "<p>We will answer within a day.</p>")},
        changes={"/bookings/new": changed(_BOOKING, "</body>", _CONSENT)},
        workflow="""
from libretto import workflow

@workflow("book-containers")
async def book_containers(ctx, input):
    page = ctx.page
    page.set_default_timeout(1200)
    await page.goto(input["site"] + "/bookings/new")
    await page.get_by_label("Destination port").fill("Busan")
    await page.get_by_label("Containers").fill("2")
    await page.get_by_role("button", name="Request quote").click()
    await page.wait_for_url("**/booked**")
""",
    ),
    Fault(
        name="cookie_hinweis_ueber_nachtrag",
        expected=FailureClass.ELEMENT_COVERED,
        site={"/vertraege/2291": _POLICY, "/vertraege/nachtrag": insurer("Nachtrag", "<p>Entwurf angelegt</p>")},
        changes={"/vertraege/2291": changed(_POLICY, "</body>", _HINT)},
        workflow="""
from libretto import workflow

@workflow("nachtrag-anlegen", start_url="$site/vertraege/2291")
def nachtrag_anlegen(ctx, input):
    ctx.page.click("#nachtrag", timeout=1200)
    return ctx.page.locator("main p").inner_text()
""",
    ),
    Fault(
        name="spinner_that_stays",
        expected=FailureClass.ELEMENT_COVERED,
        site={"/invoices": _LIST, "/paid": invoices("Paid", "<p>Payment scheduled</p>")},
        changes={"/invoices": changed(_LIST, "</body>", _SPINNER)},
        workflow="""
from libretto import workflow

@workflow("pay-open-invoices")
async def pay_open_invoices(ctx, input):
    await ctx.page.goto(input["site"] + "/invoices")
    await ctx.page.get_by_test_id("pay-INV-20817").click(timeout=1300)
    ctx.log.info("paid", invoice="INV-20817")
""",
    ),
    Fault(
        name="chat_window_over_approve",
        expected=FailureClass.ELEMENT_COVERED,
        site={"/time-off": _LEAVE},
        changes={"/time-off": changed(_LEAVE, "</body>", _CHAT)},
        workflow="""
from libretto import workflow

@workflow("approve-time-off")
def approve_time_off(ctx, input):
    page = ctx.page
    page.goto(input["site"] + "/time-off")
    button = page.query_selector("li >> text=Approve")
    button.click(timeout=1200)
""",
    ),
)
