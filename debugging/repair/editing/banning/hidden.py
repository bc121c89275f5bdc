"""Code inside of locators: what finds an element must do nothing else."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from typing import Final

from debugging.repair.editing.banning.statements import FINDS, ON_ELEMENTS, Statement, head_of, without_selector

_DOING: Final = (ast.Lambda, ast.NamedExpr, ast.Await, ast.Yield, ast.YieldFrom, ast.ListComp, ast.SetComp)
_DOING_MORE: Final = (*_DOING, ast.DictComp, ast.GeneratorExp, ast.IfExp, ast.BoolOp)
_SECRET: Final = frozenset({"credentials", "params", "environ"})


def hidden(removed: Sequence[Statement], added: Sequence[Statement]) -> Iterator[str]:
    """What the new statements' locators do, and the old ones' did not."""
    before = {ast.unparse(node) for part in _parts(removed) for node in ast.walk(part) if _acts(node)}
    after = [node for part in _parts(added) for node in ast.walk(part) if _acts(node)]
    if new := [text for node in after if (text := ast.unparse(node)) not in before]:
        yield f"It runs other code inside of a locator: {new[0][:80]}"
    if _secrets(added) - _secrets(removed):
        yield "It touches credentials or params in a locator."


def _parts(these: Sequence[Statement]) -> Iterator[ast.expr]:
    """What locators are given."""
    for one in these:
        for node in ast.walk(head_of(one.node)):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
                continue
            if node.func.attr in FINDS:
                yield from (*node.args, *(word.value for word in node.keywords))
            elif node.func.attr in ON_ELEMENTS:
                kept = without_selector(node)
                yield from (arg for arg in node.args if arg not in kept)
                yield from (word.value for word in node.keywords if word.arg == "selector")


def _acts(node: ast.AST) -> bool:
    if isinstance(node, _DOING_MORE):
        return True
    if not isinstance(node, ast.Call):
        return False
    func = node.func
    is_pattern = isinstance(func, ast.Attribute) and ast.unparse(func) == "re.compile"
    return not is_pattern and not (isinstance(func, ast.Attribute) and func.attr in FINDS)


def _secrets(these: Sequence[Statement]) -> set[str]:
    nodes = [node for part in _parts(these) for node in ast.walk(part)]
    return {
        ast.unparse(node) for node in nodes if isinstance(node, ast.Attribute | ast.Name) and _name(node) in _SECRET
    }


def _name(node: ast.Attribute | ast.Name) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id
