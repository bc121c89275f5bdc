"""The last faults: of pages."""

from __future__ import annotations

from typing import Final

from debugging.failure_classes import FailureClass
from tests.faults.fault import Answer, Fault, changed, json_answer, redirect
from tests.faults.late.shells import bank, bare, clinic, shop, townhall, warehouse

_LIST: Final = shop(
    "Products",
    (
        '<ul id="p"></ul><script>fetch("/api/products").then(r => r.json()).then(all => all.forEach(x '
        "=> p.innerHTML += `<li>${x}</li>`))</script>"
    ),
)
_LOGIN_ROUTE: Final = bare(
    "Alder Bank",
    (
        '<div class="content"><h1>Hello again</h1><form><input name="u" placeholder="Customer '
        'number"><input type="password" placeholder="Passcode"><button>Go</button></form></div>'
    ),
)
_ACCOUNT: Final = bank("Accounts", '<a class="acc" href="/a/1">Savings</a>')
_PROFILE: Final = clinic("Profile", "<label>Allergies<textarea></textarea></label><button>Update</button>")
_VERIFY: Final = Answer(
    status=403,
    body=bare(
        "Attention Required!",
        (
            "<h1>Sorry, you have been blocked</h1><p>This website is using a security service to protect "
            "itself from online attacks. Complete the CAPTCHA below to show you are human.</p>"
        ),
    ),
)
_GONE: Final = Answer(status=410, body=shop("Gone", "<p>This offer is no longer available.</p>"))
_OFFER: Final = shop("Offer", '<button id="take">Take offer</button>')
_TOAST: Final = warehouse(
    "Wareneingang",
    (
        '<button onclick="senden()">Buchen</button><p role="status"></p><script>function senden() { '
        'document.querySelector("[role=status]").textContent = "Gebucht" }</script>'
    ),
)
_STEP: Final = townhall("Cita", "<button onclick=\"location.href='/cita/2'\">Siguiente</button>")

FAULTS: Final = (
    Fault(
        name="api_502",
        expected=FailureClass.HTTP_ERROR,
        misleading=True,
        site={"/products": _LIST, "/api/products": json_answer(["Oat flour"])},
        changes={"/api/products": Answer(status=502, body="<h1>Bad Gateway</h1>")},
        workflow="""
from libretto import workflow
from playwright.sync_api import expect

@workflow("products")
def products(ctx, input):
    ctx.page.goto(input["site"] + "/products")
    expect(ctx.page.locator("#p li")).to_have_count(1, timeout=1300)
""",
    ),
    Fault(
        name="passcode_page",
        expected=FailureClass.LOGIN_REQUIRED,
        misleading=True,
        site={"/accounts": _ACCOUNT},
        changes={"/accounts": redirect("/hello"), "/hello": _LOGIN_ROUTE},
        workflow="""
from libretto import workflow

@workflow("savings")
def savings(ctx, input):
    ctx.page.goto(input["site"] + "/accounts")
    names = [link.inner_text() for link in ctx.page.query_selector_all("a.acc")]
    return names[0]
""",
    ),
    Fault(
        name="blocked_by_a_security_service",
        expected=FailureClass.BOT_WALL,
        misleading=True,
        site={"/profile": _PROFILE},
        changes={"/profile": _VERIFY},
        workflow="""
from libretto import workflow

@workflow("allergies")
async def allergies(ctx, input):
    page = ctx.page
    await page.goto(input["site"] + "/profile")
    await page.get_by_label("Allergies").fill("none", timeout=1200)
    await page.get_by_role("button", name="Update").click()
""",
    ),
    Fault(
        name="offer_is_gone_410",
        expected=FailureClass.HTTP_ERROR,
        misleading=True,
        site={"/offer": _OFFER},
        changes={"/offer": _GONE},
        workflow="""
from libretto import workflow

@workflow("take-offer")
async def take_offer(ctx, input):
    await ctx.page.goto(input["site"] + "/offer")
    await ctx.page.wait_for_selector("#take", timeout=1200)
    await ctx.page.click("#take")
""",
    ),
    Fault(
        name="asks_before_booking",
        expected=FailureClass.UNEXPECTED_DIALOG,
        misleading=True,
        site={"/we": _TOAST},
        changes={
            "/we": changed(
                _TOAST,
                "function senden() { ",
                "function senden() { if (!confirm('Menge weicht ab. Trotzdem buchen?')) return; ",
            )
        },
        workflow="""
from libretto import workflow

@workflow("wareneingang")
def wareneingang(ctx, input):
    page = ctx.page
    page.goto(input["site"] + "/we")
    page.get_by_role("button", name="Buchen").click()
    page.wait_for_function("document.querySelector('[role=status]').textContent === 'Gebucht'", timeout=1300)
""",
    ),
    Fault(
        name="next_step_has_a_new_address",
        expected=FailureClass.WAIT_TIMEOUT,
        site={"/cita": _STEP, "/cita/2": townhall("Cita 2", "<p>Paso 2</p>")},
        changes={
            "/cita": changed(_STEP, "/cita/2", "/citas/paso-2"),
            "/citas/paso-2": townhall("Cita 2", "<p>Paso 2</p>"),
        },
        workflow="""
from libretto import workflow

@workflow("pedir-cita")
async def pedir_cita(ctx, input):
    page = ctx.page
    await page.goto(input["site"] + "/cita")
    await page.get_by_text("Siguiente").click()
    await page.wait_for_url("**/cita/2", timeout=1300)
""",
    ),
)
