"""What the workflow needs of the platform or of the machine is not there."""

from __future__ import annotations

from typing import Final

from debugging.failure_classes import FailureClass
from tests.faults.fault import Fault, Violence
from tests.faults.shells import freight, insurer, invoices, people

_UPLOAD: Final = people(
    "Payroll import",
    '<form method="post" action="/payroll/import"><label>Payroll file<input type="file" name="file"></label>'
    "<button>Import</button></form>",
)
_TARIFFS: Final = freight(
    "Rates", "<table><tr><td>Oakland &ndash; Busan<td>1,840 USD<tr><td>Oakland &ndash; Kobe<td>1,910 USD</table>"
)
_WAITING: Final = invoices("Export", '<p role="status">Collecting 48,112 invoices…</p>')
_DONE: Final = invoices("Export", '<p role="status">Collecting 48,112 invoices…</p><p class="ready">Ready</p>')
_POST: Final = insurer("Postfach", '<ul><li><a href="/postfach/1">Beitragsrechnung 2026</a></li></ul>')

_EXPORT: Final = """
from libretto import workflow

@workflow("export-invoices")
def export_invoices(ctx, input):
    page = ctx.page
    page.goto(input["site"] + "/export")
    ctx.log.info("waiting for the export")
    page.locator(".ready").wait_for(timeout=20_000)
"""

FAULTS: Final = (
    Fault(
        name="payroll_file_is_missing",
        expected=FailureClass.ENVIRONMENT,
        site={"/payroll": _UPLOAD},
        ran_before=False,
        workflow="""
from libretto import workflow

@workflow("import-payroll")
async def import_payroll(ctx, input):
    page = ctx.page
    await page.goto(input["site"] + "/payroll")
    await page.get_by_label("Payroll file").set_input_files("/srv/exports/payroll-2026-11.csv")
    await page.get_by_role("button", name="Import").click()
""",
    ),
    Fault(
        name="module_is_not_installed",
        expected=FailureClass.ENVIRONMENT,
        site={"/rates": _TARIFFS},
        workflow_before="""
from libretto import workflow

@workflow("collect-rates", start_url="$site/rates")
def collect_rates(ctx, input):
    return ctx.page.locator("tr").all_inner_texts()
""",
        workflow="""
import polars_for_freight as pl

from libretto import workflow

@workflow("collect-rates", start_url="$site/rates")
def collect_rates(ctx, input):
    return pl.DataFrame(ctx.page.locator("tr").all_inner_texts()).to_dicts()
""",
    ),
    Fault(
        name="credential_is_not_stored",
        expected=FailureClass.ENVIRONMENT,
        ran_before=False,
        workflow="""
from libretto import workflow

@workflow("download-postfach", credentials=["nordstern_user", "nordstern_password"])
def download_postfach(ctx, input):
    ctx.page.get_by_label("Passwort").fill(ctx.credentials["nordstern_password"])
""",
    ),
    Fault(
        name="worker_is_lost",
        expected=FailureClass.ENVIRONMENT,
        site={"/export": _DONE},
        changes={"/export": _WAITING},
        workflow=_EXPORT,
        violence=Violence(to="worker", at_step='Wait for locator(".ready")'),
    ),
    Fault(
        name="browser_is_not_installed",
        expected=FailureClass.ENVIRONMENT,
        site={"/export": _DONE},
        workflow=_EXPORT,
        spec={"chromium": "/opt/chromium-156/chrome"},
    ),
    Fault(
        name="client_certificate_is_missing",
        expected=FailureClass.ENVIRONMENT,
        site={"/postfach": _POST},
        ran_before=False,
        workflow="""
import ssl
from libretto import workflow

@workflow("postfach-abholen")
async def postfach_abholen(ctx, input):
    await ctx.page.goto(input["site"] + "/postfach")
    titles = await ctx.page.get_by_role("listitem").all_inner_texts()
    context = ssl.create_default_context()
    context.load_cert_chain("/etc/nordstern/makler-4711.pem")
    return titles
""",
    ),
    Fault(
        name="disk_is_full",
        expected=FailureClass.ENVIRONMENT,
        site={"/rates": _TARIFFS},
        ran_before=False,
        workflow="""
from libretto import workflow

def save(rows, path):
    with open(path, "w") as file:
        file.write("\\n".join(rows))

@workflow("archive-rates", start_url="$site/rates")
def archive_rates(ctx, input):
    save(ctx.page.locator("tr").all_inner_texts(), input.get("archive", "/dev/full"))
""",
    ),
)
