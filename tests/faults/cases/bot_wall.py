"""The site wants to know whether a person is there."""

from __future__ import annotations

from typing import Final

from debugging.failure_classes import FailureClass
from tests.faults.fault import Answer, Fault, changed
from tests.faults.shells import freight, insurer, invoices, mutual, page, people

_RATES: Final = freight("Spot rates", '<button id="refresh">Refresh rates</button><p class="rate">1,840 USD</p>')
_MOMENT: Final = Answer(
    status=403,
    headers={"Server": "cloudflare", "cf-mitigated": "challenge"},
    body=page(
        "Just a moment...",
        '<main><h1>rates.halyard.example</h1><h2>Checking if the site connection is secure</h2><div id="turnstile">'
        "</div><p>rates.halyard.example needs to review the security of your connection before proceeding.</p></main>"
        "<footer>Ray ID: 8f2c1d7be93a02c4 · Performance &amp; security by Cloudflare</footer>",
    ),
)
_VENDORS: Final = invoices(
    "Vendor search", '<input type="search" aria-label="Vendor"><ul><li>Brightwater Supplies</ul>'
)
_ROBOT: Final = page(
    "Ledgerly",
    "<main><h2>One more step</h2><p>Please confirm that you are not a robot to continue to Ledgerly.</p>"
    '<form action="/verify" method="post"><iframe title="reCAPTCHA" src="/recaptcha/anchor" width="304" height="78">'
    "</iframe><button disabled>Continue</button></form></main>",
)
_ANCHOR: Final = page("reCAPTCHA", '<span role="checkbox" aria-checked="false" tabindex="0"></span> I\'m not a robot')
_STATUS: Final = people("Status", '<dl><dt>Pay run<dd data-testid="run-state">Closed</dl>')
_UNUSUAL: Final = Answer(
    status=429,
    body=page(
        "Sorry…",
        "<h1>We're sorry…</h1><p>Our systems have detected unusual traffic from your computer network. To protect our "
        "users, we can't process your request right now. Please type the characters you see in the image below.</p>"
        '<form><img src="/challenge.png" alt="characters"><input name="answer"><input type="submit" '
        'value="Submit"></form>',
    ),
)
_QUOTES: Final = mutual(
    "Devis santé", '<label>Âge<input id="age"></label><button onclick="location=\'/devis/ok\'">Calculer</button>'
)
_SLIDER: Final = (
    '<div id="dd-challenge" role="dialog" aria-modal="true" '
    'style="position:fixed;inset:0;background:#fffe;z-index:999">'
    "<h2>Vérification en cours</h2><p>Faites glisser le curseur pour confirmer que vous êtes bien "
    "un être humain et non "
    'un robot.</p><div class="slider"></div><iframe title="DataDome CAPTCHA" src="/dd"></iframe></div></body>'
)
_CAR: Final = insurer(
    "Tarifrechner Kfz", '<form><label>Kennzeichen<input name="kz"></label><button>Berechnen</button></form>'
)
_PARDON: Final = page(
    "Pardon Our Interruption",
    "<h1>Pardon Our Interruption...</h1><p>As you were browsing something about your browser made "
    "us think you might be "
    "a bot. There are a few reasons this might happen: you're moving through this website with super-human speed; "
    "you've disabled cookies; a browser plugin is preventing JavaScript from running.</p>",
)

FAULTS: Final = (
    Fault(
        name="just_a_moment",
        expected=FailureClass.BOT_WALL,
        site={"/spot": _RATES},
        changes={"/spot": _MOMENT},
        workflow="""
from libretto import workflow

@workflow("spot-rates")
async def spot_rates(ctx, input):
    await ctx.page.goto(input["site"] + "/spot")
    await ctx.page.locator("button#refresh").click(timeout=1200)
    return await ctx.page.locator(".rate").inner_text()
""",
    ),
    Fault(
        name="not_a_robot",
        expected=FailureClass.BOT_WALL,
        site={"/vendors": _VENDORS},
        changes={"/vendors": _ROBOT, "/recaptcha/anchor": _ANCHOR},
        workflow="""
from libretto import workflow

@workflow("find-vendor", start_url="$site/vendors")
def find_vendor(ctx, input):
    page = ctx.page
    page.set_default_timeout(1200)
    page.get_by_label("Vendor").fill("Brightwater")
    return page.get_by_role("listitem").first.inner_text()
""",
    ),
    Fault(
        name="unusual_traffic_then_type_error",
        expected=FailureClass.BOT_WALL,
        site={"/status": _STATUS},
        changes={"/status": _UNUSUAL},
        misleading=True,
        workflow="""
from libretto import workflow

@workflow("pay-run-state")
def pay_run_state(ctx, input):
    ctx.page.goto(input["site"] + "/status")
    cell = ctx.page.query_selector("[data-testid=run-state]")
    return cell.inner_text().lower()
""",
        why="query_selector gave None on the wall, so an attribute is missing",
    ),
    Fault(
        name="slider_over_the_form",
        expected=FailureClass.BOT_WALL,
        site={"/devis": _QUOTES, "/devis/ok": mutual("Devis", "<p>42,10 € par mois</p>")},
        changes={"/devis": changed(_QUOTES, "</body>", _SLIDER), "/dd": page("dd", "Glissez vers la droite")},
        misleading=True,
        workflow="""
from libretto import workflow

@workflow("devis-sante")
async def devis_sante(ctx, input):
    page = ctx.page
    await page.goto(input["site"] + "/devis")
    await page.fill("#age", "44")
    await page.get_by_role("button", name="Calculer").click(timeout=1300)
    await page.wait_for_url("**/devis/ok")
""",
        why="the click is intercepted, by a captcha",
    ),
    Fault(
        name="pardon_our_interruption",
        expected=FailureClass.BOT_WALL,
        site={"/kfz": _CAR},
        changes={"/kfz": _PARDON},
        workflow="""
from libretto import workflow
from playwright.sync_api import expect

@workflow("kfz-tarif")
def kfz_tarif(ctx, input):
    page = ctx.page
    page.goto(input["site"] + "/kfz")
    expect(page.get_by_role("heading", level=1)).to_have_text("Tarifrechner Kfz", timeout=1200)
    page.get_by_label("Kennzeichen").fill("HL-NV 4711")
""",
        misleading=True,
    ),
)
