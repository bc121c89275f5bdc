"""An assertion, or a value that was read."""

from __future__ import annotations

from typing import Final

from debugging.failure_classes import FailureClass
from tests.faults.fault import Fault, changed
from tests.faults.shells import freight, insurer, invoices, mutual, people

_TOTAL: Final = invoices("Invoice INV-20817", '<dl><dt>Total<dd id="total">$1,204.00</dl>')
_PREMIUM: Final = insurer("Beitrag", '<p>Monatsbeitrag: <span class="beitrag">18.40</span></p>')
_STEPS: Final = people("Checklist", "<ol><li>Contract<li>Laptop<li>Badge</ol>")
_RATE: Final = freight("Rate", '<p data-testid="rate">1840</p>')
_NAME: Final = mutual("Profil", '<p>Adhérent : <b id="nom">Claire Fontaine</b></p>')

FAULTS: Final = (
    Fault(
        name="total_is_another",
        expected=FailureClass.VALUE_DIFFERS,
        site={"/invoice": _TOTAL},
        changes={"/invoice": changed(_TOTAL, "$1,204.00", "$1,312.36")},
        workflow="""
from libretto import workflow
from playwright.sync_api import expect

@workflow("verify-total")
def verify_total(ctx, input):
    ctx.page.goto(input["site"] + "/invoice")
    expect(ctx.page.locator("#total")).to_have_text("$1,204.00", timeout=1200)
""",
    ),
    Fault(
        name="premium_is_no_number",
        expected=FailureClass.VALUE_DIFFERS,
        site={"/beitrag": _PREMIUM},
        changes={"/beitrag": changed(_PREMIUM, "18.40", "auf Anfrage")},
        workflow="""
from decimal import Decimal

from libretto import workflow
from pydantic import BaseModel

class Beitrag(BaseModel):
    monatlich: Decimal

@workflow("beitrag-lesen", start_url="$site/beitrag")
async def beitrag_lesen(ctx, input):
    text = await ctx.page.locator(".beitrag").inner_text()
    return Beitrag(monatlich=text).model_dump(mode="json")
""",
    ),
    Fault(
        name="one_step_more",
        expected=FailureClass.VALUE_DIFFERS,
        site={"/checklist": _STEPS},
        changes={"/checklist": changed(_STEPS, "<li>Badge", "<li>Badge<li>Security training")},
        workflow="""
from libretto import workflow
from playwright.async_api import expect

@workflow("check-onboarding")
async def check_onboarding(ctx, input):
    await ctx.page.goto(input["site"] + "/checklist")
    await expect(ctx.page.locator("ol > li")).to_have_count(3, timeout=1200)
""",
    ),
    Fault(
        name="plain_assert_on_a_rate",
        expected=FailureClass.VALUE_DIFFERS,
        site={"/rate": _RATE},
        changes={"/rate": changed(_RATE, "1840", "2260")},
        workflow="""
from libretto import workflow

@workflow("rate-is-agreed")
def rate_is_agreed(ctx, input):
    ctx.page.goto(input["site"] + "/rate")
    rate = int(ctx.page.get_by_test_id("rate").inner_text())
    assert rate <= 1900, f"rate {rate} is above the agreed 1900"
""",
    ),
    Fault(
        name="result_does_not_fit_its_model",
        expected=FailureClass.VALUE_DIFFERS,
        site={"/profil": _NAME},
        changes={"/profil": changed(_NAME, "Claire Fontaine", "")},
        workflow="""
from libretto import workflow
from pydantic import BaseModel, Field

class Profil(BaseModel):
    nom: str = Field(min_length=1)

@workflow("lire-profil", output=Profil)
async def lire_profil(ctx, input):
    await ctx.page.goto(input["site"] + "/profil")
    return {"nom": await ctx.page.locator("#nom").text_content()}
""",
        why="the value that was read is empty now",
    ),
)
