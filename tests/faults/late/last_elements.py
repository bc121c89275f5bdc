"""The last faults: of elements and values."""

from __future__ import annotations

from typing import Final

from debugging.failure_classes import FailureClass
from tests.faults.fault import Fault, changed, json_answer
from tests.faults.late.shells import bare, clinic, townhall, warehouse

_SHELF: Final = warehouse("Regal 7", '<p class="menge">120</p><button class="korrektur">Korrektur buchen</button>')
_LOADER: Final = (
    '<div class="overlay" style="position:fixed;inset:0;background:#0003"><span>Bitte warten…</span></div></body>'
)
_TAX: Final = townhall(
    "Tasas", '<label for="anio">Año</label><select id="anio"><option>2025<option>2026</select><button>Ver</button>'
)
_FRAME: Final = clinic("Booking", '<label>Reason<input name="reason"></label><button>Book</button>')

FAULTS: Final = (
    Fault(
        name="bitte_warten",
        expected=FailureClass.ELEMENT_COVERED,
        site={"/regal": _SHELF},
        changes={"/regal": changed(_SHELF, "</body>", _LOADER)},
        workflow="""
from libretto import workflow

@workflow("korrektur")
async def korrektur(ctx, input):
    await ctx.page.goto(input["site"] + "/regal")
    await ctx.page.locator(".korrektur").hover(timeout=1200)
    await ctx.page.locator(".korrektur").click(timeout=1200)
""",
    ),
    Fault(
        name="year_is_a_text_field",
        expected=FailureClass.WRONG_CONTROL,
        site={"/tasas": _TAX},
        changes={"/tasas": changed(_TAX, '<select id="anio"><option>2025<option>2026</select>', '<input id="anio">')},
        workflow="""
from libretto import workflow

@workflow("tasas-del-anio")
def tasas(ctx, input):
    ctx.page.goto(input["site"] + "/tasas")
    ctx.page.get_by_label("Año").select_option("2026", timeout=1200)
""",
    ),
    Fault(
        name="year_is_over",
        expected=FailureClass.OPTION_MISSING,
        site={"/tasas": _TAX},
        changes={"/tasas": changed(_TAX, "<option>2025", "<option>2027")},
        workflow="""
from libretto import workflow

@workflow("tasas-2025")
async def tasas(ctx, input):
    await ctx.page.goto(input["site"] + "/tasas")
    await ctx.page.select_option("#anio", "2025", timeout=1200)
""",
    ),
    Fault(
        name="booking_widget_in_a_frame",
        expected=FailureClass.FRAME_MOVED,
        misleading=True,
        site={"/booking": _FRAME},
        changes={
            "/booking": clinic("Booking", '<iframe src="/widget" width="600" height="300"></iframe>'),
            "/widget": bare("Widget", '<label>Reason<input name="reason"></label><button>Book</button>'),
        },
        workflow="""
from libretto import workflow

@workflow("book-visit")
def book_visit(ctx, input):
    ctx.page.goto(input["site"] + "/booking")
    ctx.page.fill("input[name=reason]", "check-up", timeout=1200)
""",
    ),
    Fault(
        name="shelf_without_stock",
        expected=FailureClass.VALUE_DIFFERS,
        site={"/regal": _SHELF},
        changes={"/regal": changed(_SHELF, ">120<", ">0<")},
        workflow="""
from libretto import workflow

@workflow("bestand-pruefen")
def bestand_pruefen(ctx, input):
    ctx.page.goto(input["site"] + "/regal")
    menge = int(ctx.page.locator(".menge").inner_text())
    assert menge > 0
""",
    ),
    Fault(
        name="shelf_button_renamed",
        expected=FailureClass.ELEMENT_NOT_FOUND,
        site={"/regal": _SHELF},
        changes={
            "/regal": changed(
                _SHELF, '<button class="korrektur">Korrektur buchen', '<button class="adjust">Bestand anpassen'
            )
        },
        workflow="""
from libretto import workflow

@workflow("korrektur-buchen")
def korrektur_buchen(ctx, input):
    ctx.page.goto(input["site"] + "/regal")
    ctx.page.get_by_text("Korrektur buchen").click(timeout=1200)
""",
    ),
    Fault(
        name="second_shelf_button",
        expected=FailureClass.SEVERAL_MATCH,
        site={"/regal": _SHELF},
        changes={"/regal": changed(_SHELF, "</button>", '</button><a href="#h">Korrektur buchen (Hilfe)</a>')},
        workflow="""
from libretto import workflow

@workflow("korrektur-erfassen")
async def korrektur_erfassen(ctx, input):
    await ctx.page.goto(input["site"] + "/regal")
    await ctx.page.get_by_text("Korrektur buchen").click(timeout=1200)
""",
    ),
    Fault(
        name="list_instead_of_dict",
        expected=FailureClass.SCRIPT_ERROR,
        site={"/api/stock": json_answer({"rows": [1]})},
        changes={"/api/stock": json_answer([{"rows": [1]}])},
        workflow="""
from libretto import workflow

@workflow("stock")
async def stock(ctx, input):
    answer = await ctx.page.request.get(input["site"] + "/api/stock")
    return len((await answer.json())["rows"])
""",
    ),
)
