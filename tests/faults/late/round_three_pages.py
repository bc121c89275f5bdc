"""Round three: a page, or what fills it, could not be had."""

from __future__ import annotations

from typing import Final

from debugging.failure_classes import FailureClass
from tests.faults.fault import Answer, Fault, changed, json_answer
from tests.faults.late.shells import bank, bare, shop

_PAY: Final = shop("Pay", '<iframe title="Card" src="/psp" width="500" height="240"></iframe>')
_CARD: Final = bare("Card", '<label>Card number<input name="n"></label>')
_HOME: Final = bank("Welcome", '<a href="#t" class="quick">Quick transfer</a>')
_COUNTRY: Final = shop(
    "Country",
    (
        '<label>Country<select id="c"></select></label><script>fetch("/api/countries").then(r => r.ok '
        "? r.json() : []).then(a => a.forEach(n => c.add(new Option(n))))</script>"
    ),
)

FAULTS: Final = (
    Fault(
        name="card_frame_answers_500",
        expected=FailureClass.HTTP_ERROR,
        site={"/pay": _PAY, "/psp": _CARD},
        changes={"/psp": Answer(status=500, body="<h1>Internal Server Error</h1>")},
        misleading=True,
        workflow="""
from libretto import workflow

@workflow("card-number")
async def card(ctx, input):
    await ctx.page.goto(input["site"] + "/pay")
    await ctx.page.frame_locator("iframe[title=Card]").get_by_label("Card number").fill("4111", timeout=1300)
""",
    ),
    Fault(
        name="card_frame_is_unreachable",
        expected=FailureClass.NETWORK_ERROR,
        site={"/pay": _PAY, "/psp": _CARD},
        changes={"/pay": changed(_PAY, "/psp", "$closed/psp")},
        misleading=True,
        workflow="""
from libretto import workflow

@workflow("card-number-sync")
def card(ctx, input):
    ctx.page.goto(input["site"] + "/pay")
    ctx.page.frame_locator("iframe[title=Card]").locator("input[name=n]").fill("4111", timeout=1300)
""",
    ),
    Fault(
        name="no_countries_behind_503",
        expected=FailureClass.HTTP_ERROR,
        site={"/country": _COUNTRY, "/api/countries": json_answer(["Germany", "France"])},
        changes={"/api/countries": json_answer({}, status=503)},
        misleading=True,
        workflow="""
from libretto import workflow

@workflow("set-country")
async def country(ctx, input):
    await ctx.page.goto(input["site"] + "/country")
    await ctx.page.get_by_label("Country").select_option("France", timeout=1300)
""",
    ),
    Fault(
        name="cookie_too_large",
        expected=FailureClass.HTTP_ERROR,
        site={"/home": _HOME},
        changes={
            "/home": Answer(
                status=400,
                body=(
                    "<html><head><title>400 Request Header Or Cookie Too Large</title></head><body><center>"
                    "<h1>400 Bad Request</h1></center><center>Request Header Or Cookie Too Large</center></body>"
                    "</html>"
                ),
            )
        },
        misleading=True,
        workflow="""
from libretto import workflow

@workflow("quick-link")
async def quick(ctx, input):
    await ctx.page.goto(input["site"] + "/home")
    await ctx.page.locator("a.quick").click(timeout=1200)
""",
    ),
)
