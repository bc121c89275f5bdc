"""New lines before a statement, as its author would have indented them."""

from __future__ import annotations

from collections.abc import Sequence

import libcst as cst

from debugging.repair.editing.parsed import Parsed, Span
from debugging.repair.editing.splices import CannotEdit, Splice


def before(source: Parsed, statement: cst.CSTNode, lines: Sequence[str]) -> Splice:
    """Raises CannotEdit when other code stands before it on its line."""
    start = source.span(statement).start
    line = source.line_start(start)
    indent = source.text[line:start]
    if indent.strip():
        raise CannotEdit("There is other code on the line before the call.")
    end = newline_of(source)
    return Splice(source, Span(line, line), "".join(f"{indent}{one}{end}" for one in lines))


def newline_of(source: Parsed) -> str:
    return source.module.default_newline


def is_async(source: Parsed, node: cst.CSTNode) -> bool:
    """The call is awaited."""
    return isinstance(next(iter(source.above(node)), None), cst.Await)


def is_repeated(source: Parsed, node: cst.CSTNode) -> bool:
    """It stands in a loop of its function."""
    for above in source.above(node):
        if isinstance(above, cst.FunctionDef):
            return False
        if isinstance(above, cst.For | cst.While):
            return True
    return False
