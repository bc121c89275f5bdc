"""What of a locator depends on the run or on the caller: an edit for one run must be one for all."""

from __future__ import annotations

import ast

from debugging.model_agent.conversation import Unusable
from debugging.repair.editing.banning.failed_call import FailedCall
from debugging.repair.editing.banning.located import looked_for, names_given
from debugging.repair.editing.banning.statements import read
from debugging.repair.editing.bundle import Bundle
from debugging.repair.editing.call_site import CallSite
from debugging.repair.editing.comparing import depends_on_caller, must_be_kept
from debugging.repair.editing.pieces import Hole
from debugging.repair.editing.written import called_name
from debugging.repair.model_backed.statement import statement_at
from debugging.repair.proposal import FileChange


def check_keeps_what_varies(failed: FailedCall, change: FileChange, edited: CallSite) -> None:
    """Raises Unusable."""
    were = {hole.code: was for hole, was in must_be_kept(failed.site.chain.links)} if failed.site is not None else {}
    for hole, value in must_be_kept(edited.chain.links):
        if were.get(hole.code) != value:
            raise Unusable(f"What {hole.code} was in this run is not what the target says.")
    line = failed.line[1] if failed.line else 0
    now = _given_at(change.new, line)
    if failed.site is not None:
        needed = {name for hole, was in must_be_kept(failed.site.chain.links) if was for name in _names(hole)}
    else:
        needed = _given_at(change.old, line)
    if lost := sorted(needed - now):
        raise Unusable(f"A part of the old locator depends on the run ({lost[0]}), and the new one does not have it.")


def check_is_not_shared(bundle: Bundle, site: CallSite) -> None:
    """A function that several places call with different locators. Raises Unusable."""
    given = any(one.meaning is not None and one.meaning.via == "parameter" for one in site.chain.segments)
    function = site.source.function_of(site.call)
    if function is None or not (given or depends_on_caller(site.chain.links)):
        return
    name = function.name.value
    if sum(called_name(call) == name for parsed in bundle.files(name) for call in parsed.calls) > 1:
        raise Unusable("The locator stands in a function that is called from several places with different values.")


def _given_at(text: str, line: int) -> set[str]:
    tree = read(text)
    statement = statement_at(tree, line) if tree is not None else None
    return {name for one in (looked_for(statement) if statement else ()) for name in names_given(one.given)}


def _names(hole: Hole) -> set[str]:
    code = f'f"{hole.code}"' if hole.in_f_string else hole.code
    try:
        return names_given((ast.parse(code, mode="eval").body,))
    except SyntaxError:
        return {hole.code}
