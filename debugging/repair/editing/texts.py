"""Changes a text that a call is given: where it is written, when nobody else uses it."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from debugging.evidence import Evidence
from debugging.repair.editing.bundle import Bundle
from debugging.repair.editing.call_site import CallSite
from debugging.repair.editing.chains import Chain, Segment
from debugging.repair.editing.parsed import Parsed
from debugging.repair.editing.splices import CannotEdit, Splice
from debugging.repair.editing.uses import uses
from debugging.repair.editing.values import Value, values
from debugging.repair.editing.wanted import quoted
from debugging.repair.editing.written import Written, frame_of, stack_of


def given(bundle: Bundle, evidence: Evidence, source: Parsed, node: cst.BaseExpression) -> Iterator[Value]:
    """What an argument of the failed call can be."""
    frame = frame_of(bundle, stack_of(evidence), source, node)
    yield from values(bundle, Written(source, node, frame))


def with_text(bundle: Bundle, source: Parsed, call: cst.Call, value: Value, text: str) -> Splice:
    """Raises CannotEdit."""
    literal = value.literal
    if literal is None:
        raise CannotEdit("What the call is given does not stand in the source as a text.")
    site = CallSite(source, call, Chain((Segment(Written(source, call), ()),)))
    if any(one.via == "parameter" for one in value.through):
        raise CannotEdit("What the call is given comes from where its function is called.")
    if any(True for one in value.through for _ in uses(bundle, one, site)):
        raise CannotEdit("The text is a constant that other code uses, too.")
    quote = literal.code[-1:]
    return Splice(literal.source, literal.source.span(literal.node), quoted(text, quote))
