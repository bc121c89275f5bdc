"""A tab, the browser or the workflow's process is gone."""

from __future__ import annotations

from typing import Final

from debugging.failure_classes import FailureClass
from libretto.protocol import Limits
from tests.faults.fault import Fault, Violence
from tests.faults.shells import freight, insurer, people

_MAP: Final = freight("Vessel map", '<canvas width="800" height="400"></canvas><p class="eta">ETA Busan: 14 Dec</p>')
_SLOW_MAP: Final = freight("Vessel map", '<canvas width="800" height="400"></canvas><p>Drawing 12,000 vessels…</p>')
_CHART: Final = people("Headcount", '<svg width="400" height="200"><title>Headcount</title></svg><p id="n">412</p>')
_FILES: Final = insurer("Schadenakte 88-1203", '<p>Schriftstücke: 41</p><p class="summe">12.430,00 €</p>')

_WATCH: Final = """
from libretto import workflow

@workflow("watch-vessel")
async def watch_vessel(ctx, input):
    page = ctx.page
    await page.goto(input["site"] + "/map")
    eta = page.locator("p.eta")
    await eta.wait_for(timeout=4000)
    return await eta.inner_text()
"""

FAULTS: Final = (
    Fault(
        name="tab_crashes_while_waiting",
        expected=FailureClass.CRASH,
        site={"/map": _MAP},
        changes={"/map": _SLOW_MAP},
        workflow=_WATCH,
        violence=Violence(to="renderer", at_step="Wait for"),
    ),
    Fault(
        name="browser_dies",
        expected=FailureClass.CRASH,
        site={"/map": _MAP},
        changes={"/map": _SLOW_MAP},
        workflow=_WATCH,
        violence=Violence(to="browser", at_step="Wait for"),
    ),
    Fault(
        name="chrome_crash_page",
        expected=FailureClass.CRASH,
        site={"/headcount": _CHART},
        ran_before=False,
        workflow="""
from libretto import workflow

@workflow("headcount-chart")
def headcount_chart(ctx, input):
    ctx.page.goto(input["site"] + "/headcount")
    before = ctx.page.inner_text("#n")
    ctx.page.goto("chrome://crash", timeout=3000)
    return before
""",
    ),
    Fault(
        name="workflow_eats_memory",
        expected=FailureClass.CRASH,
        site={"/akte": _FILES},
        spec={"limits": Limits(child_memory_bytes=900_000_000)},
        params={"copies": 6_000},
        params_before={"copies": 1},
        workflow="""
import time
from libretto import workflow

@workflow("schadenakte-sichern")
def schadenakte_sichern(ctx, input):
    ctx.page.goto(input["site"] + "/akte")
    pages = []
    for number in range(input["copies"]):
        pages.append(bytearray(b"x" * 1_000_000))
        time.sleep(0.004)
    return len(pages)
""",
    ),
    Fault(
        name="workflow_segfaults",
        expected=FailureClass.CRASH,
        site={"/akte": _FILES},
        ran_before=False,
        workflow="""
import ctypes
from libretto import workflow

@workflow("akte-drucken")
async def akte_drucken(ctx, input):
    await ctx.page.goto(input["site"] + "/akte")
    total = await ctx.page.locator(".summe").inner_text()
    ctypes.string_at(0)
    return total
""",
    ),
    Fault(
        name="tab_crashes_then_script_error",
        expected=FailureClass.CRASH,
        site={"/map": _MAP},
        changes={"/map": _SLOW_MAP},
        misleading=True,
        workflow="""
from libretto import workflow

def eta_of(page):
    try:
        page.wait_for_selector("p.eta", timeout=4000)
        return page.inner_text("p.eta")
    except Exception as error:
        print("no ETA yet:", str(error).splitlines()[0])
        return None

@workflow("eta-report")
def eta_report(ctx, input):
    ctx.page.goto(input["site"] + "/map")
    return eta_of(ctx.page).upper()
""",
        violence=Violence(to="renderer", at_step="Wait for"),
        why="the workflow catches the crash and stumbles over what it did not get",
    ),
)
