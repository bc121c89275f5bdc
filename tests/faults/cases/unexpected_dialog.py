"""An alert, confirm, prompt, or "leave this page?"."""

from __future__ import annotations

from typing import Final

from debugging.failure_classes import FailureClass
from tests.faults.fault import Fault, changed
from tests.faults.shells import freight, insurer, invoices, people

_DRAFTS: Final = invoices(
    "Drafts", "<ul><li>DRAFT-9 <button onclick=\"this.parentNode.innerHTML = '<b>Deleted</b>'\">Delete</button></ul>"
)
_ASKS: Final = changed(
    _DRAFTS, 'onclick="this', "onclick=\"if (confirm('Delete DRAFT-9? This cannot be undone.')) this"
)
_CUSTOMER: Final = insurer(
    "Angebot",
    '<form action="/angebot/fertig" onsubmit="return pruefen(this)"><label>Kundenname<input name="kunde"></label>'
    '<label>Kundennummer<input name="nr"></label><button>Weiter</button></form>'
    "<script>function pruefen(form) { return true }</script>",
)
_VALIDATES: Final = changed(
    _CUSTOMER,
    "return true",
    "if (!form.nr.value) { alert('Bitte geben Sie die Kundennummer an.'); return false } return true",
)
_CANCEL: Final = freight(
    "Booking HLY-7731",
    '<p class="state">Confirmed</p><button onclick="cancel()">Cancel booking</button>'
    "<script>function cancel() { document.querySelector('.state').textContent = 'Cancelled' }</script>",
)
_REASON: Final = changed(
    _CANCEL,
    "function cancel() { document",
    "function cancel() { const why = prompt('Reason for cancellation (required)'); if (why) document",
)
_NOTE: Final = people("Note", '<label>Note<textarea id="note"></textarea></label><a href="/done">Done</a>')
_GUARDED: Final = changed(
    _NOTE,
    "</body>",
    "<script>addEventListener('beforeunload', event => { if (note.value) event.preventDefault() })</script></body>",
)
_NOTICE: Final = people(
    "Time sheet",
    "<button onclick=\"document.title = 'Sent'; out.textContent = 'Sent'\">Send time sheet</button><p id=\"out\"></p>",
)
_ALERTS: Final = changed(_NOTICE, 'onclick="document', "onclick=\"alert('Overtime must be approved first.'); document")

FAULTS: Final = (
    Fault(
        name="confirm_is_dismissed",
        expected=FailureClass.UNEXPECTED_DIALOG,
        site={"/drafts": _DRAFTS},
        changes={"/drafts": _ASKS},
        misleading=True,
        workflow="""
from libretto import workflow

@workflow("delete-draft")
async def delete_draft(ctx, input):
    page = ctx.page
    await page.goto(input["site"] + "/drafts")
    await page.get_by_role("button", name="Delete").click()
    await page.get_by_text("Deleted").wait_for(timeout=1200)
""",
        why="nobody answered the question, so nothing was deleted",
    ),
    Fault(
        name="alert_stops_the_form",
        expected=FailureClass.UNEXPECTED_DIALOG,
        site={"/angebot": _CUSTOMER, "/angebot/fertig": insurer("Angebot erstellt", '<p class="nr">A-17</p>')},
        changes={"/angebot": _VALIDATES},
        misleading=True,
        workflow="""
from libretto import workflow

@workflow("angebot-erstellen")
def angebot_erstellen(ctx, input):
    page = ctx.page
    page.set_default_timeout(1200)
    page.goto(input["site"] + "/angebot")
    page.get_by_label("Kundenname").fill("Petersen")
    page.get_by_role("button", name="Weiter").click()
    return page.locator("p.nr").inner_text()
""",
    ),
    Fault(
        name="prompt_for_a_reason",
        expected=FailureClass.UNEXPECTED_DIALOG,
        site={"/bookings/7731": _CANCEL},
        changes={"/bookings/7731": _REASON},
        misleading=True,
        workflow="""
from libretto import workflow
from playwright.async_api import expect

@workflow("cancel-booking", start_url="$site/bookings/7731")
async def cancel_booking(ctx, input):
    await ctx.page.click("text=Cancel booking")
    await expect(ctx.page.locator(".state")).to_have_text("Cancelled", timeout=1200)
""",
    ),
    Fault(
        name="stays_on_the_page",
        expected=FailureClass.UNEXPECTED_DIALOG,
        site={"/note": _NOTE, "/done": people("Done", "<p>Saved</p>")},
        changes={"/note": _GUARDED},
        misleading=True,
        workflow="""
from libretto import workflow

@workflow("write-note")
def write_note(ctx, input):
    page = ctx.page
    page.on("dialog", lambda dialog: dialog.dismiss())
    page.goto(input["site"] + "/note")
    page.get_by_label("Note").press_sequentially("Called back.")
    page.get_by_role("link", name="Done").click()
    page.wait_for_url("**/done", timeout=1500)
""",
    ),
    Fault(
        name="dialog_that_nobody_answers",
        expected=FailureClass.UNEXPECTED_DIALOG,
        site={"/time-sheet": _NOTICE},
        changes={"/time-sheet": _ALERTS},
        misleading=True,
        workflow="""
from libretto import workflow

@workflow("send-time-sheet")
def send_time_sheet(ctx, input):
    page = ctx.page
    page.on("dialog", lambda dialog: ctx.log.warn("dialog", message=dialog.message))
    page.goto(input["site"] + "/time-sheet")
    page.locator("button", has_text="Send time sheet").click(timeout=1500)
    return page.title()
""",
    ),
)
