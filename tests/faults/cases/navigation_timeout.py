"""The site did not finish answering in time."""

from __future__ import annotations

from typing import Final

from debugging.failure_classes import FailureClass
from tests.faults.fault import HANGS, Answer, Fault, changed
from tests.faults.shells import freight, insurer, invoices, people

_REPORT: Final = invoices("Reports", '<h3>Aging report</h3><p id="total">$48,220.10</p>')
_SEARCH: Final = insurer(
    "Vertragssuche",
    '<form action="/suche/treffer"><label>Name<input name="q"></label><button>Suchen</button></form>',
)
_HITS: Final = insurer("Treffer", '<ol><li><a href="/vertraege/1">Petersen, Vertrag KFZ-771</a></ol>')
_TRACK: Final = freight("Tracking", '<p class="status">At sea</p>')
_PIXEL: Final = changed(_TRACK, "</main>", '<img src="/banner.png" alt="Season&rsquo;s rates"></main>')
_FEED: Final = people("Directory", '<ul id="all"><li>Ana Souza<li>Ben Ode</ul>')
_POLLS: Final = changed(
    _FEED, "</body>", "<script>setInterval(() => fetch('/presence').catch(() => 0), 200)</script></body>"
)

FAULTS: Final = (
    Fault(
        name="report_never_answers",
        expected=FailureClass.NAVIGATION_TIMEOUT,
        site={"/reports/aging": _REPORT},
        changes={"/reports/aging": HANGS},
        workflow="""
from libretto import workflow

@workflow("aging-report")
async def aging_report(ctx, input):
    page = ctx.page
    page.set_default_navigation_timeout(1500)
    await page.goto(input["site"] + "/reports/aging")
    return await page.inner_text("#total")
""",
    ),
    Fault(
        name="picture_holds_the_page_up",
        expected=FailureClass.NAVIGATION_TIMEOUT,
        site={"/tracking": _TRACK},
        changes={"/tracking": _PIXEL, "/banner.png": HANGS},
        workflow="""
from libretto import workflow

@workflow("track-shipment")
def track_shipment(ctx, input):
    ctx.page.goto(input["site"] + "/tracking?ref=HLY-7731", timeout=1800)
    return ctx.page.text_content(".status")
""",
    ),
    Fault(
        name="never_idle",
        expected=FailureClass.NAVIGATION_TIMEOUT,
        site={"/directory": _FEED, "/presence": Answer(body="[]", content_type="application/json")},
        changes={"/directory": _POLLS},
        workflow="""
from libretto import workflow

@workflow("directory-sync")
async def directory_sync(ctx, input):
    await ctx.page.goto(input["site"] + "/directory", wait_until="networkidle", timeout=2500)
    return await ctx.page.locator("#all > li").all_inner_texts()
""",
    ),
    Fault(
        name="search_is_still_loading",
        expected=FailureClass.NAVIGATION_TIMEOUT,
        site={"/suche": _SEARCH, "/suche/treffer": _HITS},
        changes={"/suche/treffer": HANGS},
        misleading=True,
        workflow="""
from libretto import workflow

@workflow("vertrag-suchen")
def vertrag_suchen(ctx, input):
    page = ctx.page
    page.set_default_timeout(1500)
    page.goto(input["site"] + "/suche")
    page.get_by_label("Name").fill("Petersen")
    page.get_by_role("button", name="Suchen").click()
    page.get_by_role("link", name="Petersen").click()
""",
        why="the answer to the search never came: the page before it is still shown",
    ),
    Fault(
        name="reload_hangs",
        expected=FailureClass.NAVIGATION_TIMEOUT,
        site={"/reports/aging": _REPORT},
        changes={"/reports/aging": [_REPORT, HANGS]},
        workflow="""
from libretto import workflow

@workflow("aging-report-fresh", start_url="$site/reports/aging")
def aging_report_fresh(ctx, input):
    ctx.page.reload(timeout=1500)
    return ctx.page.locator("//p[@id='total']").inner_text()
""",
    ),
)
