"""Where a file gives names their values."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from debugging.repair.editing.bundle import Bundle
from debugging.repair.editing.parsed import Parsed


def values_of(source: Parsed, scope: cst.FunctionDef | None, name: str) -> Iterator[cst.BaseExpression]:
    """All that the name is set to in this function, or at the top of the module."""
    for node in source.nodes if scope is None else source.inside(scope):
        value = assigned(node, name)
        if value is not None and source.function_of(node) is scope and (scope or source.class_of(node) is None):
            yield value


def assigned(node: cst.CSTNode, name: str) -> cst.BaseExpression | None:
    if isinstance(node, cst.Assign):
        return next((value for one in node.targets if (value := _given(one.target, node.value, name))), None)
    if isinstance(node, cst.AnnAssign | cst.NamedExpr):
        return node.value if isinstance(node.target, cst.Name) and node.target.value == name else None
    return None


def _given(target: cst.BaseExpression, value: cst.BaseExpression, name: str) -> cst.BaseExpression | None:
    """Of `pay, back = …, …` the one that the name gets."""
    if isinstance(target, cst.Name):
        return value if target.value == name else None
    if not isinstance(target, cst.Tuple) or not isinstance(value, cst.Tuple):
        return None
    pairs = zip(target.elements, value.elements, strict=False)
    is_plain = len(target.elements) == len(value.elements)
    named = (given.value for one, given in pairs if isinstance(one.value, cst.Name) and one.value.value == name)
    return next(named, None) if is_plain else None


def parameters(function: cst.FunctionDef) -> tuple[str, ...]:
    params = function.params
    return tuple(one.name.value for one in (*params.posonly_params, *params.params, *params.kwonly_params))


def imported(source: Parsed, name: str) -> Iterator[tuple[str, str]]:
    for node in source.nodes:
        if isinstance(node, cst.ImportFrom) and not isinstance(node.names, cst.ImportStar):
            module = cst.Module([]).code_for_node(node.module) if node.module else ""
            for alias in node.names:
                if isinstance(alias.name, cst.Name) and (alias.evaluated_alias or alias.name.value) == name:
                    yield module, alias.name.value


def module_called(bundle: Bundle, source: Parsed, code: str) -> Parsed | None:
    """`selectors` after `from shop import selectors`, `import shop.selectors as selectors` or `import selectors`."""
    for node in source.nodes:
        if isinstance(node, cst.Import):
            for alias in node.names:
                name = source.code(alias.name)
                if (alias.evaluated_alias or name) == code:
                    return file_of(bundle, source, name)
    for module, original in imported(source, code):
        if (parsed := file_of(bundle, source, f"{module}.{original}".strip("."))) is not None:
            return parsed
    return None


def file_of(bundle: Bundle, source: Parsed, module: str) -> Parsed | None:
    """Of a module that `source` imports: beside it, or at the top of the bundle."""
    path = module.replace(".", "/")
    folder = source.file.rpartition("/")[0]
    for start in ([f"{folder}/{path}"] if folder else []) + [path]:
        parsed = bundle.file(f"{start}.py") or bundle.file(f"{start}/__init__.py")
        if parsed is not None:
            return parsed
    return None


def sets_own(node: cst.Assign | cst.AnnAssign, name: str) -> bool:
    targets = [one.target for one in node.targets] if isinstance(node, cst.Assign) else [node.target]
    owned = [one for one in targets if isinstance(one, cst.Attribute) and one.attr.value == name]
    return any(isinstance(one.value, cst.Name) and one.value.value in ("self", "cls") for one in owned)


def is_property(function: cst.FunctionDef) -> bool:
    names = [one.decorator for one in function.decorators]
    return any(isinstance(one, cst.Name) and one.value in ("property", "cached_property") for one in names)


def returned(source: Parsed, function: cst.FunctionDef) -> cst.BaseExpression | None:
    """Of a function that returns something at its end, and nowhere else."""
    returns = [one for one in source.inside(function) if isinstance(one, cst.Return)]
    own = [one for one in returns if source.function_of(one) is function]
    line = source.parent(own[0]) if len(own) == 1 else None
    block = source.parent(line) if isinstance(line, cst.SimpleStatementLine) else line
    return own[0].value if block is function.body and block.body[-1] in (line, own[0]) else None
