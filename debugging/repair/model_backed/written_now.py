"""Whether the edited source looks for what a model says that it looks for."""

from __future__ import annotations

import re
from typing import Final

from debugging.evidence import Evidence
from debugging.model_agent.conversation import Unusable
from debugging.repair.editing.asked import Asked
from debugging.repair.editing.bundle import Bundle
from debugging.repair.editing.call_site import CallSite, find_call
from debugging.repair.editing.splices import CannotEdit
from debugging.repair.proposal import FileChange

_PLACE: Final = re.compile(r"(\S.*):(\d+) in ")


def edited_site(target: str, change: FileChange, asked: Asked) -> CallSite:
    """Read as the failed call was read, through variables and functions. Raises Unusable."""
    grown = change.new.count("\n") - change.old.count("\n")
    edited = Bundle({**asked.bundle.sources, change.file: change.new})
    last = (asked.step.line or 1) + max(0, grown)
    evidence = _moved(asked.evidence, change.file, asked.step.line or 1, grown)
    for line in range(asked.step.line or 1, last + 1):
        step = asked.step.model_copy(update={"selector": target, "line": line})
        try:
            return find_call(edited, evidence.model_copy(update={"failing_step": step}), step)
        except CannotEdit:
            continue
    raise Unusable("The edited call does not look for the target that it names.")


def _moved(evidence: Evidence, file: str, line: int, grown: int) -> Evidence:
    """The stack, with places after the edit where they are now. The kept excerpt is of the old source."""

    def place(found: re.Match[str]) -> str:
        is_after = found[1] == file and int(found[2]) > line
        return f"{found[1]}:{int(found[2]) + grown} in " if is_after else found[0]

    stack = "\n".join(_PLACE.sub(place, one) for one in evidence.failure.mapped_stack.split("\n"))
    failure = evidence.failure.model_copy(update={"mapped_stack": stack})
    return evidence.model_copy(update={"source": None, "failure": failure})
