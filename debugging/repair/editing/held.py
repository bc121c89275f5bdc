"""An element handle that a call is made on, and how it was looked up: `ship = page.query_selector("li.ship")`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import libcst as cst

from debugging.evidence import Evidence, Step
from debugging.repair.editing.bundle import Bundle
from debugging.repair.editing.call_site import calls_at, check_is_same_source
from debugging.repair.editing.links import links_of, name_of, owner_of
from debugging.repair.editing.names import assigned
from debugging.repair.editing.parsed import Parsed
from debugging.repair.editing.splices import CannotEdit
from debugging.repair.editing.written import called_name

BY_SELECTOR: Final = frozenset({"query_selector", "wait_for_selector"})
OF_LOCATOR: Final = "element_handle"
_LISTS: Final = frozenset({"query_selector_all", "element_handles"})
_ELEMENTS: Final = "An element of a list is held; drawn anew, the list may have another one in its place."
_UNKNOWN: Final = "The source does not show how the element was looked up."
_SEVERAL: Final = "The element is looked up at several places, and which of them it was is not known."


@dataclass(frozen=True, eq=False)
class Held:
    """`name` is what holds it at the failed call, "" when the call is made on the lookup itself."""

    source: Parsed
    failed: cst.Call
    owner: cst.BaseExpression  # what the failed call is made on
    lookup: cst.Call
    value: cst.BaseExpression  # the lookup with its await
    name: str = ""

    @property
    def is_by_selector(self) -> bool:
        return called_name(self.lookup) in BY_SELECTOR

    @property
    def selector(self) -> cst.BaseExpression | None:
        """None when it comes of a locator."""
        args = self.lookup.args if self.is_by_selector else ()
        found = [arg.value for arg in args if not arg.star and (arg.keyword is None or arg.keyword.value == "selector")]
        return found[0] if found else None

    @property
    def finder(self) -> cst.BaseExpression:
        """What it is looked up on: a page, or the locator that it comes of."""
        owner = owner_of(self.lookup)
        if owner is None:
            raise CannotEdit(_UNKNOWN)
        return owner

    @property
    def root(self) -> str:
        """The page."""
        return self.source.code(links_of(self.source, self.finder)[0])

    @property
    def locator(self) -> str:
        """As source."""
        finder = self.source.code(self.finder)
        return f"{finder}.locator({self.source.code(self.selector)})" if self.selector is not None else finder


def held(bundle: Bundle, evidence: Evidence, step: Step) -> Held:
    """Raises CannotEdit."""
    source = bundle.file(step.file)
    if source is None or not step.api.startswith("element_handle."):
        raise CannotEdit("The source does not show which element is held.")
    check_is_same_source(evidence, source)
    calls = [(call, owner) for call in calls_at(source, step) if (owner := owner_of(call)) is not None]
    if len(calls) != 1:
        raise CannotEdit("The source does not show which element is held.")
    failed, owner = calls[0]
    if isinstance(owner, cst.Name):
        value = _value(source, failed, owner.value)
        return Held(source, failed, owner, _lookup(value), value, owner.value)
    return Held(source, failed, owner, _lookup(owner), owner)


def _value(source: Parsed, failed: cst.Call, name: str) -> cst.BaseExpression:
    """What the name was set to."""
    function = source.function_of(failed)
    nodes = list(source.inside(function)) if function is not None else []
    found = [value for node in nodes if (value := assigned(node, name)) is not None]
    if len(found) != 1:
        loops = [node for node in nodes if isinstance(node, cst.For) and _is_called(node.target, name)]
        raise CannotEdit(_SEVERAL if found else _ELEMENTS if loops else _UNKNOWN)
    return found[0]


def _is_called(target: cst.BaseExpression, name: str) -> bool:
    return isinstance(target, cst.Name) and target.value == name


def _lookup(value: cst.BaseExpression) -> cst.Call:
    call = value.expression if isinstance(value, cst.Await) else value
    if isinstance(call, cst.Subscript):
        raise CannotEdit(_ELEMENTS)
    if not isinstance(call, cst.Call) or called_name(call) not in BY_SELECTOR | {OF_LOCATOR} | _LISTS:
        raise CannotEdit(_UNKNOWN)
    if called_name(call) in _LISTS:
        raise CannotEdit(_ELEMENTS)
    if any(isinstance(arg.value, cst.SimpleString) and _says_gone(arg.value) for arg in call.args):
        raise CannotEdit("The call waits for something to go away, not for an element to be used.")
    name_of(call)
    return call


def _says_gone(text: cst.SimpleString) -> bool:
    return text.evaluated_value in ("hidden", "detached")
