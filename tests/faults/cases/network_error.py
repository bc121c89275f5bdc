"""The site cannot be reached, or not over a safe connection."""

from __future__ import annotations

from typing import Final

from debugging.failure_classes import FailureClass
from tests.faults.fault import SILENT, Fault, redirect
from tests.faults.shells import freight, insurer, invoices, mutual, people

_RATES: Final = freight("Rates", '<table id="rates"><tr><td>Oakland &ndash; Busan<td>1,840 USD</table>')
_CLAIM: Final = insurer(
    "Schaden melden",
    '<form method="post" action="/schaden/neu"><label>Schadendatum<input name="d" type="date"></label>'
    '<button type="submit">Schaden absenden</button></form>',
)
_HOME: Final = people("Home", '<a href="http://sso.peoplebase.localhost:$port/start">Payroll (opens SSO)</a>')
_VENDOR: Final = invoices("Vendors", "<ul><li>Brightwater Supplies</ul>")

FAULTS: Final = (
    Fault(
        name="nobody_listens",
        expected=FailureClass.NETWORK_ERROR,
        site={"/rates": _RATES},
        changes={"/rates": redirect("$closed/rates")},
        workflow="""
from libretto import workflow

@workflow("rate-watch")
async def rate_watch(ctx, input):
    await ctx.page.goto(input["site"] + "/rates")
    return await ctx.page.locator("#rates td").all_inner_texts()
""",
    ),
    Fault(
        name="name_is_unknown",
        expected=FailureClass.NETWORK_ERROR,
        ran_before=False,
        spec={"start_url": "https://portal.halyard-freight.invalid/bookings"},
        workflow="""
from libretto import workflow

@workflow("list-bookings", start_url="https://portal.halyard-freight.invalid/bookings")
def list_bookings(ctx, input):
    return ctx.page.get_by_role("row").all_inner_texts()
""",
    ),
    Fault(
        name="redirects_in_a_circle",
        expected=FailureClass.NETWORK_ERROR,
        site={"/remboursements": mutual("Mes remboursements", "<p>Aucun remboursement en attente</p>")},
        changes={
            "/remboursements": redirect("/session?retour=/remboursements"),
            "/session": redirect("/remboursements"),
        },
        workflow="""
from libretto import workflow

@workflow("remboursements", start_url="$site/remboursements")
async def remboursements(ctx, input):
    return await ctx.page.locator("main p").all_inner_texts()
""",
        spec={"start_url": "$site/remboursements"},
    ),
    Fault(
        name="certificate_of_its_own",
        expected=FailureClass.NETWORK_ERROR,
        site={"/vendors": _VENDOR},
        changes={"/vendors": redirect("$tls/vendors", status=301)},
        workflow="""
from libretto import workflow

@workflow("sync-vendors")
def sync_vendors(ctx, input):
    page = ctx.page
    page.goto(f"{input['site']}/vendors")
    return page.locator("xpath=//li").all_inner_texts()
""",
    ),
    Fault(
        name="connection_ends_at_the_form",
        expected=FailureClass.NETWORK_ERROR,
        site={"/schaden": _CLAIM, "POST /schaden/neu": insurer("Schaden erfasst", '<p id="nr">SN-4410</p>')},
        changes={"POST /schaden/neu": SILENT},
        misleading=True,
        workflow="""
from libretto import workflow

@workflow("schaden-melden")
def schaden_melden(ctx, input):
    page = ctx.page
    page.set_default_timeout(1500)
    page.goto(input["site"] + "/schaden")
    page.get_by_label("Schadendatum").fill("2026-11-20")
    page.get_by_role("button", name="Schaden absenden").click()
    return page.locator("#nr").inner_text()
""",
        why="the locator finds nothing on the browser's own error page",
    ),
    Fault(
        name="sso_host_is_gone",
        expected=FailureClass.NETWORK_ERROR,
        site={"/home": _HOME, "/start": people("Payroll", "<h2>Pay run November</h2><button>Open pay run</button>")},
        changes={"/start": redirect("https://login.peoplebase.invalid/authorize?client_id=payroll")},
        misleading=True,
        workflow="""
from libretto import workflow

@workflow("open-pay-run")
async def open_pay_run(ctx, input):
    page = ctx.page
    await page.goto(input["site"] + "/home")
    await page.get_by_role("link", name="Payroll (opens SSO)").click()
    await page.get_by_role("button", name="Open pay run").click(timeout=1500)
""",
        why="the button is looked for on the browser's own error page",
    ),
)
