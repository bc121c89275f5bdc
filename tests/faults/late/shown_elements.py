"""Later faults of elements that are there."""

from __future__ import annotations

from typing import Final

from debugging.failure_classes import FailureClass
from tests.faults.fault import Fault, changed
from tests.faults.late.shells import bank, clinic, shop, townhall, warehouse

_CONTACT: Final = shop(
    "Contact", '<label>Company<input name="co"></label><button class="primary">Send request</button>'
)
_POPUP: Final = (
    '<dialog id="news"><h2>What\u2019s new</h2><p>Order by 4 pm, delivered tomorrow.</p>'
    "<button>Got it</button></dialog>"
    '<script>document.getElementById("news").showModal()</script></body>'
)
_APP: Final = (
    '<div class="app-banner" style="position:fixed;left:0;right:0;top:0;height:700px;background'
    ':#e8f4ef;z-index:9">Get the Valdemora '
    'app <a href="#x">Seguir en el navegador</a></div></body>'
)
_FORM: Final = townhall(
    "Padrón", '<label for="dni">DNI</label><input id="dni"><button id="consultar">Consultar</button>'
)
_DETAILS: Final = bank(
    "Account",
    '<details open><summary>Limits</summary><label>Daily limit<input id="limit" value="1000"></label></details>',
)
_ZERO: Final = warehouse("Bestand", '<a class="filter" href="#f">Nur Fehlmengen</a>')
_SEND: Final = bank("Send money", '<label>Amount<input name="a"></label><button id="review">Review transfer</button>')
_LIMIT: Final = changed(
    _SEND, '<button id="review">', '<p>Your daily limit is used up.</p><button id="review" disabled>'
)
_DRAWER: Final = clinic("Calendar", '<aside class="drawer"><button>Add appointment</button></aside>')
_CLOSED: Final = changed(
    _DRAWER,
    '<aside class="drawer">',
    '<aside class="drawer" style="position:fixed;left:0;top:90px;transform:translateX(-110vw)">',
)

FAULTS: Final = (
    Fault(
        name="whats_new_dialog",
        expected=FailureClass.ELEMENT_COVERED,
        site={"/contact": _CONTACT},
        changes={"/contact": changed(_CONTACT, "</body>", _POPUP)},
        workflow="""
from libretto import workflow

@workflow("send-request")
async def send_request(ctx, input):
    await ctx.page.goto(input["site"] + "/contact")
    await ctx.page.locator("button.primary").click(timeout=1300)
""",
    ),
    Fault(
        name="app_banner",
        expected=FailureClass.ELEMENT_COVERED,
        site={"/padron": _FORM},
        changes={"/padron": changed(_FORM, "</body>", _APP)},
        workflow="""
from libretto import workflow

@workflow("consultar-padron", start_url="$site/padron")
def consultar_padron(ctx, input):
    ctx.page.get_by_label("DNI").fill("00000000T")
    ctx.page.get_by_role("button", name="Consultar").click(timeout=1200)
""",
    ),
    Fault(
        name="limits_are_folded",
        expected=FailureClass.ELEMENT_HIDDEN,
        site={"/account": _DETAILS},
        changes={"/account": changed(_DETAILS, "<details open>", "<details>")},
        workflow="""
from libretto import workflow

@workflow("set-limit")
def set_limit(ctx, input):
    ctx.page.goto(input["site"] + "/account")
    ctx.page.fill("#limit", "500", timeout=1200)
""",
    ),
    Fault(
        name="filter_without_size",
        expected=FailureClass.ELEMENT_HIDDEN,
        site={"/bestand": _ZERO},
        changes={
            "/bestand": changed(
                _ZERO,
                '<a class="filter"',
                '<a class="filter" style="display:inline-block;width:0;height:0;overflow:hidden"',
            )
        },
        workflow="""
from libretto import workflow

@workflow("fehlmengen")
async def fehlmengen(ctx, input):
    await ctx.page.goto(input["site"] + "/bestand")
    await ctx.page.locator("xpath=//a[contains(@class, 'filter')]").click(timeout=1200)
""",
    ),
    Fault(
        name="limit_is_used_up",
        expected=FailureClass.ELEMENT_DISABLED,
        misleading=True,
        site={"/send": _SEND},
        changes={"/send": _LIMIT},
        workflow="""
from libretto import workflow
from playwright.async_api import expect

@workflow("review-transfer")
async def review_transfer(ctx, input):
    page = ctx.page
    await page.goto(input["site"] + "/send")
    await page.get_by_label("Amount").fill("120")
    await expect(page.locator("#review")).to_be_enabled(timeout=1200)
    await page.locator("#review").click()
""",
        why="an assertion about being enabled",
    ),
    Fault(
        name="drawer_is_pushed_out",
        expected=FailureClass.ELEMENT_UNSTABLE,
        site={"/calendar": _DRAWER},
        changes={"/calendar": _CLOSED},
        workflow="""
from libretto import workflow

@workflow("add-appointment")
def add_appointment(ctx, input):
    ctx.page.goto(input["site"] + "/calendar")
    ctx.page.get_by_role("button", name="Add appointment").click(timeout=1200)
""",
    ),
)
