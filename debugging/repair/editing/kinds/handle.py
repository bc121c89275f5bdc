"""An element handle is held while the page draws the element anew: a locator looks it up again."""

from __future__ import annotations

import libcst as cst

from debugging.repair.editing.asked import Asked
from debugging.repair.editing.call_site import ACTIONS, READS, calls_at
from debugging.repair.editing.links import name_of, owner_of
from debugging.repair.editing.names import assigned
from debugging.repair.editing.parsed import Parsed, Span
from debugging.repair.editing.splices import CannotEdit, Splice, changes
from debugging.repair.editing.written import called_name
from debugging.repair.proposal import Proposal

_GIVES: frozenset[str] = frozenset({"query_selector", "wait_for_selector"})
_ON_BOTH = ACTIONS | {"inner_text", "text_content", "input_value", "get_attribute", "is_visible", "is_enabled"}


def handle(asked: Asked) -> Proposal:
    step = asked.step
    if not step.api.startswith("element_handle."):
        raise CannotEdit("The page draws the element anew while it is used, and the call looks it up again already.")
    if asked.method in READS or asked.method not in ACTIONS:
        raise CannotEdit("The call reads something of an element that is gone; which value is meant is not known.")
    source = asked.bundle.file(step.file)
    calls = calls_at(source, step) if source is not None else []
    owner = owner_of(calls[0]) if len(calls) == 1 else None
    if source is None or not isinstance(owner, cst.Name):
        raise CannotEdit("The source does not show which element is held.")
    splices = _locator_instead(source, calls[0], owner.value)
    return Proposal(
        kind="handle",
        changes=changes(splices),
        line=step.line or 1,
        sentence=f"`{owner.value}` is a locator, which looks the element up each time, instead of an element handle.",
        was_wrong=asked.diagnosis.summary,
    )


def _locator_instead(source: Parsed, failed: cst.Call, name: str) -> tuple[Splice, ...]:
    """Raises CannotEdit."""
    function = source.function_of(failed)
    nodes = list(source.inside(function)) if function is not None else []
    found = [value for node in nodes if (value := assigned(node, name)) is not None]
    value = found[0].expression if len(found) == 1 and isinstance(found[0], cst.Await) else found[0] if found else None
    if len(found) != 1 or not isinstance(value, cst.Call) or called_name(value) not in _GIVES:
        raise CannotEdit("The source does not show how the element was looked up.")
    if len(value.args) != 1 or owner_of(value) is None:
        raise CannotEdit("The element is waited for in a way that a locator does not know.")
    _check_uses(source, nodes, name)
    splices = [Splice(source, source.span(name_of(value)), "locator")]
    if value is not found[0]:
        start = source.span(found[0]).start
        splices.append(Splice(source, Span(start, source.span(value).start), ""))
    return tuple(splices)


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
