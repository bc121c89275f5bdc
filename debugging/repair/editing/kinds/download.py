"""The download began before it was waited for: the click is wrapped in expect_download."""

from __future__ import annotations

from collections.abc import Sequence

import libcst as cst

from debugging.repair.editing.asked import Asked
from debugging.repair.editing.call_site import ACTIONS, calls_at, check_is_same_source
from debugging.repair.editing.inserting import is_async, newline_of
from debugging.repair.editing.links import owner_of
from debugging.repair.editing.parsed import Parsed, Span
from debugging.repair.editing.splices import CannotEdit, Splice, changes
from debugging.repair.editing.written import called_name
from debugging.repair.proposal import Proposal

NAME = "download_info"


def download(asked: Asked) -> Proposal:
    step = asked.step
    source = asked.bundle.file(step.file)
    began = [one for one in asked.evidence.happenings if one.kind == "download" and not one.error]
    if not step.api.endswith((".wait_for_event", ".expect_download")):
        raise CannotEdit("A file came where a page was expected; what to do with it is for a person to say.")
    if not step.api.endswith(".wait_for_event") or source is None or not began or began[-1].t_ms > step.t_ms:
        raise CannotEdit("No download began before it was waited for.")
    check_is_same_source(asked.evidence, source)
    calls = [one for one in calls_at(source, step) if _is_wait(one)]
    if len(calls) != 1:
        raise CannotEdit("The source does not show how the download is waited for.")
    return Proposal(
        kind="download",
        changes=changes(_wrapped(source, calls[0])),
        line=step.line or 1,
        sentence="The download is expected before the click that leads to it.",
        was_wrong=asked.diagnosis.summary,
        old_locator=_leads(asked),
        new_locator=_leads(asked),
    )


def _leads(asked: Asked) -> str:
    """The locator of the step that the download came from."""
    before = [one for one in asked.evidence.steps if one.outcome == "ok" and one.t_ms <= asked.step.t_ms]
    return before[-1].selector if before else ""


def _is_wait(call: cst.Call) -> bool:
    first = next((arg.value for arg in call.args if _is_event(arg)), None)
    return isinstance(first, cst.SimpleString) and first.evaluated_value == "download"


def _is_event(arg: cst.Arg) -> bool:
    return arg.keyword is None or arg.keyword.value == "event"


def _wrapped(source: Parsed, wait: cst.Call) -> tuple[Splice, ...]:
    """Raises CannotEdit."""
    statement, owner = source.statement_of(wait), owner_of(wait)
    before = _before(source, statement)
    if owner is None or before is None or not _is_action(before):
        raise CannotEdit("The step right before the wait is not the one that leads to the download.")
    if any(isinstance(node, cst.Name) and node.value == NAME for node in source.nodes) or '"""' in source.code(before):
        raise CannotEdit("The step before the wait is written in a way that cannot be wrapped.")
    awaits = is_async(source, wait)
    words = ", ".join(source.code(arg) for arg in wait.args if not _is_event(arg))
    start = source.span(before).start
    line = source.line_start(start)
    indent = source.text[line:start]
    if indent.strip():
        raise CannotEdit("There is other code on the line before the click.")
    head = f"{'async ' if awaits else ''}with {source.code(owner)}.expect_download({words}) as {NAME}:"
    step = "\t" if indent.startswith("\t") else source.module.default_indent
    lines = source.text[line : source.span(before).end].split("\n")
    body = "\n".join(f"{step}{one}" if one.strip() else one for one in lines)
    got = next(iter(source.above(wait))) if awaits else wait
    return (
        Splice(source, Span(line, source.span(before).end), f"{indent}{head}{newline_of(source)}{body}"),
        Splice(source, source.span(got), f"{'await ' if awaits else ''}{NAME}.value"),
    )


def _before(source: Parsed, statement: cst.CSTNode) -> cst.SimpleStatementLine | None:
    block = next(iter(source.above(statement)), None)
    body: Sequence[cst.CSTNode] = block.body if isinstance(block, cst.IndentedBlock) else ()
    place = next((place for place, one in enumerate(body) if one is statement), 0)
    found = body[place - 1] if place else None
    return found if isinstance(found, cst.SimpleStatementLine) and len(found.body) == 1 else None


def _is_action(statement: cst.SimpleStatementLine) -> bool:
    only = statement.body[0]
    value = only.value if isinstance(only, cst.Expr) else None
    call = value.expression if isinstance(value, cst.Await) else value
    return isinstance(call, cst.Call) and called_name(call) in ACTIONS
