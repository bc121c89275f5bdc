"""The element is there, but as a control of another kind."""

from __future__ import annotations

from typing import Final

from debugging.failure_classes import FailureClass
from tests.faults.fault import Fault, changed
from tests.faults.shells import freight, insurer, invoices, mutual, people

_BOX: Final = freight(
    "Container",
    '<label for="size">Size</label><select id="size"><option>20 ft<option>40 ft</select><button>Next</button>',
)
_LISTBOX: Final = freight(
    "Container",
    '<span id="l">Size</span><div id="size" role="combobox" aria-labelledby="l" '
    'aria-expanded="false" tabindex="0">20 ft</div>'
    '<ul role="listbox" hidden><li role="option">20 ft<li role="option">40 ft</ul><button>Next</button>',
)
_START: Final = insurer("Beginn", '<label for="d">Versicherungsbeginn</label><input id="d" type="text">')
_PICKER: Final = changed(
    _START, '<input id="d" type="text">', '<button id="d" aria-haspopup="dialog">Datum wählen</button>'
)
_ALERTS: Final = people("Notifications", '<label><input type="checkbox" id="digest"> Weekly digest</label>')
_SWITCH: Final = people("Notifications", '<button id="digest" aria-pressed="false">Weekly digest: off</button>')
_RECEIPT: Final = invoices("Receipt", '<label for="f">Receipt</label><input id="f" type="file">')
_DROPZONE: Final = changed(
    _RECEIPT, '<input id="f" type="file">', '<div id="f" class="dropzone" tabindex="0">Drop files here</div>'
)
_AGE: Final = mutual("Devis", '<label for="age">Votre âge</label><input id="age" type="text">')
_SLIDER: Final = changed(
    _AGE,
    '<input id="age" type="text">',
    '<div id="age" role="slider" aria-label="Votre âge" aria-valuenow="40" tabindex="0">40 ans</div>',
)
_NEXT: Final = freight(
    "Review", "<p>All good?</p><button onclick=\"location.hash='paid'\">Continue to payment</button>"
)
_LINK: Final = changed(
    _NEXT,
    "<button onclick=\"location.hash='paid'\">Continue to payment</button>",
    '<a class="btn" href="#paid">Continue to payment</a>',
)

FAULTS: Final = (
    Fault(
        name="select_became_a_listbox",
        expected=FailureClass.WRONG_CONTROL,
        site={"/container": _BOX},
        changes={"/container": _LISTBOX},
        workflow="""
from libretto import workflow

@workflow("choose-container")
async def choose_container(ctx, input):
    await ctx.page.goto(input["site"] + "/container")
    await ctx.page.locator("#size").select_option(label="40 ft", timeout=1200)
""",
    ),
    Fault(
        name="text_became_a_date_picker",
        expected=FailureClass.WRONG_CONTROL,
        site={"/beginn": _START},
        changes={"/beginn": _PICKER},
        workflow="""
from libretto import workflow

@workflow("beginn-setzen", start_url="$site/beginn")
def beginn_setzen(ctx, input):
    ctx.page.get_by_label("Versicherungsbeginn").fill("01.01.2027", timeout=1200)
""",
    ),
    Fault(
        name="checkbox_became_a_toggle",
        expected=FailureClass.WRONG_CONTROL,
        site={"/notifications": _ALERTS},
        changes={"/notifications": _SWITCH},
        workflow="""
from libretto import workflow

@workflow("subscribe-digest")
def subscribe_digest(ctx, input):
    ctx.page.goto(input["site"] + "/notifications")
    ctx.page.check("#digest", timeout=1200)
""",
    ),
    Fault(
        name="file_input_became_a_dropzone",
        expected=FailureClass.WRONG_CONTROL,
        site={"/receipt": _RECEIPT},
        changes={"/receipt": _DROPZONE},
        workflow="""
from libretto import workflow

RECEIPT = {"name": "taxi.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4"}

@workflow("attach-receipt")
async def attach_receipt(ctx, input):
    await ctx.page.goto(input["site"] + "/receipt")
    await ctx.page.locator("#f").set_input_files(RECEIPT, timeout=1200)
""",
    ),
    Fault(
        name="age_became_a_slider",
        expected=FailureClass.WRONG_CONTROL,
        site={"/devis": _AGE},
        changes={"/devis": _SLIDER},
        workflow="""
from libretto import workflow

@workflow("age-pour-devis")
def age_pour_devis(ctx, input):
    ctx.page.goto(input["site"] + "/devis")
    ctx.page.locator("xpath=//*[@id='age']").fill("44", timeout=1200)
""",
    ),
    Fault(
        name="button_became_a_link",
        expected=FailureClass.WRONG_CONTROL,
        site={"/review": _NEXT},
        changes={"/review": _LINK},
        misleading=True,
        workflow="""
from libretto import workflow

@workflow("continue-to-payment")
async def continue_to_payment(ctx, input):
    await ctx.page.goto(input["site"] + "/review")
    await ctx.page.get_by_role("button", name="Continue to payment").click(timeout=1200)
""",
        why="not found by its role, but there under its name",
    ),
)
