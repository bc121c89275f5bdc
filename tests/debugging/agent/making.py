"""Evidence of failed runs, with defaults."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from debugging.evidence import Evidence, Failure, GoodRun, Happening, Navigation, Page, Request, Run, Step
from libretto.protocol import ErrorCode

AT = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
SHOP = "https://shop.example/checkout"
TIMED_OUT = "Locator.{}: Timeout 1200ms exceeded.\nCall log:\n  - waiting for {}\n"


def evidence(
    *,
    message: str = "",
    type: str = "",
    step: Step | None = None,
    page: Page | None = None,
    code: ErrorCode = ErrorCode.WORKFLOW_ERROR,
    **facts: Any,
) -> Evidence:
    steps = facts.pop("steps", ())
    mapped_stack = facts.pop("mapped_stack", "" if step else "workflows.py:21 in pay\n    raise")
    return Evidence(
        run=facts.pop("run", run()),
        failure=Failure(code=code, type=type, message=message, mapped_stack=mapped_stack),
        failing_step=step,
        failed_at_ms=step.t_ms if step else None,
        steps=(*steps, *((step,) if step else ())),
        page=page,
        **facts,
    )


def run(**fields: Any) -> Run:
    return Run(
        job_id=UUID(int=1),
        workflow="pay-invoice",
        deployment_id=UUID(int=2),
        created_at=AT,
        timeout_seconds=60,
        **fields,
    )


def step(
    api: str = "locator.click", selector: str = "", *, title: str = "", t_ms: int = 5_000, line: int = 21, **fields: Any
) -> Step:
    """One that failed, unless it says otherwise."""
    return Step(
        key=fields.pop("key", f"call@{t_ms}"),
        title=title or f"{api.rpartition('.')[2].capitalize()} {selector}",
        api=api,
        selector=selector,
        t_ms=t_ms,
        end_ms=fields.pop("end_ms", t_ms + 1_200),
        outcome=fields.pop("outcome", "failed"),
        file="workflows.py",
        line=line,
        **fields,
    )


def done(api: str, selector: str = "", **fields: Any) -> Step:
    return step(api, selector, outcome="ok", **{"t_ms": 1_000, "line": 11, **fields})


def not_found(selector: str, api: str = "locator.click", page: Page | None = None, **facts: Any) -> Evidence:
    """A call that waited for an element until its time was over."""
    message = TIMED_OUT.format(api.rpartition(".")[2], selector)
    failing = step(api, selector, title=facts.pop("title", ""))
    return evidence(message=message, type="TimeoutError", step=failing, page=page, **facts)


def page(body: str, *, title: str = "Checkout", url: str = SHOP, status: int | None = 200, **fields: Any) -> Page:
    html = f"<html><head><title>{title}</title></head><body>{body}</body></html>"
    return Page(url=url, title=title, status=status, html=html, **fields)


def good(body: str = "", *, xpath: str = "", url: str = SHOP, title: str = "Checkout", **fields: Any) -> GoodRun:
    """The last good run; the page before the same step held `body`."""
    return GoodRun(
        job_id=UUID(int=9),
        session_id=UUID(int=8),
        deployment_id=UUID(int=2),
        page=page(body, url=url, title=title, status=None, target_xpath=xpath) if body else None,
        step=fields.pop("step", step(outcome="ok", key="good@1", url=url)),
        **fields,
    )


def document(url: str = SHOP, status: int | None = 200, *, t_ms: int = 2_000, **fields: Any) -> Request:
    return Request(
        key=f"request@{t_ms}",
        t_ms=t_ms,
        method="GET",
        url=url,
        resource_type="document",
        document=True,
        status=status,
        **fields,
    )


def navigation(url: str = SHOP, status: int | None = 200, *, t_ms: int = 2_000, **fields: Any) -> Navigation:
    return Navigation(key=f"navigation@{t_ms}", t_ms=t_ms, url=url, status=status, **fields)


def dialog(kind: str, message: str, *, answer: str = "dismissed", t_ms: int = 4_000) -> Happening:
    title = f"{kind.capitalize()}: {message} ({answer})"
    return Happening(
        key=f"dialog@{t_ms}",
        t_ms=t_ms,
        kind="dialog",
        title=title,
        dialog=kind,
        message=message,
        answer=answer,
        end_ms=t_ms + 5 if answer else None,
    )
