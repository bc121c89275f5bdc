"""Later faults of the machine and the browser."""

from __future__ import annotations

from typing import Final

from debugging.failure_classes import FailureClass
from tests.faults.fault import HANGS, Fault, Violence, changed, json_answer
from tests.faults.late.shells import bank, bare, clinic, warehouse

_SCANS: Final = clinic(
    "Scans",
    '<button onclick="document.getElementById(\'pick\').click()">Add scan</button><input type="file" id="pick" hidden>',
)
_LABELS: Final = warehouse("Etiketten", '<p class="anzahl">12 Etiketten</p>')
_ACCOUNTS: Final = bank(
    "Accounts", '<dl><dt>Current account<dd class="balance">2,310.55</dl><button>Show more</button>'
)
_DAY: Final = clinic(
    "Calendar",
    '<ol id="slots"></ol><script>fetch("$site/api/slots").then(r => r.json()).then(all => {'
    "for (const s of all) slots.innerHTML += `<li><button>${s}</button></li>` })</script>",
)
_SIGN: Final = bank(
    "Transfer", "<button onclick=\"window.open('/sign', 'sign', 'width=400,height=400')\">Sign with token</button>"
)
_TOKEN: Final = bare("Token", '<form><label>Token code<input id="code"></label></form><p class="signed">Signed</p>')

FAULTS: Final = (
    Fault(
        name="scan_is_not_on_this_machine",
        expected=FailureClass.ENVIRONMENT,
        site={"/scans": _SCANS},
        ran_before=False,
        workflow="""
from pathlib import Path
from libretto import workflow

@workflow("add-scan")
async def add_scan(ctx, input):
    page = ctx.page
    await page.goto(input["site"] + "/scans")
    async with page.expect_file_chooser(timeout=2000) as choosing:
        await page.get_by_role("button", name="Add scan").click()
    await (await choosing.value).set_files(Path.home() / "scans" / "2026-11-27.pdf")
""",
    ),
    Fault(
        name="program_is_not_installed",
        expected=FailureClass.ENVIRONMENT,
        site={"/etiketten": _LABELS},
        workflow_before="""
from libretto import workflow

@workflow("etiketten-drucken")
def etiketten_drucken(ctx, input):
    ctx.page.goto(input["site"] + "/etiketten")
    return ctx.page.locator(".anzahl").inner_text()
""",
        workflow="""
import subprocess
from libretto import workflow

@workflow("etiketten-drucken")
def etiketten_drucken(ctx, input):
    ctx.page.goto(input["site"] + "/etiketten")
    subprocess.run(["zebra-spool", "--queue", "lager-2"], check=True)
    return ctx.page.locator(".anzahl").inner_text()
""",
    ),
    Fault(
        name="host_is_killed",
        expected=FailureClass.CRASH,
        site={"/accounts": _ACCOUNTS},
        changes={"/accounts": changed(_ACCOUNTS, "<button>", '<button style="display:none">')},
        workflow="""
from libretto import workflow

@workflow("read-balance")
def read_balance(ctx, input):
    page = ctx.page
    page.goto(input["site"] + "/accounts")
    page.get_by_text("Show more").click(timeout=9000)
    return page.locator(".balance").inner_text()
""",
        violence=Violence(to="host", at_step="Click"),
    ),
    Fault(
        name="tab_crashes_during_an_expectation",
        expected=FailureClass.CRASH,
        site={"/api/slots": json_answer(["09:00"]), "/calendar": _DAY},
        changes={"/api/slots": HANGS},
        misleading=True,
        workflow="""
from libretto import workflow
from playwright.async_api import expect

@workflow("free-slots", start_url="$site/calendar")
async def free_slots(ctx, input):
    await expect(ctx.page.locator("#slots li")).to_have_count(1, timeout=3500)
""",
        violence=Violence(to="renderer", at_step="Expect"),
    ),
    Fault(
        name="token_window_is_closed_by_the_bank",
        expected=FailureClass.PAGE_CLOSED,
        site={"/transfer": _SIGN, "/sign": _TOKEN},
        changes={"/sign": changed(_TOKEN, '<p class="signed">Signed</p>', "<script>setTimeout(close, 800)</script>")},
        workflow="""
from libretto import workflow

@workflow("sign-transfer")
async def sign_transfer(ctx, input):
    page = ctx.page
    await page.goto(input["site"] + "/transfer")
    async with page.expect_popup() as opening:
        await page.get_by_text("Sign with token").click()
    window = await opening.value
    await window.locator("#code").fill("778 201")
    await window.locator(".signed").wait_for(timeout=3000)
""",
    ),
    Fault(
        name="browser_closed_by_the_workflow",
        expected=FailureClass.PAGE_CLOSED,
        site={"/accounts": _ACCOUNTS},
        ran_before=False,
        workflow="""
from libretto import workflow

def close_popups(page):
    for other in page.context.pages:
        other.close()

@workflow("balance-without-popups")
def balance_without_popups(ctx, input):
    page = ctx.page
    page.goto(input["site"] + "/accounts")
    close_popups(page)
    return page.inner_text(".balance")
""",
    ),
)
