"""Changes a text that a call is given: where it is written, when nobody else uses it."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from debugging.evidence import Evidence
from debugging.repair.editing.bundle import Bundle
from debugging.repair.editing.call_site import CallSite
from debugging.repair.editing.chains import Chain, Segment
from debugging.repair.editing.literals import literal_splice, may_change
from debugging.repair.editing.parsed import Parsed
from debugging.repair.editing.splices import CannotEdit, Splice
from debugging.repair.editing.values import Value, values
from debugging.repair.editing.written import Written, frame_of, stack_of


def given(bundle: Bundle, evidence: Evidence, source: Parsed, node: cst.BaseExpression) -> Iterator[Value]:
    """What an argument of the failed call can be."""
    frame = frame_of(bundle, stack_of(evidence), source, node)
    yield from values(bundle, Written(source, node, frame))


def with_text(bundle: Bundle, source: Parsed, call: cst.Call, value: Value, text: str) -> Splice:
    """Raises CannotEdit."""
    if value.literal is None:
        raise CannotEdit("What the call is given does not stand in the source as a text.")
    check_is_its_own(bundle, source, call, value)
    return literal_splice(value, text)


def check_is_its_own(bundle: Bundle, source: Parsed, call: cst.Call, value: Value) -> None:
    """Nothing else depends on what the call is given. Raises CannotEdit."""
    site = CallSite(source, call, Chain((Segment(Written(source, call), ()),)))
    if not may_change(bundle, site, value):
        raise CannotEdit("The text is a constant that other code uses, too.")
