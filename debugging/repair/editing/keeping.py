"""Under which name an object keeps what its class was given: `self.page = page`."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from debugging.repair.editing.bundle import Bundle
from debugging.repair.editing.names import parameters
from debugging.repair.editing.parsed import Parsed
from debugging.repair.editing.written import called_name

_DEEPEST = 3


def kept_as(bundle: Bundle, source: Parsed, function: cst.FunctionDef, name: str, depth: int = 0) -> str | None:
    """'.page' for `page` of a function that says `self.page = page`; "" for `self`. None when it keeps it nowhere."""
    own = parameters(function)[:1]
    if own == (name,):
        return ""
    for node in source.inside(function):
        for attribute in _attributes_set(node, name, own):
            if _is_set_once(source, function, attribute):
                return f".{attribute}"
    return _by_its_base(bundle, source, function, name, depth) if depth < _DEEPEST else None


def _attributes_set(node: cst.CSTNode, name: str, own: tuple[str, ...]) -> Iterator[str]:
    if isinstance(node, cst.Assign) and isinstance(node.value, cst.Name) and node.value.value == name:
        yield from (found for one in node.targets if (found := _own_attribute(one.target, own)))
    elif isinstance(node, cst.AnnAssign) and isinstance(node.value, cst.Name) and node.value.value == name:
        yield from [found] if (found := _own_attribute(node.target, own)) else []


def _own_attribute(target: cst.BaseExpression, own: tuple[str, ...]) -> str:
    is_own = isinstance(target, cst.Attribute) and isinstance(target.value, cst.Name) and (target.value.value,) == own
    return target.attr.value if is_own and isinstance(target, cst.Attribute) else ""


def _is_set_once(source: Parsed, function: cst.FunctionDef, attribute: str) -> bool:
    of_class = source.class_of(function)
    nodes = list(source.inside(of_class)) if of_class is not None else []
    targets = [one.target for node in nodes if isinstance(node, cst.Assign) for one in node.targets]
    targets += [node.target for node in nodes if isinstance(node, cst.AnnAssign)]
    return sum(isinstance(one, cst.Attribute) and one.attr.value == attribute for one in targets) == 1


def _by_its_base(bundle: Bundle, source: Parsed, function: cst.FunctionDef, name: str, depth: int) -> str | None:
    """`super().__init__(page)`"""
    of_class = source.class_of(function)
    for call in source.inside(function) if of_class is not None else ():
        if not isinstance(call, cst.Call) or called_name(call) != function.name.value:
            continue
        for place, arg in enumerate(call.args):
            if not isinstance(arg.value, cst.Name) or arg.value.value != name:
                continue
            for parsed, base in _bases(bundle, source, of_class, function.name.value):
                word = (
                    arg.keyword.value if arg.keyword is not None else "".join(parameters(base)[place + 1 : place + 2])
                )
                return kept_as(bundle, parsed, base, word, depth + 1)
    return None


def _bases(
    bundle: Bundle, source: Parsed, of_class: cst.ClassDef | None, method: str
) -> Iterator[tuple[Parsed, cst.FunctionDef]]:
    names = [source.code(arg.value).rpartition(".")[2] for arg in (of_class.bases if of_class is not None else ())]
    for name in names:
        for parsed in bundle.files(f"class {name}"):
            for function in parsed.functions:
                owner = parsed.class_of(function)
                if owner is not None and owner.name.value == name and function.name.value == method:
                    yield parsed, function


def is_name(node: cst.BaseExpression) -> bool:
    return isinstance(node, cst.Name) or (isinstance(node, cst.Attribute) and is_name(node.value))


def head_of_name(node: cst.BaseExpression) -> tuple[str, str]:
    """'self' and '.page' of self.page."""
    if isinstance(node, cst.Attribute):
        head, rest = head_of_name(node.value)
        return head, f"{rest}.{node.attr.value}"
    return (node.value, "") if isinstance(node, cst.Name) else ("", "")
