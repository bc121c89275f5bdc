"""The element was re-rendered while it was being used."""

from __future__ import annotations

from typing import Final

from debugging.failure_classes import FailureClass
from tests.faults.fault import Fault, changed
from tests.faults.shells import freight, insurer, invoices, people

_LIST: Final = invoices(
    "Approvals",
    '<ul id="list"><li>INV-1 <button>Approve</button><li>INV-2 <button>Approve</button><li>INV-3 '
    "<button>Approve</button>"
    "</ul><script>list.onclick = event => { event.target.textContent = 'Approved' }</script>",
)
_RENDERS: Final = changed(
    _LIST, "event.target.textContent = 'Approved' }", "event.currentTarget.innerHTML = event.currentTarget.innerHTML }"
)
_ROW: Final = insurer("Vorgänge", '<div id="zeile"><button class="frei">Freigeben</button></div><p id="meldung"></p>')
_POLLING: Final = changed(
    _ROW,
    "</main>",
    "<script>setInterval(() => { zeile.innerHTML = '<button class=\"frei\">Freigeben</button>' }, 12)</script></main>",
)
_SEARCH: Final = freight(
    "Vessels",
    '<label>Filter<input id="q"></label><ul id="v"><li>Halyard Star<li>Halyard Moon</ul>',
)
_FILTERS: Final = changed(
    _SEARCH,
    "</main>",
    "<script>q.oninput = () => setTimeout(() => { v.innerHTML = '<li>Halyard Moon</li>' }, 50)</script></main>",
)
_SHEET: Final = people(
    "Time sheet", '<form action="/sheet"><button name="week" value="48">Week 48</button></form><p class="sum">38 h</p>'
)
_TABS: Final = people(
    "Time sheet",
    '<form onsubmit="return false"><button name="week" value="48">Week 48</button></form><p class="sum">38 h</p>',
)

FAULTS: Final = (
    Fault(
        name="list_renders_after_each_click",
        expected=FailureClass.ELEMENT_DETACHED,
        site={"/approvals": _LIST},
        changes={"/approvals": _RENDERS},
        workflow="""
from libretto import workflow

@workflow("approve-all")
def approve_all(ctx, input):
    ctx.page.goto(input["site"] + "/approvals")
    for button in ctx.page.query_selector_all("#list button"):
        button.click(timeout=1200)
""",
    ),
    Fault(
        name="row_renders_again_and_again",
        expected=FailureClass.ELEMENT_DETACHED,
        site={"/vorgaenge": _ROW},
        changes={"/vorgaenge": _POLLING},
        workflow="""
from libretto import workflow

@workflow("vorgang-freigeben")
async def vorgang_freigeben(ctx, input):
    await ctx.page.goto(input["site"] + "/vorgaenge")
    await ctx.page.locator("button.frei").click(timeout=1500)
""",
    ),
    Fault(
        name="filtered_while_a_handle_is_kept",
        expected=FailureClass.ELEMENT_DETACHED,
        site={"/vessels": _SEARCH},
        changes={"/vessels": _FILTERS},
        workflow="""
from libretto import workflow

@workflow("pick-vessel")
async def pick_vessel(ctx, input):
    page = ctx.page
    await page.goto(input["site"] + "/vessels")
    vessel = await page.wait_for_selector("li:has-text('Moon')")
    await page.get_by_label("Filter").fill("Moon")
    await page.wait_for_timeout(300)
    await vessel.click(timeout=1200)
""",
    ),
    Fault(
        name="handle_outlives_its_page",
        expected=FailureClass.ELEMENT_DETACHED,
        site={"/sheet": _TABS},
        changes={"/sheet": _SHEET},
        workflow="""
from libretto import workflow

@workflow("read-week")
def read_week(ctx, input):
    ctx.page.goto(input["site"] + "/sheet")
    total = ctx.page.query_selector("p.sum")
    ctx.page.get_by_role("button", name="Week 48").click()
    ctx.page.wait_for_timeout(400)
    return total.inner_text()
""",
    ),
)
