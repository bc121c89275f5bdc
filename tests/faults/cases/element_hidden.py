"""The element is in the page, but not shown."""

from __future__ import annotations

from typing import Final

from debugging.failure_classes import FailureClass
from tests.faults.fault import Fault, changed
from tests.faults.shells import freight, insurer, invoices, mutual

_SEARCH: Final = invoices(
    "Invoices", '<div class="filters"><label>Vendor<input id="vendor"></label></div><p>118 invoices</p>'
)
_FOLDED: Final = changed(
    _SEARCH, '<div class="filters">', '<button>Filters</button><div class="filters" style="display:none">'
)
_NAV: Final = freight("Home", '<nav id="side"><a href="#quotes">Quotes</a></nav>')
_BURGER: Final = changed(
    _NAV,
    '<nav id="side">',
    '<button aria-label="Open menu" aria-expanded="false">☰</button><nav id="side" style="visibility:hidden">',
)
_TABS: Final = insurer(
    "Kunde Petersen",
    '<div role="tablist"><button role="tab" aria-selected="true">Stammdaten</button></div>'
    '<section><button id="mail">E-Mail '
    "ändern</button></section>",
)
_SECOND_TAB: Final = changed(_TABS, "<section>", "<section hidden>")
_DONE: Final = mutual(
    "Envoi",
    '<button onclick="ok.style.display=\'block\'">Envoyer</button><p id="ok" style="display:none">Document envoyé</p>',
)
_KEPT_HIDDEN: Final = changed(_DONE, "ok.style.display='block'", "this.disabled = true")
_BANNER: Final = (
    '<div class="cookie-bar" style="position:fixed;bottom:0;left:0;right:0;background:#eee;padd'
    'ing:20px">We use cookies.'
    " <button>Accept</button></div></main>"
)

FAULTS: Final = (
    Fault(
        name="filters_are_folded",
        expected=FailureClass.ELEMENT_HIDDEN,
        site={"/invoices": _SEARCH},
        changes={"/invoices": _FOLDED},
        workflow="""
from libretto import workflow

@workflow("invoices-of-vendor")
async def invoices_of_vendor(ctx, input):
    await ctx.page.goto(input["site"] + "/invoices")
    await ctx.page.locator("#vendor").fill("Brightwater", timeout=1200)
""",
    ),
    Fault(
        name="menu_behind_burger",
        expected=FailureClass.ELEMENT_HIDDEN,
        site={"/": _NAV},
        changes={"/": _BURGER},
        workflow="""
from libretto import workflow

@workflow("go-to-quotes", start_url="$site/")
def go_to_quotes(ctx, input):
    ctx.page.click("nav#side >> text=Quotes", timeout=1200)
""",
    ),
    Fault(
        name="on_another_tab",
        expected=FailureClass.ELEMENT_HIDDEN,
        site={"/kunde": _TABS},
        changes={"/kunde": _SECOND_TAB},
        workflow="""
from libretto import workflow

@workflow("mail-aendern")
def mail_aendern(ctx, input):
    ctx.page.goto(input["site"] + "/kunde")
    ctx.page.locator("xpath=//button[@id='mail']").click(timeout=1200)
""",
    ),
    Fault(
        name="confirmation_stays_hidden",
        expected=FailureClass.ELEMENT_HIDDEN,
        site={"/envoi": _DONE},
        changes={"/envoi": _KEPT_HIDDEN},
        misleading=True,
        workflow="""
from libretto import workflow
from playwright.async_api import expect

@workflow("envoyer-document")
async def envoyer_document(ctx, input):
    await ctx.page.goto(input["site"] + "/envoi")
    await ctx.page.get_by_role("button", name="Envoyer").click()
    await expect(ctx.page.locator("#ok")).to_be_visible(timeout=1200)
""",
        why="an assertion about being shown",
    ),
    Fault(
        name="banner_and_hidden",
        expected=FailureClass.ELEMENT_HIDDEN,
        site={"/invoices": _SEARCH},
        changes={"/invoices": changed(_FOLDED, "</main>", _BANNER)},
        misleading=True,
        workflow="""
from libretto import workflow

@workflow("count-of-vendor")
def count_of_vendor(ctx, input):
    page = ctx.page
    page.set_default_timeout(1200)
    page.goto(input["site"] + "/invoices")
    page.locator(".filters input").click()
    page.keyboard.type("Brightwater")
    return page.locator("main p").inner_text()
""",
        why="there is a cookie banner, too, but it covers nothing that matters",
    ),
)
