"""A download did not begin, was not completed, or began where a page was expected."""

from __future__ import annotations

from typing import Final

from debugging.failure_classes import FailureClass
from tests.faults.fault import Answer, Fault, changed, file_answer
from tests.faults.shells import freight, insurer, invoices, mutual

_STATEMENTS: Final = invoices("Statements", '<a href="/statements/10.pdf">October statement</a>')
_VIEWER: Final = invoices("Statements", '<a href="/viewer?doc=10" target="_blank">October statement</a>')
_VIEWER_PAGE: Final = invoices(
    "October statement", '<canvas width="600" height="400"></canvas><button>Zoom in</button>'
)
_EXPORT: Final = freight("Export", '<a href="/export.csv" class="export">Export bookings</a>')
_BY_MAIL: Final = freight(
    "Export",
    '<button class="export" onclick="m.textContent = \'We will e-mail you the file when it is ready.\'">Export '
    'bookings</button><p id="m" role="status"></p>',
)
_SUMMARY: Final = mutual("Relevé 2026", '<p class="total">412,80 €</p>')
_POSTFACH: Final = insurer("Postfach", '<a href="/postfach/1.pdf">Beitragsrechnung</a>')
_PDF: Final = "%PDF-1.4 " + "x" * 4000

FAULTS: Final = (
    Fault(
        name="opens_a_viewer_instead",
        expected=FailureClass.DOWNLOAD_FAILED,
        site={
            "/statements": _STATEMENTS,
            "/statements/10.pdf": file_answer("10.pdf", _PDF, content_type="application/pdf"),
        },
        changes={"/statements": _VIEWER, "/viewer": _VIEWER_PAGE},
        workflow="""
from libretto import workflow

@workflow("october-statement")
async def october_statement(ctx, input):
    page = ctx.page
    await page.goto(input["site"] + "/statements")
    async with page.expect_download(timeout=1500) as starting:
        await page.get_by_role("link", name="October statement").click()
    download = await starting.value
    return download.suggested_filename
""",
    ),
    Fault(
        name="export_comes_by_mail",
        expected=FailureClass.DOWNLOAD_FAILED,
        site={"/export": _EXPORT, "/export.csv": file_answer("export.csv", "a,b\n1,2\n")},
        changes={"/export": _BY_MAIL},
        workflow="""
from libretto import workflow

@workflow("export-bookings", start_url="$site/export")
def export_bookings(ctx, input):
    with ctx.page.expect_download(timeout=1500) as starting:
        ctx.page.click(".export")
    return starting.value.path().read_text()
""",
    ),
    Fault(
        name="page_became_a_file",
        expected=FailureClass.DOWNLOAD_FAILED,
        site={"/releve": _SUMMARY},
        changes={"/releve": file_answer("releve-2026.pdf", _PDF, content_type="application/pdf")},
        workflow="""
from libretto import workflow

@workflow("releve-annuel")
def releve_annuel(ctx, input):
    ctx.page.goto(input["site"] + "/releve")
    return ctx.page.locator(".total").inner_text()
""",
    ),
    Fault(
        name="connection_breaks_off",
        expected=FailureClass.DOWNLOAD_FAILED,
        site={"/postfach": _POSTFACH, "/postfach/1.pdf": file_answer("1.pdf", _PDF, content_type="application/pdf")},
        changes={"/postfach/1.pdf": file_answer("1.pdf", _PDF, content_type="application/pdf", cut=True)},
        workflow="""
from libretto import workflow

@workflow("rechnung-laden")
def rechnung_laden(ctx, input):
    page = ctx.page
    page.goto(input["site"] + "/postfach")
    with page.expect_download() as starting:
        page.get_by_role("link", name="Beitragsrechnung").click()
    return len(starting.value.path().read_bytes())
""",
    ),
    Fault(
        name="csv_is_shown_inline",
        expected=FailureClass.DOWNLOAD_FAILED,
        site={"/statements": _STATEMENTS, "/statements/10.pdf": file_answer("10.csv", "a,b\n")},
        changes={
            "/statements": changed(_STATEMENTS, "/statements/10.pdf", "/statements/10.txt"),
            "/statements/10.txt": Answer(body="number,amount\n1,2\n", content_type="text/plain"),
        },
        workflow="""
from libretto import workflow

@workflow("statement-csv")
def statement_csv(ctx, input):
    page = ctx.page
    page.goto(input["site"] + "/statements")
    with page.expect_event("download", timeout=1500) as starting:
        page.click("text=October statement")
    return starting.value.suggested_filename
""",
    ),
)
