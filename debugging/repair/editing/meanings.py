"""What a name stands for: where in the bundle it was given its value. Several answers are possible."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

import libcst as cst

from debugging.repair.editing.bundle import Bundle
from debugging.repair.editing.entries import Item, items_of, key_of, turns_of
from debugging.repair.editing.names import (
    assigned,
    file_of,
    imported,
    is_property,
    module_called,
    parameters,
    returned,
    sets_own,
    values_of,
)
from debugging.repair.editing.parsed import Parsed
from debugging.repair.editing.written import Frame, Written, argument, called_name

Via = Literal["variable", "constant", "attribute", "function", "parameter", "loop"]


@dataclass(frozen=True, eq=False)
class Meaning:
    """`name` is what is used, `value` what it is there."""

    name: str
    via: Via
    value: Written
    scope: cst.FunctionDef | None = None  # where the name is used, when it is one of a function
    used_in: Parsed | None = None  # the file of `scope`
    by: tuple[Meaning, ...] = ()  # other names that lead from the one to the other
    at: cst.CSTNode | None = None  # where it is used on that way


def meanings(bundle: Bundle, written: Written) -> Iterator[Meaning]:
    node = written.node
    if isinstance(node, cst.Await):
        yield from meanings(bundle, written.other(node.expression))
    elif isinstance(node, cst.Name):
        yield from _of_name(bundle, written, node.value)
    elif isinstance(node, cst.Attribute):
        yield from _of_attribute(bundle, written, node)
    elif (item := key_of(node)) is not None:
        yield from _of_item(bundle, written, item)
    elif isinstance(node, cst.Call):
        yield from _of_call(bundle, written, node)


def _of_name(bundle: Bundle, written: Written, name: str) -> Iterator[Meaning]:
    source, frame = written.source, written.frame
    function = source.function_of(written.node)
    while function is not None:
        here = frame if frame is not None and frame.function is function else None
        local = [Meaning(name, "variable", Written(source, value, here)) for value in values_of(source, function, name)]
        local += _of_loops(bundle, source, function, name, here)
        if local:
            yield from local
            return
        if name in parameters(function):
            given = argument(here, name) if here is not None else None
            yield from [Meaning(name, "parameter", given, function, source)] if given is not None else []
            return
        function = source.function_of(function)
    yield from _of_module(bundle, source, name)


def _of_loops(
    bundle: Bundle, source: Parsed, function: cst.FunctionDef, name: str, frame: Frame | None
) -> Iterator[Meaning]:
    """`for name in ("Card", "Holder")`: all that it is in turn."""
    for turns in turns_of(source, function, name):
        written = Written(source, turns.over, frame)
        direct = list(turns.values(turns.over))
        yield from (Meaning(name, "loop", written.other(value), function, source) for value in direct)
        for of in meanings(bundle, written) if not direct else ():
            found = turns.values(of.value.node)
            on_the_way = replace(of, at=turns.over)
            yield from (Meaning(name, "loop", of.value.other(one), function, source, (on_the_way,)) for one in found)


def _of_module(bundle: Bundle, source: Parsed, name: str, depth: int = 0) -> Iterator[Meaning]:
    """Module-level names, also imported ones."""
    for value in values_of(source, None, name):
        yield Meaning(name, "constant", Written(source, value))
    for module, original in imported(source, name):
        parsed = file_of(bundle, source, module)
        if parsed is not None and depth < 3:
            yield from _of_module(bundle, parsed, original, depth + 1)


def _of_attribute(bundle: Bundle, written: Written, node: cst.Attribute) -> Iterator[Meaning]:
    name, own = node.attr.value, _own_class(written, node.value)
    if name == "value" and isinstance(node.value, cst.Attribute):  # Selectors.PAY.value
        yield from meanings(bundle, written.other(node.value))
    if parsed := module_called(bundle, written.source, written.source.code(node.value)):
        yield from _of_module(bundle, parsed, name)
    found = list(_in_class(written, *own, name, node)) if own else []
    if not found:
        for parsed in bundle.files(name):
            for one in parsed.classes:
                found += _in_class(written, parsed, one, name, node)
    yield from found


def _own_class(written: Written, owner: cst.BaseExpression) -> tuple[Parsed, cst.ClassDef] | None:
    """Of `self` in a method."""
    of_class = written.source.class_of(written.node)
    is_self = isinstance(owner, cst.Name) and owner.value in ("self", "cls")
    return (written.source, of_class) if is_self and of_class is not None else None


def _in_class(written: Written, source: Parsed, of: cst.ClassDef, name: str, node: cst.Attribute) -> Iterator[Meaning]:
    for one in source.inside(of):
        if isinstance(one, cst.FunctionDef) and one.name.value == name and is_property(one):
            if (value := returned(source, one)) is not None:
                yield Meaning(name, "function", Written(source, value, Frame(source, one, node, written.other(node))))
        elif (value := assigned(one, name)) is not None and source.function_of(one) is None:
            yield Meaning(name, "attribute" if _is_field(source, one) else "constant", Written(source, value))
        elif isinstance(one, cst.Assign | cst.AnnAssign) and one.value is not None and sets_own(one, name):
            yield Meaning(name, "attribute", Written(source, one.value))


def _is_field(source: Parsed, node: cst.CSTNode) -> bool:
    """Of a dataclass: each of its objects may have another."""
    noted = source.code(node.annotation.annotation) if isinstance(node, cst.AnnAssign) else "Final"
    return "ClassVar" not in noted and "Final" not in noted


def _of_call(bundle: Bundle, written: Written, call: cst.Call) -> Iterator[Meaning]:
    name, own = called_name(call), None
    if isinstance(call.func, cst.Attribute):
        own = _own_class(written, call.func.value)
    found: list[tuple[int, Meaning]] = []
    for parsed in bundle.files(f"def {name}"):
        for function in parsed.functions:
            value = returned(parsed, function) if function.name.value == name else None
            if value is not None:
                frame = Frame(parsed, function, call, written.other(call))
                near = int(own is not None and parsed.class_of(function) is own[1])
                found.append((near, Meaning(name, "function", Written(parsed, value, frame))))
    nearest = max((near for near, _ in found), default=0)
    yield from (meaning for near, meaning in found if near == nearest)


def _of_item(bundle: Bundle, written: Written, item: Item) -> Iterator[Meaning]:
    """SELECTORS["pay"]"""
    for of in meanings(bundle, written.other(item.owner)):
        for value in items_of(of.value.node, item.key):
            yield Meaning(f"{of.name}[{item.key!r}]", of.via, of.value.other(value), of.scope, of.used_in, of.by)
