"""A call that failed since its button has another name now, and what a model could say of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from debugging.evidence import Evidence, Page
from debugging.failure_classes import FailureClass
from debugging.repair.case import RepairCase
from debugging.repair.model_backed.answer import SaidEdit
from debugging.repair.model_backed.holding import Holding
from debugging.repair.proposal import Check, Proposal, Refusal
from jobs.models import Job
from tests.debugging.model_agent.endpoint import Play, calls
from tests.debugging.repair.editing.making import diagnosed, failed, html, sources_of

SOURCE = """
from libretto import workflow


@workflow("pay")
def pay(ctx, input):
    page = ctx.page
    popup = ctx.popup
    order = input["order"]
    page.get_by_label("Note").fill("paid by the workflow")
    page.get_by_role("button", name="Pay").click()
    return page.locator("#total").inner_text()
"""
SOURCES = sources_of(SOURCE)
OLD = '    page.get_by_role("button", name="Pay").click()'
NEW = '    page.get_by_role("button", name="Settle invoice").click()'
SELECTOR = 'get_by_role("button", name="Pay")'
TARGET = 'get_by_role("button", name="Settle invoice")'
BODY = """
<h1>Invoice</h1><p id="total">10.00</p><label>Note <input></label>
<button>Settle invoice</button><button>Delete account</button><a href="/help">Help</a>
"""
ARIA = '- heading "Invoice"\n- button "Settle invoice"\n- button "Delete account"\n- link "Help"'
REFUSAL = Refusal(reason="No page of an earlier good run is kept that shows the element.", final=False)
PASSED = Check(name="page", outcome="passed", sentence="It finds one visible button.")


def the_page(body: str = BODY, aria: str = ARIA) -> Page:
    return Page(url="https://shop.example/invoice", title="Invoice", status=200, html=html(body), aria=aria)


def evidence(sources: Mapping[str, str] = SOURCES, at: str = 'name="Pay"', **facts: Any) -> Evidence:
    known: dict[str, Any] = {"page": the_page()}
    return failed(sources, at, facts.pop("selector", SELECTOR), **{**known, **facts})


def case_of(
    about: Evidence | None = None,
    sources: Mapping[str, str] = SOURCES,
    failure_class: FailureClass = FailureClass.ELEMENT_NOT_FOUND,
) -> RepairCase:
    return RepairCase(cast(Job, None), about or evidence(sources), diagnosed(failure_class), sources)


def an_edit(**changes: Any) -> dict[str, Any]:
    return {
        "file": "workflows.py",
        "old": OLD,
        "new": NEW,
        "kind": "locator",
        "target": TARGET,
        "why": "It is the only button that pays the invoice.",
        **changes,
    }


def edits(**changes: Any) -> Play:
    return calls("final_result", an_edit(**changes))


def held(case: RepairCase | None = None, refusal: Refusal = REFUSAL, seen: Check = PASSED, **changes: Any) -> Proposal:
    """Raises Unusable."""
    holding = Holding(case or case_of(), refusal, "small", lambda _: seen)
    return holding.proposal(SaidEdit.model_validate(an_edit(**changes)))
