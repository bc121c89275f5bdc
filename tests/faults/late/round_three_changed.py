"""Round three: elements that are others than before."""

from __future__ import annotations

from typing import Final

from debugging.failure_classes import FailureClass
from tests.faults.fault import Fault, changed
from tests.faults.late.shells import clinic, shop, warehouse

_FEED: Final = shop("Deals", '<div id="ads"></div><button class="deal">Take deal</button>')
_GROWS: Final = changed(
    _FEED,
    "</body>",
    (
        "<script>let h = 0; (function grow() { h = (h + 5) % 300; ads.style.height = h + 'px'; "
        "requestAnimationFrame(grow) })()</script></body>"
    ),
)
_OPT: Final = clinic("Settings", '<label><input type="checkbox"> Text reminders</label>')
_SWITCH: Final = clinic(
    "Alerts",
    (
        '<div role="switch" aria-checked="false" tabindex="0" '
        "onclick=\"this.setAttribute('aria-checked', 'true')\">Lab alerts</div>"
    ),
)
_SEARCH: Final = warehouse("Suche", '<input type="search" aria-label="Suche">')

FAULTS: Final = (
    Fault(
        name="pushed_down_again_and_again",
        expected=FailureClass.ELEMENT_UNSTABLE,
        site={"/deals": _FEED},
        changes={"/deals": _GROWS},
        workflow="""
from libretto import workflow

@workflow("take-deal")
async def deal(ctx, input):
    await ctx.page.goto(input["site"] + "/deals")
    await ctx.page.locator("button.deal").click(timeout=1300)
""",
    ),
    Fault(
        name="checkbox_is_a_switch",
        expected=FailureClass.WRONG_CONTROL,
        site={"/settings": _OPT},
        changes={"/settings": clinic("Settings", '<button role="switch" aria-checked="false">Text reminders</button>')},
        misleading=True,
        workflow="""
from libretto import workflow

@workflow("text-reminders")
def reminders(ctx, input):
    ctx.page.goto(input["site"] + "/settings")
    ctx.page.get_by_role("checkbox", name="Text reminders").check(timeout=1200)
""",
    ),
    Fault(
        name="switch_stays_off",
        expected=FailureClass.VALUE_DIFFERS,
        site={"/alerts": _SWITCH},
        changes={"/alerts": changed(_SWITCH, "'true'", "'mixed'")},
        workflow="""
from libretto import workflow
from playwright.async_api import expect

@workflow("lab-alerts")
async def alerts(ctx, input):
    await ctx.page.goto(input["site"] + "/alerts")
    await ctx.page.get_by_role("switch").click()
    await expect(ctx.page.get_by_role("switch")).to_have_attribute("aria-checked", "true", timeout=1200)
""",
    ),
    Fault(
        name="search_and_search_help",
        expected=FailureClass.SEVERAL_MATCH,
        site={"/suche": _SEARCH},
        changes={
            "/suche": changed(
                _SEARCH,
                'aria-label="Suche">',
                'aria-label="Suche"><input type="search" aria-label="Suche in der Hilfe">',
            )
        },
        workflow="""
from libretto import workflow

@workflow("suchen")
def suchen(ctx, input):
    ctx.page.goto(input["site"] + "/suche")
    ctx.page.get_by_role("searchbox", name="Suche").fill("Schrauben", timeout=1200)
""",
    ),
)
