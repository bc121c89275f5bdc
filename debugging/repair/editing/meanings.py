"""What a name stands for: where in the bundle it was given its value. Several answers are possible."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import libcst as cst

from debugging.repair.editing.parsed import Bundle, Parsed
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
    for module, original in _imported(source, name):
        parsed = file_of(bundle, source, module)
        if parsed is not None and depth < 3:
            yield from _of_module(bundle, parsed, original, depth + 1)


def _imported(source: Parsed, name: str) -> Iterator[tuple[str, str]]:
    for node in source.nodes:
        if isinstance(node, cst.ImportFrom) and not isinstance(node.names, cst.ImportStar):
            module = cst.Module([]).code_for_node(node.module) if node.module else ""
            for alias in node.names:
                if isinstance(alias.name, cst.Name) and (alias.evaluated_alias or alias.name.value) == name:
                    yield module, alias.name.value


def file_of(bundle: Bundle, source: Parsed, module: str) -> Parsed | None:
    """Of a module that `source` imports: beside it, or at the top of the bundle."""
    path = module.replace(".", "/")
    folder = source.file.rpartition("/")[0]
    for start in ([f"{folder}/{path}"] if folder else []) + [path]:
        parsed = bundle.file(f"{start}.py") or bundle.file(f"{start}/__init__.py")
        if parsed is not None:
            return parsed
    return None


def values_of(source: Parsed, scope: cst.FunctionDef | None, name: str) -> Iterator[cst.BaseExpression]:
    """All that the name is set to in this function, or at the top of the module."""
    for node in source.nodes if scope is None else source.inside(scope):
        value = assigned(node, name)
        if value is not None and source.function_of(node) is scope and (scope or source.class_of(node) is None):
            yield value


def assigned(node: cst.CSTNode, name: str) -> cst.BaseExpression | None:
    if isinstance(node, cst.Assign):
        names = [one.target.value for one in node.targets if isinstance(one.target, cst.Name)]
        return node.value if name in names else None
    if isinstance(node, cst.AnnAssign | cst.NamedExpr):
        return node.value if isinstance(node.target, cst.Name) and node.target.value == name else None
    return None


def parameters(function: cst.FunctionDef) -> tuple[str, ...]:
    params = function.params
    return tuple(one.name.value for one in (*params.posonly_params, *params.params, *params.kwonly_params))


def _of_attribute(bundle: Bundle, written: Written, node: cst.Attribute) -> Iterator[Meaning]:
    name, own = node.attr.value, _own_class(written, node.value)
    if isinstance(node.value, cst.Name) and (parsed := file_of(bundle, written.source, node.value.value)):
        yield from _of_module(bundle, parsed, name)
    found = list(_in_class(written, *own, name, node)) if own else []
    if not found:
        for parsed in bundle.files():
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
        if isinstance(one, cst.FunctionDef) and one.name.value == name and _is_property(one):
            if (value := returned(one)) is not None:
                yield Meaning(name, "function", Written(source, value, Frame(source, one, node, written.other(node))))
        elif (value := assigned(one, name)) is not None and source.function_of(one) is None:
            yield Meaning(name, "constant", Written(source, value))
        elif isinstance(one, cst.Assign | cst.AnnAssign) and one.value is not None and _sets_own(one, name):
            yield Meaning(name, "attribute", Written(source, one.value))


def _sets_own(node: cst.Assign | cst.AnnAssign, name: str) -> bool:
    targets = [one.target for one in node.targets] if isinstance(node, cst.Assign) else [node.target]
    owned = [one for one in targets if isinstance(one, cst.Attribute) and one.attr.value == name]
    return any(isinstance(one.value, cst.Name) and one.value.value in ("self", "cls") for one in owned)


def _is_property(function: cst.FunctionDef) -> bool:
    names = [one.decorator for one in function.decorators]
    return any(isinstance(one, cst.Name) and one.value in ("property", "cached_property") for one in names)


def _of_call(bundle: Bundle, written: Written, call: cst.Call) -> Iterator[Meaning]:
    name, own = called_name(call), None
    if isinstance(call.func, cst.Attribute):
        own = _own_class(written, call.func.value)
    found: list[tuple[int, Meaning]] = []
    for parsed in bundle.files():
        for function in parsed.functions:
            value = returned(function) if function.name.value == name else None
            if value is not None:
                frame = Frame(parsed, function, call, written.other(call))
                near = int(own is not None and parsed.class_of(function) is own[1])
                found.append((near, Meaning(name, "function", Written(parsed, value, frame))))
    nearest = max((near for near, _ in found), default=0)
    yield from (meaning for near, meaning in found if near == nearest)


def returned(function: cst.FunctionDef) -> cst.BaseExpression | None:
    """Of a function that does nothing but return something."""
    statements = [one for one in function.body.body if not _is_docstring(one)]
    line = statements[0] if len(statements) == 1 else None
    small = line.body if isinstance(line, cst.SimpleStatementLine) else [line] if line is not None else []
    only = small[0] if len(small) == 1 else None
    return only.value if isinstance(only, cst.Return) else None


def _is_docstring(node: cst.CSTNode) -> bool:
    if not isinstance(node, cst.SimpleStatementLine) or len(node.body) != 1:
        return False
    only = node.body[0]
    return isinstance(only, cst.Expr) and isinstance(only.value, cst.SimpleString | cst.ConcatenatedString)


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
