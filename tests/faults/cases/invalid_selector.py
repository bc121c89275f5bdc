"""The selector or address cannot be parsed. It is the workflow that changed, or what it is asked for."""

from __future__ import annotations

from typing import Final

from debugging.failure_classes import FailureClass
from tests.faults.fault import Fault, changed
from tests.faults.shells import freight, insurer, invoices, people

_VENDORS: Final = invoices(
    "Vendors",
    "<ul><li>Brightwater Supplies <a href='#1'>Open</a></li><li>O'Brien &amp; Sons <a href='#2'>Open</a></li></ul>",
)
_ORDERS: Final = freight("Orders", '<div id="o-8812" class="order"><button>Ship</button></div>')
_TABLE: Final = insurer("Schäden", "<table><tr><td>SN-4410<td>offen<td><button>Prüfen</button></table>")
_HOME: Final = people("Home", '<p class="hello">Hello Dana</p>')

_BY_NAME: Final = """
from libretto import workflow

@workflow("open-vendor")
async def open_vendor(ctx, input):
    page = ctx.page
    await page.goto(input["site"] + "/vendors")
    await page.locator(f"li:has-text('{input['vendor']}') a").click(timeout=1200)
"""
_XPATH: Final = """
from libretto import workflow

@workflow("schaden-pruefen", start_url="$site/schaeden")
def schaden_pruefen(ctx, input):
    ctx.page.locator("xpath=//tr[td='SN-4410']//button").click(timeout=1200)
"""
_CSS: Final = """
from libretto import workflow

@workflow("ship-order")
def ship_order(ctx, input):
    ctx.page.goto(input["site"] + "/orders")
    ctx.page.click("div[id='o-8812'] button", timeout=1200)
"""
_ENGINE: Final = """
from libretto import workflow

@workflow("say-hello")
async def say_hello(ctx, input):
    await ctx.page.goto(f"{input['site']}/home")
    return await ctx.page.wait_for_selector("css=.hello", timeout=1200) is not None
"""

FAULTS: Final = (
    Fault(
        name="apostrophe_in_a_name",
        expected=FailureClass.INVALID_SELECTOR,
        site={"/vendors": _VENDORS},
        params={"vendor": "O'Brien & Sons"},
        params_before={"vendor": "Brightwater Supplies"},
        workflow=_BY_NAME,
    ),
    Fault(
        name="xpath_without_its_bracket",
        expected=FailureClass.INVALID_SELECTOR,
        site={"/schaeden": _TABLE},
        workflow_before=_XPATH,
        workflow=changed(_XPATH, "'SN-4410']", "'SN-4410'"),
    ),
    Fault(
        name="css_without_its_bracket",
        expected=FailureClass.INVALID_SELECTOR,
        site={"/orders": _ORDERS},
        workflow_before=_CSS,
        workflow=changed(_CSS, "'o-8812']", "'o-8812'"),
    ),
    Fault(
        name="unknown_engine",
        expected=FailureClass.INVALID_SELECTOR,
        site={"/home": _HOME},
        workflow_before=_ENGINE,
        workflow=changed(_ENGINE, "css=.hello", "class=hello"),
    ),
    Fault(
        name="address_without_scheme",
        expected=FailureClass.INVALID_SELECTOR,
        site={"/home": _HOME},
        params={"base": "portal.peoplebase.example"},
        params_before={"base": "$site"},
        workflow="""
from libretto import workflow

@workflow("greet")
def greet(ctx, input):
    ctx.page.goto(input["base"] + "/home")
    return ctx.page.inner_text(".hello")
""",
    ),
)
