"""The call in the source that failed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

import libcst as cst

from debugging.agent.locators import read_locator
from debugging.evidence import Evidence, Step
from debugging.gathering.secret_params import HIDDEN
from debugging.repair.editing.bundle import Bundle
from debugging.repair.editing.chains import Chain, chain_of_selector, chains
from debugging.repair.editing.links import Link, name_of, owner_of
from debugging.repair.editing.parsed import Parsed
from debugging.repair.editing.splices import CannotEdit
from debugging.repair.editing.written import Written, called_name, frame_of, stack_of

ACTIONS: Final = frozenset(
    {
        *("click", "dblclick", "tap", "fill", "clear", "type", "press_sequentially", "press", "check", "uncheck"),
        *("set_checked", "select_option", "select_text", "set_input_files", "hover", "focus", "blur", "drag_to"),
        *("dispatch_event", "scroll_into_view_if_needed"),
    }
)
WAITS: Final = frozenset({"wait_for", "wait_for_selector"})
READS: Final = frozenset({"text_content", "inner_text", "input_value", "get_attribute"})
BY_SELECTOR: Final = (ACTIONS | READS | {"wait_for_selector"}) - {"clear", "press_sequentially", "blur", "drag_to"}
ALSO: Final = {  # what the trace calls alike
    "fill": frozenset({"clear"}),
    "press_sequentially": frozenset({"type"}),
    "type": frozenset({"press_sequentially"}),
    "check": frozenset({"set_checked"}),
    "uncheck": frozenset({"set_checked"}),
    "wait_for": frozenset({"wait_for_selector"}),
}
NOT_FOUND: Final = "The source does not show, at the line that failed, the locator that the run used."
SEVERAL: Final = "Several calls in the source could be the one that failed."


@dataclass(frozen=True, eq=False)
class CallSite:
    source: Parsed
    call: cst.Call
    chain: Chain

    @property
    def method(self) -> str:
        return called_name(self.call)

    @property
    def by_selector(self) -> bool:
        """page.click("#pay")"""
        links = self.chain.links
        return len(links) == 1 and links[0].link.selector is not None

    @property
    def is_alone(self) -> bool:
        """What it gives is not used."""
        above = next(one for one in self.source.above(self.call) if not isinstance(one, cst.Await))
        return isinstance(above, cst.Expr)


def find_call(bundle: Bundle, evidence: Evidence, step: Step | None) -> CallSite:
    """Where the step was made. Raises CannotEdit."""
    if step is None or not step.file or step.line is None:
        raise CannotEdit("It is not known which call of the source is meant.")
    source = bundle.file(step.file)
    if source is None:
        raise CannotEdit(f"{step.file} is not among the sources of the deployment, or cannot be read.")
    check_is_same_source(evidence, source)
    calls = calls_at(source, step)
    found = [CallSite(source, call, chain) for call in calls for chain in _read(bundle, call, source, evidence, step)]
    exact = [one for one in found if source.lines(name_of(one.call))[0] == step.line]
    chosen = exact if len(found) > 1 and exact else found
    if len(chosen) != 1:
        raise CannotEdit(SEVERAL if found else NOT_FOUND)
    return chosen[0]


def check_is_same_source(evidence: Evidence, source: Parsed) -> None:
    excerpt = evidence.source
    if excerpt is None or excerpt.file != source.file:
        return
    lines = source.text.splitlines()[excerpt.first_line - 1 :]
    kept = excerpt.text.splitlines()
    place = excerpt.line - excerpt.first_line
    if 0 <= place < len(kept) and (place >= len(lines) or not _is_same_line(lines[place], kept[place])):
        raise CannotEdit("The source of the deployment is not the one that ran.")


def _is_same_line(line: str, kept: str) -> bool:
    """What is secret in it was not kept."""
    parts = (re.escape(part) for part in kept.strip().split(HIDDEN))
    return re.fullmatch(".*".join(parts), line.strip()) is not None


def calls_at(source: Parsed, step: Step) -> list[cst.Call]:
    """Calls of the step's name at its line; a call over several lines is at each of them."""
    method = step.api.rpartition(".")[2]
    names = {method} | ALSO.get(method, frozenset())
    line = step.line or 0
    return [one for one in source.calls if called_name(one) in names and _is_at(source, one, line)]


def _is_at(source: Parsed, call: cst.Call, line: int) -> bool:
    awaited = next((one for one in source.above(call)), None)
    first, last = source.lines(awaited if isinstance(awaited, cst.Await) else call)
    return isinstance(call.func, cst.Attribute) and first <= line <= last


def _read(bundle: Bundle, call: cst.Call, source: Parsed, evidence: Evidence, step: Step) -> tuple[Chain, ...]:
    said = read_locator(step.selector)
    owner = owner_of(call)
    if not said or owner is None:
        return ()
    frame = frame_of(bundle, stack_of(evidence), source, call)
    written = Written(source, owner, frame)
    found = chains(bundle, written, said)
    if found or called_name(call) not in BY_SELECTOR:
        return found
    first = next((arg for arg in call.args if arg.keyword is None or arg.keyword.value == "selector"), None)
    if first is None or first.star:
        return ()
    return chain_of_selector(bundle, Link(source, call, "locator", first), written, said)
