"""Round four: dialogs, downloads, values, code and the machine."""

from __future__ import annotations

from typing import Final

from debugging.failure_classes import FailureClass
from tests.faults.fault import Fault, changed, file_answer
from tests.faults.late.shells import bare

_STAN: Final = bare("Stan", '<h1>Stan</h1><p id="ile">14</p><p class="a">Magazyn: Łódź</p>', lang="pl")
_VOID: Final = bare("Invoice", "<h1>Invoice 9</h1><button onclick=\"location.href='/void'\">Void</button><p>Booked</p>")
_ASKS: Final = "onclick=\"if (prompt('Why is it void?')) location.href='/void'\""
_EXPORT: Final = bare(
    "Payroll", '<h1>Payroll</h1><a href="/payroll.csv">Export</a><p id="n" hidden>No entries yet.</p>'
)

FAULTS: Final = (
    Fault(
        name="pieces_are_counted_in_words",
        expected=FailureClass.VALUE_DIFFERS,
        site={"/stan": _STAN},
        changes={"/stan": changed(_STAN, ">14<", ">14 szt.<")},
        misleading=True,
        why="the text that is read from the page is another one",
        workflow="""
from libretto import workflow

@workflow("stan")
def stan(ctx, input):
    ctx.page.goto(input["site"] + "/stan")
    return {"ile": int(ctx.page.inner_text("#ile"))}
""",
    ),
    Fault(
        name="label_without_its_colon",
        expected=FailureClass.SCRIPT_ERROR,
        site={"/stan": _STAN},
        changes={"/stan": changed(_STAN, "Magazyn: ", "Magazyn ")},
        workflow="""
from libretto import workflow

@workflow("magazyn")
async def magazyn(ctx, input):
    await ctx.page.goto(input["site"] + "/stan")
    words = await ctx.page.text_content("p.a")
    return words.split(":")[1].strip()
""",
    ),
    Fault(
        name="asks_for_a_reason",
        expected=FailureClass.UNEXPECTED_DIALOG,
        site={"/invoice": _VOID, "/void": bare("Void", '<h1>Void</h1><p class="ok">Invoice 9 is void</p>')},
        changes={"/invoice": changed(_VOID, "onclick=\"location.href='/void'\"", _ASKS)},
        misleading=True,
        workflow="""
from libretto import workflow

@workflow("void-invoice")
def void(ctx, input):
    ctx.page.goto(input["site"] + "/invoice")
    ctx.page.get_by_role("button", name="Void").click()
    return ctx.page.locator("p.ok").inner_text(timeout=1200)
""",
    ),
    Fault(
        name="nothing_to_export",
        expected=FailureClass.DOWNLOAD_FAILED,
        site={"/payroll": _EXPORT, "/payroll.csv": file_answer("payroll.csv", "a;b\n")},
        changes={"/payroll": changed(_EXPORT, 'href="/payroll.csv"', 'href="#" onclick="n.hidden = false"')},
        workflow="""
from libretto import workflow

@workflow("export-payroll")
async def export(ctx, input):
    page = ctx.page
    await page.goto(input["site"] + "/payroll")
    async with page.expect_download(timeout=1300) as download:
        await page.get_by_text("Export").click()
    return (await download.value).suggested_filename
""",
    ),
    Fault(
        name="picture_where_nothing_can_be_written",
        expected=FailureClass.ENVIRONMENT,
        site={"/stan": _STAN},
        params={"folder": "/proc/pictures"},
        ran_before=False,
        workflow="""
from libretto import workflow

@workflow("picture")
def picture(ctx, input):
    ctx.page.goto(input["site"] + "/stan")
    ctx.page.screenshot(path=input["folder"] + "/stan.png")
""",
    ),
)
