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
        names = [one.target.value for one in node.targets if isinstance(one.target, cst.Name)]
        return node.value if name in names else None
    if isinstance(node, cst.AnnAssign | cst.NamedExpr):
        return node.value if isinstance(node.target, cst.Name) and node.target.value == name else None
    return None


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
