"""Later faults where a server answers with an error."""

from __future__ import annotations

from typing import Final

from debugging.failure_classes import FailureClass
from tests.faults.fault import Answer, Fault, json_answer
from tests.faults.late.shells import clinic, shop, townhall, warehouse

_ORDERS: Final = warehouse("Aufträge", '<ul><li><a href="#a1">Auftrag A-7710</a></ul>')
_UNAVAILABLE: Final = Answer(
    status=503,
    headers={"Retry-After": "3600"},
    body=warehouse("Nicht verfügbar", "<p>Bitte später erneut versuchen.</p>"),
)
_SHIPMENT: Final = shop("Order 118", '<p>Shipped</p><button class="again">Order again</button>')
_SOFT_404: Final = shop("Oops!", "<p>Error 404. The page you requested does not exist or was moved.</p>")
_SAVE: Final = clinic(
    "Note",
    '<textarea aria-label="Note"></textarea><button onclick="save()">Save note</button><p '
    'role="status"></p><script>async function save() {'
    'const answer = await fetch("/api/notes", {method: "POST"}); '
    'document.querySelector("[role=status]").textContent = answer.ok ? "Note saved" : '
    '"Something went wrong. Please try again." }</script>',
)
_SEARCH: Final = townhall(
    "Trámites",
    (
        '<ul id="r"></ul><script>fetch("/api/tramites").then(r => r.ok ? r.json() : []).then(a => '
        "a.forEach(t => r.innerHTML += `<li>${t}</li>`))</script>"
    ),
)

FAULTS: Final = (
    Fault(
        name="nicht_verfuegbar_503",
        expected=FailureClass.HTTP_ERROR,
        misleading=True,
        site={"/auftraege": _ORDERS},
        changes={"/auftraege": _UNAVAILABLE},
        workflow="""
from libretto import workflow

@workflow("auftrag-oeffnen")
def auftrag_oeffnen(ctx, input):
    ctx.page.goto(input["site"] + "/auftraege")
    ctx.page.locator("li", has_text="A-7710").get_by_role("link").click(timeout=1200)
""",
    ),
    Fault(
        name="error_404_with_status_200",
        expected=FailureClass.HTTP_ERROR,
        misleading=True,
        site={"/orders/118": _SHIPMENT},
        changes={"/orders/118": _SOFT_404},
        workflow="""
from libretto import workflow

@workflow("order-again")
async def order_again(ctx, input):
    await ctx.page.goto(input["site"] + "/orders/118")
    await ctx.page.locator("button.again").click(timeout=1200)
""",
    ),
    Fault(
        name="saving_answers_500",
        expected=FailureClass.HTTP_ERROR,
        misleading=True,
        site={"/note": _SAVE, "/api/notes": json_answer({"id": 1})},
        changes={"/api/notes": json_answer({}, status=500)},
        workflow="""
from libretto import workflow
from playwright.sync_api import expect

@workflow("save-note")
def save_note(ctx, input):
    page = ctx.page
    page.goto(input["site"] + "/note")
    page.get_by_label("Note").fill("Blood pressure 120/80")
    page.get_by_role("button", name="Save note").click()
    expect(page.get_by_role("status")).to_have_text("Note saved", timeout=1200)
""",
    ),
    Fault(
        name="too_many_requests",
        expected=FailureClass.HTTP_ERROR,
        misleading=True,
        site={"/tramites": _SEARCH, "/api/tramites": json_answer(["Padrón", "Licencia de obra"])},
        changes={"/api/tramites": json_answer({"error": "rate_limited"}, status=429)},
        workflow="""
from libretto import workflow

@workflow("lista-tramites", start_url="$site/tramites")
async def lista_tramites(ctx, input):
    await ctx.page.wait_for_selector("#r li", timeout=1300)
    return await ctx.page.locator("#r li").all_inner_texts()
""",
    ),
)
