"""The control is there; what should be chosen is not."""

from __future__ import annotations

from typing import Final

from debugging.failure_classes import FailureClass
from tests.faults.fault import Fault, changed, json_answer
from tests.faults.shells import freight, insurer, invoices, people

_SERVICE: Final = freight("Service", "<label>Service<select><option>Standard<option>Express</select></label>")
_ZAHLUNG: Final = insurer(
    "Zahlweise",
    '<label>Zahlweise<select name="zw"><option value="m">monatlich<option value="j">jährlich</select></label>',
)
_ENTITY: Final = invoices(
    "Entity",
    '<label>Entity<select id="e"><option value="">Choose…</select></label>'
    '<script>fetch("/api/entities").then(r => r.json())'
    ".then(all => all.forEach(name => e.add(new Option(name))))</script>",
)
_CUSTOM: Final = people(
    "Office",
    '<div role="combobox" tabindex="0" aria-label="Office" aria-controls="lb" onclick="lb.hidden = false">Choose</div>'
    '<ul id="lb" role="listbox" hidden><li role="option">Lyon<li role="option">Lübeck</ul>',
)

FAULTS: Final = (
    Fault(
        name="express_has_a_new_name",
        expected=FailureClass.OPTION_MISSING,
        site={"/service": _SERVICE},
        changes={"/service": changed(_SERVICE, "<option>Express", "<option>Priority (2 to 3 days)")},
        workflow="""
from libretto import workflow

@workflow("choose-service")
async def choose_service(ctx, input):
    await ctx.page.goto(input["site"] + "/service")
    await ctx.page.get_by_label("Service").select_option("Express", timeout=1200)
""",
    ),
    Fault(
        name="values_are_numbers_now",
        expected=FailureClass.OPTION_MISSING,
        site={"/zahlweise": _ZAHLUNG},
        changes={"/zahlweise": changed(changed(_ZAHLUNG, 'value="m"', 'value="12"'), 'value="j"', 'value="1"')},
        workflow="""
from libretto import workflow

@workflow("zahlweise-aendern", start_url="$site/zahlweise")
def zahlweise_aendern(ctx, input):
    ctx.page.select_option("select[name='zw']", value="j", timeout=1200)
""",
    ),
    Fault(
        name="entity_was_closed",
        expected=FailureClass.OPTION_MISSING,
        site={"/entity": _ENTITY, "/api/entities": json_answer(["Lakeside Metals GmbH", "Lakeside Metals Inc."])},
        changes={"/api/entities": json_answer(["Lakeside Metals Inc."])},
        workflow="""
from libretto import workflow

@workflow("switch-entity")
def switch_entity(ctx, input):
    ctx.page.goto(input["site"] + "/entity")
    ctx.page.locator("#e").select_option(label="Lakeside Metals GmbH", timeout=1300)
""",
    ),
    Fault(
        name="office_not_in_the_listbox",
        expected=FailureClass.OPTION_MISSING,
        site={"/office": _CUSTOM},
        changes={"/office": changed(_CUSTOM, "Lübeck", "Hamburg")},
        misleading=True,
        workflow="""
from libretto import workflow

@workflow("set-office")
async def set_office(ctx, input):
    page = ctx.page
    page.set_default_timeout(1200)
    await page.goto(input["site"] + "/office")
    await page.get_by_role("combobox", name="Office").click()
    await page.get_by_role("option", name="Lübeck").click()
""",
        why="an element that is not found, but it is an option of a list that is open",
    ),
)
