"""The right page, without the element."""

from __future__ import annotations

from typing import Final

from debugging.failure_classes import FailureClass
from tests.faults.fault import Answer, Fault, changed, json_answer
from tests.faults.shells import freight, insurer, invoices, mutual, people

_QUOTE: Final = freight("Quote", "<p>1,840 USD</p><button onclick=\"location.hash='b'\">Book now</button>")
_ADRESSE: Final = insurer(
    "Anschrift", '<form><label>Straße<input id="strasse"></label><label>Ort<input id="ort"></label></form>'
)
_PAY: Final = invoices("Pay", '<button data-testid="pay-submit">Pay $1,204.00</button>')
_WEITER: Final = mutual("Étape 1", '<p>Vos informations</p><a class="suivant" href="#2">Continuer</a>')
_WIDGET: Final = people(
    "Goals",
    '<button id="add-goal">Add goal</button><aside id="w"></aside>'
    '<script>fetch("/api/weather").then(r => { w.textContent = '
    "r.ok ? 'Sunny' : 'Weather is not available' })</script>",
)
_SECTION: Final = freight(
    "Account", '<section id="insurance"><h2>Cargo insurance</h2><a href="#i">Insure this shipment</a></section>'
)
_HELP_404: Final = (
    "<article><h2>Why do I see “404 Not Found” or “Access denied”?</h2><p>Sign in again, or clear "
    "your cookies. Error codes "
    "500 and 503 mean that we are working on it.</p></article></main>"
)

FAULTS: Final = (
    Fault(
        name="button_has_a_new_name",
        expected=FailureClass.ELEMENT_NOT_FOUND,
        site={"/quote": _QUOTE},
        changes={"/quote": changed(_QUOTE, "Book now", "Reserve this rate")},
        workflow="""
from libretto import workflow

@workflow("book-quote")
async def book_quote(ctx, input):
    await ctx.page.goto(input["site"] + "/quote")
    await ctx.page.get_by_role("button", name="Book now").click(timeout=1200)
""",
    ),
    Fault(
        name="ids_are_generated_now",
        expected=FailureClass.ELEMENT_NOT_FOUND,
        site={"/anschrift": _ADRESSE},
        changes={"/anschrift": changed(changed(_ADRESSE, 'id="strasse"', 'id=":r1:"'), 'id="ort"', 'id=":r2:"')},
        workflow="""
from libretto import workflow

@workflow("anschrift-aendern", start_url="$site/anschrift")
def anschrift_aendern(ctx, input):
    page = ctx.page
    page.set_default_timeout(1200)
    page.fill("#strasse", "Breite Straße 1")
    page.fill("#ort", "Lübeck")
""",
    ),
    Fault(
        name="test_ids_were_removed",
        expected=FailureClass.ELEMENT_NOT_FOUND,
        site={"/pay": _PAY},
        changes={"/pay": changed(_PAY, ' data-testid="pay-submit"', ' class="btn-primary"')},
        workflow="""
from libretto import workflow

@workflow("pay-now")
def pay_now(ctx, input):
    ctx.page.goto(input["site"] + "/pay")
    ctx.page.get_by_test_id("pay-submit").click(timeout=1200)
""",
    ),
    Fault(
        name="another_language",
        expected=FailureClass.ELEMENT_NOT_FOUND,
        site={"/etape": _WEITER},
        changes={"/etape": changed(changed(_WEITER, "Continuer", "Continue"), "Vos informations", "Your details")},
        workflow="""
from libretto import workflow

@workflow("etape-suivante")
async def etape_suivante(ctx, input):
    await ctx.page.goto(f"{input['site']}/etape")
    await ctx.page.locator("xpath=//a[normalize-space()='Continuer']").click(timeout=1200)
""",
    ),
    Fault(
        name="with_a_widget_that_always_fails",
        expected=FailureClass.ELEMENT_NOT_FOUND,
        site={"/goals": _WIDGET, "/api/weather": json_answer({}, status=401)},
        changes={
            "/goals": changed(
                _WIDGET, '<button id="add-goal">Add goal</button>', '<button id="new">New objective</button>'
            )
        },
        workflow="""
from libretto import workflow

@workflow("add-goal")
def add_goal(ctx, input):
    ctx.page.goto(input["site"] + "/goals")
    ctx.page.locator("button#add-goal").click(timeout=1200)
""",
        why="a request was refused in good runs, too: nobody has to sign in",
    ),
    Fault(
        name="section_gone_beside_help_about_errors",
        expected=FailureClass.ELEMENT_NOT_FOUND,
        site={"/account": _SECTION},
        changes={
            "/account": freight("Account", "<p>Cargo insurance is part of every booking now.</p>" + _HELP_404),
            "/logo.png": Answer(status=404),
        },
        workflow="""
from libretto import workflow

@workflow("insure-shipment")
async def insure_shipment(ctx, input):
    page = ctx.page
    page.set_default_timeout(1200)
    await page.goto(input["site"] + "/account")
    await page.get_by_text("Insure this shipment").click()
""",
    ),
)
