"""The statement that a line belongs to."""

from __future__ import annotations

import ast


def statement_at(tree: ast.Module, line: int) -> ast.stmt | None:
    """The smallest one."""
    around = [node for node in ast.walk(tree) if isinstance(node, ast.stmt) and node.lineno <= line <= last_line(node)]
    return min(around, key=lambda node: last_line(node) - node.lineno, default=None)


def last_line(node: ast.stmt) -> int:
    """Of a statement with a body: of what stands above it."""
    body = getattr(node, "body", None)
    if isinstance(body, list) and body and isinstance(body[0], ast.stmt):
        return max(node.lineno, body[0].lineno - 1)
    return node.end_lineno or node.lineno
