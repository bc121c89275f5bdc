"""What a name stands for: where in the bundle it was given its value. Several answers are possible."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import libcst as cst

from debugging.repair.editing.bundle import Bundle
from debugging.repair.editing.names import (
    assigned,
    file_of,
    imported,
    is_property,
    parameters,
    returned,
    sets_own,
    values_of,
)
from debugging.repair.editing.parsed import Parsed
from debugging.repair.editing.written import Frame, Written, argument, called_name

Via = Literal["variable", "constant", "attribute", "function", "parameter"]


@dataclass(frozen=True, eq=False)
class Meaning:
    """`name` is what is used, `value` what it is there."""

    name: str
    via: Via
    value: Written


def meanings(bundle: Bundle, written: Written) -> Iterator[Meaning]:
    node = written.node
    if isinstance(node, cst.Await):
        yield from meanings(bundle, written.other(node.expression))
    elif isinstance(node, cst.Name):
        yield from _of_name(bundle, written, node.value)
    elif isinstance(node, cst.Attribute):
        yield from _of_attribute(bundle, written, node)
    elif isinstance(node, cst.Call):
        yield from _of_call(bundle, written, node)
    elif isinstance(node, cst.Subscript):
        yield from _of_item(bundle, written, node)


def _of_name(bundle: Bundle, written: Written, name: str) -> Iterator[Meaning]:
    source, frame = written.source, written.frame
    function = source.function_of(written.node)
    while function is not None:
        here = frame if frame is not None and frame.function is function else None
        local = [Meaning(name, "variable", Written(source, value, here)) for value in values_of(source, function, name)]
        if local:
            yield from local
            return
        if name in parameters(function):
            given = argument(here, name) if here is not None else None
            yield from [Meaning(name, "parameter", given)] if given is not None else []
            return
        function = source.function_of(function)
    yield from _of_module(bundle, source, name)


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
    if isinstance(node.value, cst.Name) and (parsed := file_of(bundle, written.source, node.value.value)):
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
            if (value := returned(one)) is not None:
                yield Meaning(name, "function", Written(source, value, Frame(source, one, node, written.other(node))))
        elif (value := assigned(one, name)) is not None and source.function_of(one) is None:
            yield Meaning(name, "constant", Written(source, value))
        elif isinstance(one, cst.Assign | cst.AnnAssign) and one.value is not None and sets_own(one, name):
            yield Meaning(name, "attribute", Written(source, one.value))


def _of_call(bundle: Bundle, written: Written, call: cst.Call) -> Iterator[Meaning]:
    name, own = called_name(call), None
    if isinstance(call.func, cst.Attribute):
        own = _own_class(written, call.func.value)
    found: list[tuple[int, Meaning]] = []
    for parsed in bundle.files(f"def {name}"):
        for function in parsed.functions:
            value = returned(function) if function.name.value == name else None
            if value is not None:
                frame = Frame(parsed, function, call, written.other(call))
                near = int(own is not None and parsed.class_of(function) is own[1])
                found.append((near, Meaning(name, "function", Written(parsed, value, frame))))
    nearest = max((near for near, _ in found), default=0)
    yield from (meaning for near, meaning in found if near == nearest)


def _of_item(bundle: Bundle, written: Written, node: cst.Subscript) -> Iterator[Meaning]:
    """SELECTORS["pay"]"""
    index = node.slice[0].slice if len(node.slice) == 1 else None
    key = index.value if isinstance(index, cst.Index) else None
    if not isinstance(key, cst.SimpleString):
        return
    for of in meanings(bundle, written.other(node.value)):
        for one in of.value.node.elements if isinstance(of.value.node, cst.Dict) else ():
            is_it = isinstance(one, cst.DictElement) and isinstance(one.key, cst.SimpleString)
            if is_it and one.key.evaluated_value == key.evaluated_value:  # type: ignore[attr-defined]
                yield Meaning(f"{of.name}[{key.value}]", "constant", of.value.other(one.value))
