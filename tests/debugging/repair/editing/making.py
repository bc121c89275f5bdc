"""Failures of small bundles, and what would be found on the changed page."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from textwrap import dedent
from typing import Any
from uuid import UUID

from debugging.diagnosis import Diagnosis
from debugging.evidence import Evidence, Failure, GoodRun, Page, Run, SourceExcerpt, Step
from debugging.failure_classes import FailureClass
from debugging.repair.editing.bans import banned
from debugging.repair.proposal import Located, Proposal, Refusal
from debugging.repair.proposing import propose
from libretto.protocol import ErrorCode

NOWHERE = Located(why_not="It was not looked for.")
SOMEBODY = UUID(int=1)
NOON = datetime(2026, 11, 27, 12, tzinfo=UTC)
HEAD = """from libretto import workflow


@workflow("pay")
"""


def sources_of(text: str, **others: str) -> dict[str, str]:
    """`text` is workflows.py; other modules go by their names."""
    return {
        "workflows.py": dedent(text).lstrip("\n"),
        **{f"{name}.py": dedent(one).lstrip("\n") for name, one in others.items()},
    }


def line_of(text: str, part: str, number: int = 1) -> int:
    """Of the line that has `part`, the `number`th of them."""
    return [line for line, found in enumerate(text.splitlines(), 1) if part in found][number - 1]


def failed(
    sources: Mapping[str, str],
    at: str,
    selector: str,
    *,
    api: str = "locator.click",
    file: str = "workflows.py",
    number: int = 1,
    stack: tuple[tuple[str, str, str], ...] = (),
    earlier: tuple[Step, ...] = (),
    error: str = "",
    **others: Any,
) -> Evidence:
    """`at` is a part of the line that failed; `stack`: file, part of the line and function, the innermost first."""
    line = line_of(sources[file], at, number)
    method = api.rpartition(".")[2]
    message = error or f"{api.title()}: Timeout 1200ms exceeded.\nCall log:\n  - waiting for {selector}\n"
    frames = [f"{one}:{line_of(sources[one], part)} in {name}" for one, part, name in stack]
    step = Step(
        key="s9",
        title=f"{method} {selector}",
        t_ms=900,
        outcome="failed",
        api=api,
        selector=selector,
        file=file,
        line=line,
    )
    excerpt = "\n".join(sources[file].splitlines()[max(0, line - 6) : line + 5])
    source = SourceExcerpt(file=file, line=line, first_line=max(1, line - 5), text=excerpt)
    given: dict[str, Any] = {"source": source, "steps": (*earlier, step), **others}
    run = Run(job_id=SOMEBODY, workflow="pay", deployment_id=SOMEBODY, created_at=NOON, params=given.pop("params", {}))
    failure = Failure(
        code=ErrorCode.WORKFLOW_ERROR,
        type=given.pop("type", "TimeoutError"),
        message=message,
        mapped_stack="\n".join(frames),
    )
    return Evidence(run=run, failure=failure, failing_step=step, **given)


def went_well(at: int, selector: str, *, api: str = "locator.click", file: str = "workflows.py") -> Step:
    return Step(key=f"s{at}", title="", t_ms=at, outcome="ok", api=api, selector=selector, file=file, line=at)


def diagnosed(failure_class: FailureClass = FailureClass.ELEMENT_NOT_FOUND, confidence: float = 0.95) -> Diagnosis:
    return Diagnosis(failure_class=failure_class, summary="It is not there.", confidence=confidence)


def at(locator: str, *, frame: str = "", proof: str = "text") -> Located:
    return Located(locator=locator, frame=frame, proof=proof, was='button "Pay"')


def proposed(
    sources: Mapping[str, str],
    evidence: Evidence,
    new: str | Located,
    failure_class: FailureClass = FailureClass.ELEMENT_NOT_FOUND,
) -> Proposal:
    located = at(new) if isinstance(new, str) else new
    found = propose(evidence, diagnosed(failure_class), sources, find=lambda _: located)
    assert isinstance(found, Proposal), found.reason
    assert banned(found.changes, evidence, sources) == ()
    for change in found.changes:
        assert change.old == sources[change.file]
        compile(change.new, change.file, "exec")
    return found


def refused(
    sources: Mapping[str, str],
    evidence: Evidence,
    new: str | Located,
    failure_class: FailureClass = FailureClass.ELEMENT_NOT_FOUND,
) -> Refusal:
    located = at(new) if isinstance(new, str) else new
    found = propose(evidence, diagnosed(failure_class), sources, find=lambda _: located)
    assert isinstance(found, Refusal), found.diff
    assert found.reason.endswith(".")
    return found


def html(body: str) -> str:
    return f"<html><head><title>Shop</title></head><body>{body}</body></html>"


def good(before: str = "", *, target: str = "", **fields: Any) -> GoodRun:
    page = Page(html=html(before), url="https://shop.example/pay", target_xpath=target)
    return GoodRun(job_id=UUID(int=2), session_id=UUID(int=3), deployment_id=UUID(int=1), page=page, **fields)


def changed_lines(proposal: Proposal) -> list[str]:
    """Of the diff, without context: '-    old', '+    new'."""
    lines = proposal.diff.splitlines()
    return [line for line in lines if line[:1] in ("-", "+") and not line.startswith(("---", "+++"))]
