"""The element has another locator now, several fit the old one, or it is in another frame."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

import libcst as cst

from debugging.agent.locators import Call, frames_in, in_frame, read_locator
from debugging.agent.page_search import find
from debugging.repair.editing.asked import Asked, Forbidden
from debugging.repair.editing.call_site import ACTIONS, READS, WAITS, CallSite, find_call
from debugging.repair.editing.reading import check_read
from debugging.repair.editing.relocating import relocated
from debugging.repair.editing.roots import is_a_page
from debugging.repair.editing.splices import CannotEdit, changes
from debugging.repair.editing.uses import other_uses
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
    located = asked.located
    if not located.locator:
        raise CannotEdit(located.why_not or "The element was not found on the changed page.")
    check_proof(asked, located)
    new = new_locator(asked, located)
    _check_values(asked, new)
    check_read(asked, new)
    site = find_call(asked.bundle, asked.evidence, asked.step)
    check_site(asked, site, new)
    splices = relocated(asked.bundle, site, new, asked.evidence)
    edited = [(one.source.file, one.source.line_at(one.span.start)) for one in splices]
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
        other_uses=other_uses(asked.bundle, site, asked.said, edited),
    )


def check_call(asked: Asked) -> None:
    """Raises CannotEdit."""
    step, method = asked.step, asked.method
    if step.api.startswith("expect.") or asked.evidence.failure.type == "AssertionError":
        raise Forbidden("An assertion failed. What a workflow asserts is never changed.")
    if method not in ACTIONS | READS | WAITS or not asked.said:
        raise CannotEdit("The call that failed is not one whose locator is repaired.")
    earlier = (one for one in asked.evidence.steps if one.key != step.key and one.outcome == "ok")
    if any(one.site == step.site and one.api == step.api for one in earlier):
        raise CannotEdit("The same call went well earlier in this run, so its locator still fits the site.")
    if method in WAITS and any(_HIDES.search(line) for line in asked.case.error.log):
        raise CannotEdit("The call waits for something to go away, not for an element to be used.")


def check_proof(asked: Asked, located: Located) -> None:
    if asked.method in READS and located.proof not in READ_PROOFS:
        raise CannotEdit(
            "The call reads a value, and a wrong value is worse than none:"
            " the same element would have to be told by its text or its place."
        )


def new_locator(asked: Asked, located: Located) -> str:
    """With its frame. In a frame that moved, what finds it there stays as it was."""
    inside = located.locator
    old = in_frame(asked.said)
    if frames_in(asked.said) and asked.step.selector:
        kept = _in_text(asked.step.selector, old)
        if (
            kept
            and not any(call.name in ("first", "last", "nth") for call in old)
            and _finds_same(asked, located, kept)
        ):
            inside = kept
    return f"{located.frame}.{inside}" if located.frame else inside


def _in_text(selector: str, calls: tuple[Call, ...]) -> str:
    """The end of the locator that says these calls."""
    for found in re.finditer(r"(?:^|\.)(?=[a-z_]+\()", selector):
        text = selector[found.end() :]
        if read_locator(text) == calls and read_locator(selector[: found.start()] or "x"):
            return text
    return ""


def _finds_same(asked: Asked, located: Located, inside: str) -> bool:
    prefix = f"{located.frame}." if located.frame else ""
    page = asked.case.page
    old, new = find(page, read_locator(prefix + inside)), find(page, read_locator(prefix + located.locator))
    return bool(old and new and len(old) == len(new) == 1 and old[0].node is new[0].node)


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
