"""Round three: elements that are there, and elements that are gone."""

from __future__ import annotations

from typing import Final

from debugging.failure_classes import FailureClass
from tests.faults.fault import Fault, changed, json_answer
from tests.faults.late.shells import bank, bare, clinic, shop, warehouse

_PRODUCT: Final = shop("Oat flour", '<button class="buy">Add to basket</button>')
_OFFER: Final = (
    '<div class="klaviyo" role="dialog" aria-label="Offer" '
    'style="position:fixed;inset:0;background:#000a;z-index:99"><div '
    'style="background:#fff;margin:100px auto;width:380px;padding:30px"><h2>Sign up and save 10%'
    '</h2><input type="email" placeholder="Your e-mail"><button>Get my code</button><button>No, '
    "thanks</button></div></div></body>"
)
_TOOLS: Final = clinic("Chart", "<button>Print chart</button>")
_RX: Final = clinic(
    "Prescription",
    (
        '<button id="sign" disabled>Sign</button><script>fetch("/api/allergies").then(r => '
        "r.json()).then(() => { sign.disabled = false })</script>"
    ),
)
_HOME: Final = bank("Welcome", '<a href="#t" class="quick">Quick transfer</a>')
_DELIVERY: Final = warehouse("Lieferung", "<button>Lieferung annehmen</button>")
_NEWS: Final = (
    '<h3>Newsletter</h3><p>Jetzt anmelden und nichts verpassen.</p><input type="email" '
    'placeholder="E-Mail"><button>Anmelden</button></body>'
)

FAULTS: Final = (
    Fault(
        name="sign_up_and_save",
        expected=FailureClass.ELEMENT_COVERED,
        site={"/oat": _PRODUCT},
        changes={"/oat": changed(_PRODUCT, "</body>", _OFFER)},
        workflow="""
from libretto import workflow

@workflow("add-to-basket")
def add(ctx, input):
    ctx.page.goto(input["site"] + "/oat")
    ctx.page.click("button.buy", timeout=1200)
""",
    ),
    Fault(
        name="role_of_a_hidden_button",
        expected=FailureClass.ELEMENT_HIDDEN,
        site={"/chart": _TOOLS},
        changes={"/chart": changed(_TOOLS, "<button>", '<button>More</button><button style="display:none">')},
        misleading=True,
        workflow="""
from libretto import workflow

@workflow("print-chart")
async def print_chart(ctx, input):
    await ctx.page.goto(input["site"] + "/chart")
    await ctx.page.get_by_role("button", name="Print chart").click(timeout=1200)
""",
    ),
    Fault(
        name="sign_stays_disabled",
        expected=FailureClass.ELEMENT_DISABLED,
        site={"/rx": _RX, "/api/allergies": json_answer([])},
        changes={"/rx": changed(_RX, "sign.disabled = false", "document.title += ' (read only)'")},
        workflow="""
from libretto import workflow

@workflow("sign-prescription")
def sign(ctx, input):
    ctx.page.goto(input["site"] + "/rx")
    ctx.page.locator("#sign").click(timeout=1200)
""",
    ),
    Fault(
        name="new_design_same_address",
        expected=FailureClass.ELEMENT_NOT_FOUND,
        site={"/home": _HOME},
        changes={
            "/home": bare(
                "Alder Bank",
                (
                    '<nav><a href="/pay">Pay</a><a href="/move">Move money</a><a href="/cards">Cards</a></nav>'
                    "<main><h1>Good morning, Dana</h1><section>Savings 2,310.55</section></main>"
                ),
            )
        },
        workflow="""
from libretto import workflow

@workflow("quick-transfer")
async def quick(ctx, input):
    await ctx.page.goto(input["site"] + "/home")
    await ctx.page.locator("a.quick").click(timeout=1200)
""",
    ),
    Fault(
        name="newsletter_anmelden",
        expected=FailureClass.ELEMENT_NOT_FOUND,
        site={"/lieferung": changed(_DELIVERY, "</body>", _NEWS)},
        changes={
            "/lieferung": changed(changed(_DELIVERY, "</body>", _NEWS), "Lieferung annehmen", "Wareneingang bestätigen")
        },
        workflow="""
from libretto import workflow

@workflow("lieferung-annehmen")
def annehmen(ctx, input):
    ctx.page.goto(input["site"] + "/lieferung")
    ctx.page.get_by_role("button", name="Lieferung annehmen").click(timeout=1200)
""",
    ),
)
