"""Later faults where a wall or a login is shown instead of the page."""

from __future__ import annotations

from typing import Final

from debugging.failure_classes import FailureClass
from tests.faults.fault import Answer, Fault, file_answer, json_answer, redirect
from tests.faults.late.shells import bank, bare, clinic, shop, townhall

_FEES: Final = townhall("Tasas", '<table><tr><td>Basuras 2026<td><a href="#p">Pagar</a></table>')
_ROBOT: Final = bare(
    "Comprobación",
    '<h2>Antes de continuar</h2><p>Demuestre que no es un robot.</p><div class="h-captcha"><iframe '
    'title="Widget que contiene una casilla de verificación para el desafío de seguridad '
    'hCaptcha" src="/hc"></iframe></div>',
    lang="es",
)
_PRICES: Final = shop("Prices", '<table class="prices"><tr><td>Oat flour<td>19.70</table>')
_HOLD: Final = Answer(
    status=403,
    body=bare(
        "Access to this page has been denied",
        '<div class="content"><h1>Before we continue…</h1><p>Press &amp; Hold to confirm you '
        'are a human (and not a bot).</p><div id="px-captcha">Press &amp; Hold</div><p>Reference ID 1f1c-77</p></div>',
    ),
)
_TRANSFERS: Final = bank("Transfers", '<label>Payee<input name="payee"></label><button>Continue</button>')
_SIGNED_OUT: Final = bare(
    "Alder Bank",
    '<div class="content"><h1>You\u2019ve been signed out</h1><p>To keep your money safe we end '
    "your visit when you have "
    'not done anything for a while.</p><a href="/welcome">Sign back in</a></div>',
)
_CODE: Final = bare(
    "Confirm it\u2019s you",
    '<div class="content"><h1>Confirm it\u2019s you</h1><p>Enter the 6-digit code we texted to ··· ··77.</p>'
    '<input autocomplete="one-time-code" inputmode="numeric" aria-label="Code"><button>Verify</button></div>',
)
_PATIENT: Final = clinic(
    "Patient 5520",
    '<p id="name"></p><script>fetch("/api/me").then(r => { if (r.status === 401) '
    'location.replace("/auth/login?returnTo=" + '
    'encodeURIComponent(location.pathname)); else name_.textContent = "J. Okafor" })</script>',
).replace("name_.", "document.getElementById('name').")
_CLINIC_LOGIN: Final = clinic(
    "Welcome",
    (
        '<form><input name="user" placeholder="User name"><input type="password" '
        'placeholder="Password"><button>Continue</button></form>'
    ),
)
_REPORT: Final = clinic("Reports", '<a href="/reports/nov.xlsx">November</a>')

FAULTS: Final = (
    Fault(
        name="no_es_un_robot",
        expected=FailureClass.BOT_WALL,
        misleading=True,
        site={"/tasas": _FEES},
        changes={"/tasas": _ROBOT, "/hc": bare("hCaptcha", "Soy humano")},
        workflow="""
from libretto import workflow

@workflow("pagar-tasas")
async def pagar_tasas(ctx, input):
    await ctx.page.goto(input["site"] + "/tasas")
    await ctx.page.get_by_role("row", name="Basuras 2026").get_by_role("link", name="Pagar").click(timeout=1200)
""",
    ),
    Fault(
        name="press_and_hold",
        expected=FailureClass.BOT_WALL,
        misleading=True,
        site={"/prices": _PRICES},
        changes={"/prices": _HOLD},
        workflow="""
from libretto import workflow

@workflow("price-list", start_url="$site/prices")
def price_list(ctx, input):
    table = ctx.page.query_selector("table.prices")
    return [row.inner_text() for row in table.query_selector_all("tr")]
""",
    ),
    Fault(
        name="signed_out_without_a_form",
        expected=FailureClass.LOGIN_REQUIRED,
        misleading=True,
        site={"/transfers": _TRANSFERS},
        changes={"/transfers": _SIGNED_OUT},
        workflow="""
from libretto import workflow

@workflow("new-transfer")
def new_transfer(ctx, input):
    page = ctx.page
    page.set_default_timeout(1200)
    page.goto(input["site"] + "/transfers")
    page.fill("input[name='payee']", "Kornblum")
    page.click("button:has-text('Continue')")
""",
    ),
    Fault(
        name="code_by_text_message",
        expected=FailureClass.LOGIN_REQUIRED,
        misleading=True,
        site={"/transfers": _TRANSFERS},
        changes={"/transfers": redirect("/identity/step-up?then=transfers"), "/identity/step-up": _CODE},
        workflow="""
from libretto import workflow
from playwright.async_api import expect

@workflow("payee-form")
async def payee_form(ctx, input):
    await ctx.page.goto(input["site"] + "/transfers")
    await expect(ctx.page.get_by_label("Payee")).to_be_editable(timeout=1200)
""",
    ),
    Fault(
        name="client_sends_to_login",
        expected=FailureClass.LOGIN_REQUIRED,
        misleading=True,
        site={"/patients/5520": _PATIENT, "/api/me": json_answer({"user": "mo"})},
        changes={
            "/api/me": json_answer({"detail": "Signature has expired."}, status=401),
            "/auth/login": _CLINIC_LOGIN,
        },
        workflow="""
from libretto import workflow

@workflow("patient-name")
async def patient_name(ctx, input):
    await ctx.page.goto(input["site"] + "/patients/5520")
    await ctx.page.wait_for_function("document.querySelector('#name')?.textContent", timeout=1400)
    return await ctx.page.inner_text("#name")
""",
    ),
    Fault(
        name="report_is_a_login_page",
        expected=FailureClass.LOGIN_REQUIRED,
        misleading=True,
        site={"/reports": _REPORT, "/reports/nov.xlsx": file_answer("nov.xlsx", "x" * 500)},
        changes={"/reports/nov.xlsx": redirect("/auth/login"), "/auth/login": _CLINIC_LOGIN},
        workflow="""
from libretto import workflow

@workflow("november-report")
def november_report(ctx, input):
    ctx.page.goto(input["site"] + "/reports")
    with ctx.page.expect_download(timeout=1500) as info:
        ctx.page.get_by_text("November").click()
    return info.value.suggested_filename
""",
    ),
)
