"""The statement that a line belongs to."""

from __future__ import annotations

import ast

from debugging.repair.editing.banning.statements import last_line


def statement_at(tree: ast.Module, line: int) -> ast.stmt | None:
    """The smallest one."""
    around = [node for node in ast.walk(tree) if isinstance(node, ast.stmt) and node.lineno <= line <= last_line(node)]
    return min(around, key=lambda node: last_line(node) - node.lineno, default=None)
