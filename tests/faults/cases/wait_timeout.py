"""An address, a condition or an event did not come."""

from __future__ import annotations

from typing import Final

from debugging.failure_classes import FailureClass
from tests.faults.fault import Fault, changed, json_answer, redirect
from tests.faults.shells import freight, insurer, invoices, people

_FORM: Final = people("Start", '<form action="/next"><button>Begin onboarding</button></form>')
_ORDER: Final = freight(
    "Order",
    '<p class="state">Processing</p><script>setTimeout(() => { document.querySelector(".state").className = '
    '"state done" }, 200)</script>',
)
_STUCK: Final = freight("Order", '<p class="state">Processing</p>')
_PRINT: Final = insurer("Druck", '<a href="/druck/ansicht" target="_blank">Druckansicht</a>')
_SAVE: Final = invoices(
    "Settings",
    (
        "<button onclick=\"fetch('/api/v1/settings').then(() => { m.textContent = 'Saved' })\">Save "
        'settings</button><p id="m"></p>'
    ),
)
_IMPORT: Final = invoices(
    "Import", '<div class="busy" id="busy">Importing…</div><script>setTimeout(() => busy.remove(), 200)</script>'
)
_JOB: Final = freight(
    "Job", '<p id="status">Queued</p><script>setTimeout(() => { status_.textContent = "Done" }, 300)</script>'
)

FAULTS: Final = (
    Fault(
        name="dashboard_has_a_new_address",
        expected=FailureClass.WAIT_TIMEOUT,
        site={
            "/start": _FORM,
            "/next": redirect("/onboarding/dashboard"),
            "/onboarding/dashboard": people("Onboarding", "<p>1 of 5</p>"),
        },
        changes={"/next": redirect("/journeys/overview"), "/journeys/overview": people("Onboarding", "<p>1 of 5</p>")},
        workflow="""
from libretto import workflow

@workflow("begin-onboarding")
async def begin_onboarding(ctx, input):
    page = ctx.page
    await page.goto(input["site"] + "/start")
    await page.get_by_role("button", name="Begin onboarding").click()
    await page.wait_for_url("**/onboarding/dashboard", timeout=1200)
""",
    ),
    Fault(
        name="order_stays_in_processing",
        expected=FailureClass.WAIT_TIMEOUT,
        site={"/order": _ORDER},
        changes={"/order": _STUCK},
        workflow="""
from libretto import workflow

@workflow("await-order", start_url="$site/order")
def await_order(ctx, input):
    ctx.page.wait_for_selector(".state.done", timeout=1300)
""",
    ),
    Fault(
        name="opens_in_the_same_tab",
        expected=FailureClass.WAIT_TIMEOUT,
        site={"/druck": _PRINT, "/druck/ansicht": insurer("Druckansicht", "<p>Seite 1 von 3</p>")},
        changes={"/druck": changed(_PRINT, ' target="_blank"', "")},
        workflow="""
from libretto import workflow

@workflow("druckansicht")
def druckansicht(ctx, input):
    page = ctx.page
    page.goto(input["site"] + "/druck")
    with page.expect_popup(timeout=1300) as opening:
        page.get_by_role("link", name="Druckansicht").click()
    return opening.value.title()
""",
    ),
    Fault(
        name="api_has_a_new_version",
        expected=FailureClass.WAIT_TIMEOUT,
        site={"/settings": _SAVE, "/api/v1/settings": json_answer({"ok": True})},
        changes={
            "/settings": changed(_SAVE, "/api/v1/settings", "/api/v2/preferences"),
            "/api/v2/preferences": json_answer({"ok": True}),
        },
        workflow="""
from libretto import workflow

@workflow("save-settings")
async def save_settings(ctx, input):
    page = ctx.page
    await page.goto(input["site"] + "/settings")
    async with page.expect_response("**/api/v1/settings", timeout=1300) as coming:
        await page.get_by_role("button", name="Save settings").click()
    return (await coming.value).status
""",
    ),
    Fault(
        name="import_never_ends",
        expected=FailureClass.WAIT_TIMEOUT,
        site={"/import": _IMPORT},
        changes={"/import": changed(_IMPORT, "setTimeout(() => busy.remove(), 200)", "")},
        workflow="""
from libretto import workflow

@workflow("await-import")
def await_import(ctx, input):
    ctx.page.goto(input["site"] + "/import")
    ctx.page.locator(".busy").wait_for(state="hidden", timeout=1300)
""",
    ),
    Fault(
        name="polls_until_the_time_is_over",
        expected=FailureClass.WAIT_TIMEOUT,
        site={"/job": changed(_JOB, "status_", "document.getElementById('status')")},
        changes={"/job": freight("Job", '<p id="status">Queued</p>')},
        spec={"timeout_seconds": 4},
        workflow="""
from libretto import workflow

@workflow("poll-job")
def poll_job(ctx, input):
    page = ctx.page
    page.goto(input["site"] + "/job")
    while page.inner_text("#status") != "Done":
        page.wait_for_timeout(250)
""",
    ),
    Fault(
        name="condition_never_true",
        expected=FailureClass.WAIT_TIMEOUT,
        site={"/job": changed(_JOB, "status_", "document.getElementById('status')")},
        changes={"/job": freight("Job", '<p id="status">Waiting for customs</p>')},
        workflow="""
from libretto import workflow

@workflow("await-job")
async def await_job(ctx, input):
    await ctx.page.goto(input["site"] + "/job")
    await ctx.page.wait_for_function("document.querySelector('#status').textContent === 'Done'", timeout=1300)
""",
    ),
)
