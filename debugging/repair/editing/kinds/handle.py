"""An element handle is held while the page draws the element anew: a locator looks it up again."""

from __future__ import annotations

from typing import NamedTuple

import libcst as cst

from debugging.repair.editing.asked import Asked
from debugging.repair.editing.call_site import ACTIONS, READS, calls_at, check_is_same_source
from debugging.repair.editing.links import name_of, owner_of
from debugging.repair.editing.names import assigned
from debugging.repair.editing.parsed import Parsed, Span
from debugging.repair.editing.splices import CannotEdit, Splice, changes
from debugging.repair.editing.written import called_name
from debugging.repair.proposal import Proposal
from runtime.tracing.selectors import readable_selector

_GIVES: frozenset[str] = frozenset({"query_selector", "wait_for_selector"})
_ON_BOTH = ACTIONS | {"inner_text", "text_content", "input_value", "get_attribute", "is_visible", "is_enabled"}


def handle(asked: Asked) -> Proposal:
    step = asked.step
    if not step.api.startswith("element_handle."):
        raise CannotEdit("The page draws the element anew while it is used, and the call looks it up again already.")
    if asked.method in READS or asked.method not in ACTIONS:
        raise CannotEdit("The call reads something of an element that is gone; which value is meant is not known.")
    source = asked.bundle.file(step.file)
    if source is not None:
        check_is_same_source(asked.evidence, source)
    calls = calls_at(source, step) if source is not None else []
    owner = owner_of(calls[0]) if len(calls) == 1 else None
    if source is None or not isinstance(owner, cst.Name):
        raise CannotEdit("The source does not show which element is held.")
    lookup = _lookup(source, calls[0], owner.value)
    splices = _locator_instead(source, lookup)
    locator = readable_selector(_selector(lookup.call))
    return Proposal(
        kind="handle",
        changes=changes(splices),
        line=step.line or 1,
        sentence=f"`{owner.value}` is a locator, which looks the element up each time, instead of an element handle.",
        was_wrong=asked.diagnosis.summary,
        old_locator=locator,
        new_locator=locator,
    )


class _Lookup(NamedTuple):
    call: cst.Call  # page.query_selector("#a")
    value: cst.BaseExpression  # with its await


def _lookup(source: Parsed, failed: cst.Call, name: str) -> _Lookup:
    """How the element was found. Raises CannotEdit."""
    function = source.function_of(failed)
    nodes = list(source.inside(function)) if function is not None else []
    found = [value for node in nodes if (value := assigned(node, name)) is not None]
    call = found[0].expression if len(found) == 1 and isinstance(found[0], cst.Await) else found[0] if found else None
    if len(found) != 1 or not isinstance(call, cst.Call) or called_name(call) not in _GIVES:
        raise CannotEdit("The source does not show how the element was looked up.")
    if len(call.args) != 1 or owner_of(call) is None:
        raise CannotEdit("The element is waited for in a way that a locator does not know.")
    _check_uses(source, nodes, name)
    return _Lookup(call, found[0])


def _selector(call: cst.Call) -> str:
    """ "" when it is not written there."""
    node = call.args[0].value
    text = node.evaluated_value if isinstance(node, cst.SimpleString) else ""
    return text if isinstance(text, str) else ""


def _locator_instead(source: Parsed, lookup: _Lookup) -> tuple[Splice, ...]:
    rename = Splice(source, source.span(name_of(lookup.call)), "locator")
    if lookup.value is lookup.call:
        return (rename,)
    awaits = Span(source.span(lookup.value).start, source.span(lookup.call).start)
    return (rename, Splice(source, awaits, ""))


def _check_uses(source: Parsed, nodes: list[cst.CSTNode], name: str) -> None:
    """A locator must do for all of them."""
    for node in nodes:
        if not isinstance(node, cst.Name) or node.value != name:
            continue
        above = list(source.above(node))[:2]
        is_set = isinstance(above[0], cst.AssignTarget | cst.AnnAssign)
        called = isinstance(above[0], cst.Attribute) and above[0].value is node and isinstance(above[1], cst.Call)
        if not is_set and not (called and above[0].attr.value in _ON_BOTH):  # type: ignore[attr-defined]
            raise CannotEdit("The element is used in ways that only a handle knows.")
