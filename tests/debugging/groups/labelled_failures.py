"""Failures whose cause is known: each differs from the others of its cause as real runs do."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import product
from typing import Any
from uuid import uuid4

from debugging.diagnosis import Diagnosis
from debugging.evidence import Evidence, Failure, Page, Run, Step
from debugging.failure_classes import FailureClass
from libretto.protocol import ErrorCode

PAY = 'get_by_role("button", name="Pay")'


def failure(
    *,
    failure_class: str = FailureClass.ELEMENT_NOT_FOUND,
    workflow: str = "pay-invoice",
    api: str = "locator.click",
    selector: str = PAY,
    url: str = "https://shop.example/checkout",
    message: str = "Locator.click: Timeout 1500ms exceeded.",
    raised: str = "TimeoutError",
    where: str = "pay",
    line: int = 21,
    status: int | None = 200,
) -> tuple[Evidence, Diagnosis]:
    """A failing step where there is a selector, else an error of the workflow's own code."""
    step = Step(
        key="call@9", title=f"Click {selector}", t_ms=900, outcome="failed", api=api, selector=selector, line=line
    )
    evidence = Evidence(
        run=Run(job_id=uuid4(), workflow=workflow, deployment_id=uuid4(), created_at=datetime(2026, 3, 2, tzinfo=UTC)),
        failure=Failure(
            code=ErrorCode.WORKFLOW_ERROR,
            type=raised,
            message=message,
            mapped_stack=f"flows/{workflow}.py:{line} in {where}\n    code()\nflows/{workflow}.py:{line + 30} in main",
        ),
        failing_step=step if selector else None,
        page=Page(url=url, status=status),
    )
    summary = f"{workflow} failed at {selector or message}"
    return evidence, Diagnosis(failure_class=FailureClass(failure_class), summary=summary, confidence=0.9)


# Cause → what is the same in all of its failures, and what differs ("{}").
_ELEMENTS: list[dict[str, Any]] = [
    {"selector": PAY},
    {"selector": 'get_by_role("button", name="Cancel")'},
    {"selector": PAY, "api": "locator.hover"},
    {"selector": PAY, "failure_class": FailureClass.ELEMENT_COVERED},
    {"selector": PAY, "failure_class": FailureClass.ELEMENT_HIDDEN},
    {"selector": PAY, "workflow": "pay-refund"},
    {"selector": PAY, "url": "https://other.example/checkout/{}"},
    {"selector": 'locator("#orders tr").filter(has_text="PO-{}").locator("a.invoice")'},
    {"selector": 'locator("#orders tr").filter(has_text="PO-{}").locator("a.receipt")'},
    {"selector": 'locator("#row-{} .open")'},
    {"selector": 'locator("#row-{} .close")'},
    {"selector": 'get_by_text("Order {} of 2 March")', "failure_class": FailureClass.WAIT_TIMEOUT},
    {"selector": 'get_by_label("Account number")', "api": "locator.fill"},
    {"selector": 'get_by_label("Amount")', "api": "locator.fill"},
    {"selector": 'get_by_test_id("line-{}")'},
    {"selector": "locator(\"[data-id='{}a8f-77c2b41']\")"},
    {
        "selector": 'get_by_label("Country")',
        "failure_class": FailureClass.OPTION_MISSING,
        "api": "locator.select_option",
    },
]
_SITES: list[dict[str, Any]] = [
    {
        "failure_class": FailureClass.LOGIN_REQUIRED,
        "url": "https://shop.example/login?next=/orders/{}",
        "anywhere": True,
    },
    {"failure_class": FailureClass.BOT_WALL, "url": "https://shop.example/orders/{}", "anywhere": True},
    {"failure_class": FailureClass.NETWORK_ERROR, "url": "https://shop.example/orders/{}", "anywhere": True},
    {
        "failure_class": FailureClass.HTTP_ERROR,
        "url": "https://shop.example/orders/{}",
        "status": 503,
        "anywhere": True,
    },
    {
        "failure_class": FailureClass.HTTP_ERROR,
        "url": "https://shop.example/orders/{}",
        "status": 404,
        "anywhere": True,
    },
    {"failure_class": FailureClass.HTTP_ERROR, "url": "https://shop.example/cart", "status": 404, "anywhere": True},
]
_SCRIPTS: list[dict[str, Any]] = [
    {"raised": "ValueError", "message": "could not convert string to float: '{},50'", "where": "total"},
    {"raised": "ValueError", "message": "could not convert string to float: '{},50'", "where": "tax"},
    {"raised": "KeyError", "message": "KeyError: 'order_{}'", "where": "total"},
    {"raised": "AttributeError", "message": "'NoneType' object has no attribute 'inner_text'", "where": "rows"},
    {"raised": "AttributeError", "message": "'NoneType' object has no attribute 'click'", "where": "rows"},
    {"raised": "IndexError", "message": "list index out of range", "where": "rows"},
]
_NUMBERS = (7, 12, 4711, 90210, 31, 8, 1002, 55)


def labelled() -> Iterator[tuple[int, Evidence, Diagnosis]]:
    """(cause, evidence, diagnosis): more than 200 of some thirty causes."""
    for cause, known in enumerate([*_ELEMENTS, *_SITES, *_SCRIPTS]):
        yield from ((cause, *one) for one in _failures(known))


def _failures(known: dict[str, Any]) -> Iterator[tuple[Evidence, Diagnosis]]:
    known = dict(known)
    anywhere = known.pop("anywhere", False)
    script = {"selector": "", "failure_class": FailureClass.SCRIPT_ERROR} if "where" in known else {}
    for number, line in product(_NUMBERS, (21,)):
        filled = {
            name: value.replace("{}", str(number)) if isinstance(value, str) else value
            for name, value in ({"url": "https://shop.example/orders/{}"} | script | known).items()
        }
        if anywhere:  # whichever step it was that met it
            filled["selector"] = _ELEMENTS[number % len(_ELEMENTS)]["selector"].replace("{}", str(number))
        timeout = f"Locator.click: Timeout {number * 100}ms exceeded."
        yield failure(**{"message": timeout, "line": line + number % 3} | filled)
