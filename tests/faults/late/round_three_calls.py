"""Round three: calls."""

from __future__ import annotations

from typing import Final

from debugging.failure_classes import FailureClass
from tests.faults.fault import HANGS, Fault, Violence, changed, file_answer, json_answer, redirect
from tests.faults.late.shells import bank, shop, townhall, warehouse

_STOCK: Final = warehouse("Bestand", '<table><tr><td>Schrauben<td><a href="#s">Zählen</a></table>')
_SEND: Final = bank(
    "Payees",
    '<form method="post" action="/payees"><label>Name<input name="n"></label><button>Add payee</button></form>',
)
_ADDED: Final = bank("Payee added", '<p class="ok">Kornblum was added</p>')
_HOME: Final = bank("Welcome", '<a href="#t" class="quick">Quick transfer</a>')
_FILE: Final = bank("Export", '<a href="/export.csv">Export as CSV</a>')
_SAVE: Final = townhall("Datos", "<button onclick=\"fetch('/api/datos', {method: 'POST'})\">Guardar</button>")
_CONF: Final = shop("Config", '<script>var appConfig = {currency: "EUR"}</script><p>ok</p>')

FAULTS: Final = (
    Fault(
        name="post_hangs",
        expected=FailureClass.NAVIGATION_TIMEOUT,
        site={"/payees": _SEND, "POST /payees": _ADDED},
        changes={"POST /payees": HANGS},
        misleading=True,
        workflow="""
from libretto import workflow

@workflow("add-payee")
def add_payee(ctx, input):
    page = ctx.page
    page.goto(input["site"] + "/payees")
    page.get_by_label("Name").fill("Kornblum")
    with page.expect_navigation(timeout=1800):
        page.get_by_role("button", name="Add payee").click(no_wait_after=True)
    return page.inner_text(".ok")
""",
    ),
    Fault(
        name="saved_where_nothing_can_be_written",
        expected=FailureClass.ENVIRONMENT,
        ran_before=False,
        site={"/export": _FILE, "/export.csv": file_answer("export.csv", "a,b\n")},
        misleading=True,
        workflow="""
from libretto import workflow

@workflow("export-csv")
def export(ctx, input):
    ctx.page.goto(input["site"] + "/export")
    with ctx.page.expect_download() as info:
        ctx.page.get_by_role("link", name="Export as CSV").click()
    info.value.save_as("export.csv")
""",
    ),
    Fault(
        name="request_to_another_endpoint",
        expected=FailureClass.WAIT_TIMEOUT,
        site={"/datos": _SAVE, "/api/datos": json_answer({})},
        changes={"/datos": changed(_SAVE, "/api/datos", "/graphql"), "/graphql": json_answer({})},
        workflow="""
from libretto import workflow

@workflow("guardar-datos")
def guardar(ctx, input):
    page = ctx.page
    page.goto(input["site"] + "/datos")
    with page.expect_request("**/api/datos", timeout=1300):
        page.get_by_text("Guardar").click()
""",
    ),
    Fault(
        name="config_is_not_defined",
        expected=FailureClass.SCRIPT_ERROR,
        site={"/config": _CONF},
        changes={"/config": changed(_CONF, "var appConfig", "var settings")},
        workflow="""
from libretto import workflow

@workflow("currency")
def currency(ctx, input):
    ctx.page.goto(input["site"] + "/config")
    return ctx.page.evaluate("appConfig.currency")
""",
    ),
    Fault(
        name="workflow_is_killed",
        expected=FailureClass.CRASH,
        site={"/config": _CONF},
        changes={"/config": changed(_CONF, "<p>ok</p>", "")},
        workflow="""
from libretto import workflow

@workflow("wait-for-config")
async def config(ctx, input):
    await ctx.page.goto(input["site"] + "/config")
    await ctx.page.get_by_text("ok").wait_for(timeout=9000)
""",
        violence=Violence(to="workflow", at_step="Wait for"),
    ),
    Fault(
        name="xpath_without_a_node",
        expected=FailureClass.INVALID_SELECTOR,
        ran_before=False,
        site={"/bestand": _STOCK},
        workflow="""
from libretto import workflow

@workflow("bestand-zeilen")
async def zeilen(ctx, input):
    await ctx.page.goto(input["site"] + "/bestand")
    return await ctx.page.get_by_role("table").locator("xpath=.//[@class='x']").count()
""",
    ),
    Fault(
        name="plain_server_behind_https",
        expected=FailureClass.NETWORK_ERROR,
        site={"/home": _HOME},
        changes={"/home": redirect("https://localhost:$port/home")},
        workflow="""
from libretto import workflow

@workflow("home-page")
def home(ctx, input):
    ctx.page.goto(input["site"] + "/home")
    return ctx.page.title()
""",
    ),
)
