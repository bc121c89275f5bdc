"""An element handle is held while the page draws the element anew: a locator looks it up again.

Where the handle does nothing that a locator cannot, the locator takes its place; else only the failed call uses one.
"""

from __future__ import annotations

import libcst as cst

from debugging.agent.locators import read_locator
from debugging.repair.editing.asked import Asked
from debugging.repair.editing.call_site import ACTIONS, READS
from debugging.repair.editing.held import OF_LOCATOR, Held, held
from debugging.repair.editing.links import name_of
from debugging.repair.editing.parsed import Span
from debugging.repair.editing.splices import CannotEdit, Splice, changes
from debugging.repair.editing.wanted import BY_PLACE
from debugging.repair.editing.written import called_name
from debugging.repair.proposal import Proposal
from runtime.tracing.selectors import readable_selector

_ON_BOTH = ACTIONS | {"inner_text", "text_content", "input_value", "get_attribute", "is_visible", "is_enabled"}


def handle(asked: Asked) -> Proposal:
    step = asked.step
    if not step.api.startswith("element_handle."):
        raise CannotEdit("The page draws the element anew while it is used, and the call looks it up again already.")
    if asked.method in READS or asked.method not in ACTIONS:
        raise CannotEdit("The call reads something of an element that is gone; which value is meant is not known.")
    found = held(asked.bundle, asked.evidence, step)
    everywhere = bool(found.name) and _takes_its_place(found)
    locator = _in_words(found)
    if any(call.name in BY_PLACE for call in read_locator(locator)):
        raise CannotEdit("The element is one of several, told by its place; drawn anew, another one may be there.")
    what = f"`{found.name}` is a locator" if everywhere else f"{step.site} uses a locator"
    return Proposal(
        kind="handle",
        changes=changes(_instead(found) if everywhere else _at_the_call(found)),
        line=step.line or 1,
        sentence=f"{what}, which looks the element up each time, instead of an element handle.",
        was_wrong=asked.diagnosis.summary,
        old_locator=locator,
        new_locator=locator,
    )


def _takes_its_place(found: Held) -> bool:
    """A locator does for all that is done with the handle, and nothing is said of how it is waited for."""
    if len(found.lookup.args) != int(found.is_by_selector):
        return False
    function = found.source.function_of(found.failed)
    nodes = found.source.inside(function) if function is not None else ()
    return all(_is_set_or_called(found, node) for node in nodes if _is_name(node, found.name))


def _is_name(node: cst.CSTNode, name: str) -> bool:
    return isinstance(node, cst.Name) and node.value == name


def _is_set_or_called(found: Held, node: cst.CSTNode) -> bool:
    above, further = list(found.source.above(node))[:2]
    if isinstance(above, cst.Attribute):
        called = above.value is node and isinstance(further, cst.Call) and further.func is above
        return above.attr is node or (called and above.attr.value in _ON_BOTH)
    return isinstance(above, cst.AssignTarget | cst.AnnAssign)


def _instead(found: Held) -> tuple[Splice, ...]:
    source, lookup = found.source, found.source.span(found.value)
    if called_name(found.lookup) == OF_LOCATOR:
        return (Splice(source, lookup, found.locator),)
    rename = Splice(source, source.span(name_of(found.lookup)), "locator")
    awaits = Span(lookup.start, source.span(found.lookup).start)
    return (rename, Splice(source, awaits, "")) if awaits.end > awaits.start else (rename,)


def _at_the_call(found: Held) -> tuple[Splice, ...]:
    """Raises CannotEdit."""
    source = found.source
    if found.name and not _means_the_same(found):
        raise CannotEdit("What finds the element may mean something else by the time of the failed call.")
    own = source.span(found.owner)
    if isinstance(found.owner, cst.Await) and found.owner.lpar:  # (await page.query_selector("a")).click()
        own = Span(source.text.rindex("(", 0, own.start), source.text.index(")", own.end) + 1)
    return (Splice(source, own, found.locator),)


def _means_the_same(found: Held) -> bool:
    """No name in it is given another value within the function."""
    function = found.source.function_of(found.failed)
    parts = [found.finder, *([found.selector] if found.selector is not None else [])]
    names = {node.value for part in parts for node in found.source.inside(part) if isinstance(node, cst.Name)}
    nodes = list(found.source.inside(function)) if function is not None else []
    if any(_is_name(node, name) and isinstance(found.source.parent(node), cst.For) for node in nodes for name in names):
        return False
    set_here = [node for node in nodes if isinstance(node, cst.Name) and _is_set(found, node)]
    return all(sum(node.value == name for node in set_here) <= 1 for name in names)


def _is_set(found: Held, node: cst.Name) -> bool:
    above = found.source.parent(node)
    if isinstance(above, cst.AnnAssign | cst.NamedExpr | cst.AugAssign):
        return above.target is node
    return isinstance(above, cst.AssignTarget | cst.Element | cst.AsName)


def _in_words(found: Held) -> str:
    """What the page is searched for; "" when that is not written there."""
    source = found.source
    if found.selector is None:
        text = source.code(found.finder).removeprefix(f"{found.root}.")
        return text if read_locator(text) else ""
    selector = found.selector.evaluated_value if isinstance(found.selector, cst.SimpleString) else ""
    return readable_selector(selector) if isinstance(selector, str) else ""
