"""Round four: the element on the right page."""

from __future__ import annotations

from typing import Final

from debugging.failure_classes import FailureClass
from tests.faults.fault import Answer, Fault, changed
from tests.faults.late.shells import bare

_WINKEL: Final = bare("Winkelwagen", '<h1>Winkelwagen</h1><button id="bestel">Bestellen</button>', lang="nl")
_COOKIES: Final = (
    '<section id="cmp" style="position:fixed;inset:0;background:#000b"><div style="background:#fff;margin:90px;'
    'padding:20px"><h2>Wij gebruiken cookies</h2><button>Alles accepteren</button></div></section></body>'
)
_PAYOUT: Final = bare("Payout", '<h1>Payout</h1><div class="pane"><label>IBAN<input id="iban"></label></div>')
_REGION: Final = bare(
    "Store",
    '<h1>Store</h1><select id="land"><option>NL</select><select id="stad"><option>Breda<option>Tilburg</select>',
)
_YEAR: Final = bare(
    "Report",
    '<h1>Report</h1><label>Year<select name="y"><option>2026<option>2025<option>2024</select></label>'
    '<script>fetch("/stats/collect")</script>',
)
_MENU: Final = bare("Desk", "<h1>Desk</h1><ul><li>Tickets</li><li>Archive</li></ul>")
_SIZE: Final = bare("Shirt", '<h1>Shirt</h1><select id="size"><option>S<option>M</select>')
_SIZE_LIST: Final = '<div id="size" tabindex="0" class="select">S</div>'
_MAIL: Final = bare("Compose", '<h1>Compose</h1><iframe name="editor" src="/editor"></iframe>')
_EDITOR: Final = bare("Editor", "<textarea>Hello</textarea>")
_RENEW: Final = bare(
    "Renew", '<h1>Renew</h1><form><p id="m"></p></form><button onclick="location.href=\'/done\'">Renew now</button>'
)
_CARD: Final = "onclick=\"m.textContent='Your card was declined.'\""

FAULTS: Final = (
    Fault(
        name="wij_gebruiken_cookies",
        expected=FailureClass.ELEMENT_COVERED,
        site={"/wagen": _WINKEL},
        changes={"/wagen": changed(_WINKEL, "</body>", _COOKIES)},
        workflow="""
from libretto import workflow

@workflow("bestellen")
async def bestellen(ctx, input):
    await ctx.page.goto(input["site"] + "/wagen")
    await ctx.page.click("#bestel", timeout=1200)
""",
    ),
    Fault(
        name="iban_on_a_closed_pane",
        expected=FailureClass.ELEMENT_HIDDEN,
        site={"/payout": _PAYOUT},
        changes={"/payout": changed(_PAYOUT, 'class="pane"', 'class="pane" style="visibility:hidden"')},
        workflow="""
from libretto import workflow

@workflow("set-iban")
def set_iban(ctx, input):
    ctx.page.goto(input["site"] + "/payout")
    ctx.page.fill("#iban", "NL02ABNA0123456789", timeout=1200)
""",
    ),
    Fault(
        name="city_waits_for_a_country",
        expected=FailureClass.ELEMENT_DISABLED,
        site={"/store": _REGION},
        changes={"/store": changed(_REGION, '<select id="stad">', '<select id="stad" disabled>')},
        workflow="""
from libretto import workflow

@workflow("choose-store")
def choose(ctx, input):
    ctx.page.goto(input["site"] + "/store")
    ctx.page.select_option("#stad", "Tilburg", timeout=1200)
""",
    ),
    Fault(
        name="year_beside_failed_statistics",
        expected=FailureClass.OPTION_MISSING,
        site={"/report": _YEAR, "/stats/collect": Answer(body="ok")},
        changes={"/report": changed(_YEAR, "<option>2024", ""), "/stats/collect": Answer(status=500)},
        workflow="""
from libretto import workflow

@workflow("yearly-report")
async def yearly(ctx, input):
    await ctx.page.goto(input["site"] + "/report")
    await ctx.page.get_by_label("Year").select_option("2024", timeout=1200)
""",
    ),
    Fault(
        name="tickets_and_my_tickets",
        expected=FailureClass.SEVERAL_MATCH,
        site={"/desk": _MENU},
        changes={"/desk": changed(_MENU, "<li>Archive", "<li>My tickets</li><li>Archive")},
        workflow="""
from libretto import workflow

@workflow("open-tickets")
def tickets(ctx, input):
    ctx.page.goto(input["site"] + "/desk")
    ctx.page.get_by_text("Tickets").click(timeout=1200)
""",
    ),
    Fault(
        name="size_is_a_box_now",
        expected=FailureClass.WRONG_CONTROL,
        site={"/shirt": _SIZE},
        changes={"/shirt": changed(_SIZE, '<select id="size"><option>S<option>M</select>', _SIZE_LIST)},
        workflow="""
from libretto import workflow

@workflow("choose-size")
async def size(ctx, input):
    await ctx.page.goto(input["site"] + "/shirt")
    await ctx.page.select_option("#size", label="M", timeout=1200)
""",
    ),
    Fault(
        name="editor_has_another_name",
        expected=FailureClass.FRAME_MOVED,
        site={"/compose": _MAIL, "/editor": _EDITOR},
        changes={"/compose": changed(_MAIL, 'name="editor"', 'name="rte-2"')},
        misleading=True,
        workflow="""
from libretto import workflow

@workflow("compose")
def compose(ctx, input):
    ctx.page.goto(input["site"] + "/compose")
    ctx.page.frame_locator('iframe[name="editor"]').locator("textarea").fill("Dear customer", timeout=1200)
""",
    ),
    Fault(
        name="card_was_declined",
        expected=FailureClass.WAIT_TIMEOUT,
        site={"/renew": _RENEW, "/done": bare("Done", "<h1>Renewed</h1>")},
        changes={"/renew": changed(_RENEW, "onclick=\"location.href='/done'\"", _CARD)},
        workflow="""
from libretto import workflow

@workflow("renew")
async def renew(ctx, input):
    await ctx.page.goto(input["site"] + "/renew")
    await ctx.page.get_by_role("button", name="Renew now").click()
    await ctx.page.wait_for_url("**/done", timeout=1300)
""",
    ),
)
