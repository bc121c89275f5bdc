"""The element has another locator now, several fit the old one, or it is in another frame."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Any, Final

import libcst as cst

from debugging.agent.locators import frames_in, read_locator
from debugging.evidence import Step
from debugging.repair.editing.asked import Asked, Forbidden
from debugging.repair.editing.awaited import check_state
from debugging.repair.editing.call_site import ACTIONS, READS, WAITS, CallSite, find_call
from debugging.repair.editing.framed import new_locator
from debugging.repair.editing.other_places import other_uses
from debugging.repair.editing.reading import check_read
from debugging.repair.editing.relocating import relocated
from debugging.repair.editing.roots import is_a_page
from debugging.repair.editing.same_way import in_the_same_way
from debugging.repair.editing.splices import CannotEdit, Splice, changes
from debugging.repair.editing.turns import check_others, turns_before
from debugging.repair.editing.written import stack_of
from debugging.repair.proposal import EditKind, Located, Proposal

READ_PROOFS: Final = frozenset({"text", "place"})
_HIDES: Final = re.compile(r" to be (?:hidden|detached)$")
_VALUE_LEAST: Final = 3
_OF_ANY_CONTROL: Final = frozenset({"click", "dblclick", "tap", "hover", "focus"})


def locator(asked: Asked) -> Proposal:
    return _proposal(asked, "locator")


def another_control(asked: Asked) -> Proposal:
    """A button became a link: a click is a click."""
    if asked.method not in _OF_ANY_CONTROL:
        raise CannotEdit("It is a control of another kind now, and another call would be needed.")
    return _proposal(asked, "locator")


def narrowed(asked: Asked) -> Proposal:
    return _proposal(asked, "narrowed")


def frame(asked: Asked) -> Proposal:
    return _proposal(asked, "frame")


def _proposal(asked: Asked, kind: EditKind) -> Proposal:
    check_call(asked)
    earlier = turns_before(asked)
    located = asked.located
    if not located.locator:
        raise CannotEdit(located.why_not or "The element was not found on the changed page.")
    check_proof(asked, located)
    site = find_call(asked.bundle, asked.evidence, asked.step)
    new, splices = _edit(asked, site, new_locator(asked, located), earlier)
    edited = [(one.source.file, one.source.line_at(one.span.start)) for one in splices]
    led = [(place.file, place.line) for place in stack_of(asked.evidence)]
    old = asked.step.selector
    reads = " It reads a value: see that it is still the one that is meant." if asked.method in READS else ""
    return Proposal(
        kind=kind,
        changes=changes(splices),
        line=asked.step.line or 1,
        sentence=f"{asked.step.site} looks for {new} instead of {old}.{reads}",
        was_wrong=asked.diagnosis.summary,
        old_locator=old,
        new_locator=new,
        located=located,
        other_uses=other_uses(asked.bundle, site, asked.said, [*edited, *led]),
    )


def _edit(asked: Asked, site: CallSite, new: str, earlier: Sequence[Step]) -> tuple[str, tuple[Splice, ...]]:
    """With the new locator; where that cannot be written, with another one of the same element. Raises CannotEdit."""
    refused: list[CannotEdit] = []
    for locator in chain([new], in_the_same_way(asked, site, new)):
        try:
            _check_values(asked, locator)
            check_read(asked, locator)
            check_state(asked, locator)
            check_site(asked, site, locator)
            edit = relocated(asked.bundle, site, locator, asked.evidence)
            check_others(edit, earlier)
        except CannotEdit as error:
            refused.append(error)
        else:
            return locator, edit.splices
    raise refused[0]


def check_call(asked: Asked) -> None:
    """Raises CannotEdit."""
    step, method = asked.step, asked.method
    if step.api.startswith("expect.") or asked.evidence.failure.type == "AssertionError":
        raise Forbidden("An assertion failed. What a workflow asserts is never changed.")
    if method not in ACTIONS | READS | WAITS or not asked.said:
        raise CannotEdit("The call that failed is not one whose locator is repaired.")
    if method in WAITS and any(_HIDES.search(line) for line in asked.case.error.log):
        raise CannotEdit("The call waits for something to go away, not for an element to be used.")


def check_proof(asked: Asked, located: Located) -> None:
    if asked.method in READS and located.proof not in READ_PROOFS:
        raise CannotEdit(
            "The call reads a value, and a wrong value is worse than none:"
            " the same element would have to be told by its text or its place."
        )


def check_site(asked: Asked, site: CallSite, new: str) -> None:
    for arg in site.call.args:
        hides = isinstance(arg.value, cst.SimpleString) and arg.value.evaluated_value in ("hidden", "detached")
        if arg.keyword is not None and arg.keyword.value == "state" and hides:
            raise CannotEdit("The call waits for something to go away, not for an element to be used.")
    moves = bool(frames_in(read_locator(new))) != bool(frames_in(asked.said))
    if moves and not is_a_page(asked.bundle, site.chain.root):
        raise CannotEdit("The locator begins with a frame, and it cannot be told how that is found.")


def _check_values(asked: Asked, new: str) -> None:
    """What one run was given is no part of a locator for all runs."""
    old = asked.step.selector
    for value in _texts(asked.evidence.run.params):
        pattern = rf"(?<!\w){re.escape(value)}(?!\w)"
        if len(value) >= _VALUE_LEAST and re.search(pattern, new) and not re.search(pattern, old):
            raise CannotEdit("The element could only be told by a value that this run was given.")


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for one in value.values():
            yield from _texts(one)
    elif isinstance(value, list):
        for one in value:
            yield from _texts(one)
    elif isinstance(value, str | int | float) and not isinstance(value, bool):
        yield str(value)
