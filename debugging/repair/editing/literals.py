"""A text that stands elsewhere than in the failed call: in a constant, in a list, or where its function is called.

It may be changed there when nothing else depends on it: only then the edit is one of the failed call alone.
"""

from __future__ import annotations

from typing import Final

import libcst as cst

from debugging.repair.editing.bundle import Bundle
from debugging.repair.editing.call_site import BY_SELECTOR, READS, CallSite
from debugging.repair.editing.links import METHODS, links_of, owner_of
from debugging.repair.editing.meanings import Meaning
from debugging.repair.editing.parsed import Parsed
from debugging.repair.editing.splices import CannotEdit, Splice
from debugging.repair.editing.uses import uses
from debugging.repair.editing.values import Value
from debugging.repair.editing.wanted import quoted
from debugging.repair.editing.written import called_name

USED_FOR_MORE: Final = "The text is given to a function or a loop, and that uses it for other things, too."
_TELLS: Final = frozenset({"print", "debug", "info", "warning", "error", "exception", "log"})
_WITH_A_VALUE: Final = frozenset({"fill", "type", "press", "select_option", "set_input_files", "dispatch_event"})
_PAGES: Final = frozenset({"page", "_page", "frame", "_frame"})


def may_change(bundle: Bundle, site: CallSite, value: Value) -> bool:
    """False when a constant that leads to it is used elsewhere. Raises CannotEdit when what a function or loop is given
    is used for more than to find elements."""
    apart: list[cst.CSTNode] = [value.written.node, *(one.value.node for one in value.through)]
    apart += [one.at for one in value.through if one.at is not None]
    others = [(one, use) for one in value.through for use in uses(bundle, one, site, apart=apart)]
    if any(_is_given(one) and not _only_finds(*use) for one, use in others):
        raise CannotEdit(USED_FOR_MORE)
    return all(_is_given(one) for one, _ in others)


def literal_splice(value: Value, text: str) -> Splice:
    """Raises CannotEdit."""
    literal = value.literal
    if literal is None:
        raise CannotEdit("The text does not stand in the source as a whole.")
    return Splice(literal.source, literal.source.span(literal.node), quoted(text, literal.code[-1:]))


def is_given(value: Value) -> bool:
    """By a caller, or by a loop."""
    return any(_is_given(one) for one in value.through)


def _is_given(meaning: Meaning) -> bool:
    return meaning.via in ("parameter", "loop")


def _only_finds(source: Parsed, node: cst.CSTNode) -> bool:
    """It is given to a locator of which nothing is asserted or read, or is only told to people."""
    found = False
    for above in source.above(node):
        if isinstance(above, cst.Assert | cst.Return | cst.Raise):
            return False
        if isinstance(above, cst.Call):
            name = called_name(above)
            if name == "expect" or name in READS:
                return False
            found = found or name in METHODS or (name in BY_SELECTOR and _is_first(source, above, node))
            found = found or (name in _TELLS and isinstance(source.parent(above), cst.Expr))
        if isinstance(above, cst.BaseSmallStatement | cst.BaseCompoundStatement):
            break
    return found


def _is_first(source: Parsed, call: cst.Call, node: cst.CSTNode) -> bool:
    """Of page.fill("#card", "4111") the selector; of locator.fill("4111") there is none."""
    least = 2 if called_name(call) in _WITH_A_VALUE else 1
    return len(call.args) >= least and any(one is node for one in source.inside(call.args[0]))


def callers(bundle: Bundle, source: Parsed, node: cst.CSTNode) -> int:
    """Of the function that the node stands in: how many calls may be of it."""
    function = source.function_of(node)
    if function is None:
        return 0
    name, of_class = function.name.value, source.class_of(function) is not None
    found = (one for parsed in bundle.files(name) for one in _calls(parsed, name))
    return sum(_may_call(parsed, call, of_class) for parsed, call in found)


def _calls(parsed: Parsed, name: str) -> list[tuple[Parsed, cst.Call]]:
    return [(parsed, call) for call in parsed.calls if called_name(call) == name]


def _may_call(parsed: Parsed, call: cst.Call, of_class: bool) -> bool:
    """Not page.click("#pay"), nor page.locator("#pay").click(), of a method that is called `click`."""
    owner = owner_of(call)
    if owner is None or not of_class:
        return True
    if links_of(parsed, owner)[1]:
        return False
    last = owner.attr.value if isinstance(owner, cst.Attribute) else owner.value if isinstance(owner, cst.Name) else ""
    return last not in _PAGES
