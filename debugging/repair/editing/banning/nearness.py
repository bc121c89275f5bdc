"""Whether an edit is at the failing call: near it, in the functions that led to it, or where they take a name from."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Final

from debugging.agent.call_site import site_of
from debugging.evidence import Evidence
from debugging.repair.editing.banning.statements import names_in, read, targets_of
from debugging.repair.editing.written import stack_of
from debugging.repair.proposal import FileChange

LINES_NEAR: Final = 30
_WORD: Final = re.compile(r"[A-Za-z_]\w*")


def too_far(changes: Sequence[FileChange], evidence: Evidence) -> Iterator[str]:
    places = list(_places(evidence))
    known = _names_at(changes, places, evidence)
    for change in changes:
        tree = read(change.old)
        if tree is None or not change.old:
            continue
        here = [_around(tree, line) for file, line in places if file == change.file]
        for first, last in _changed_lines(change):
            near = any(begins <= first <= last <= ends for begins, ends in here)
            if not near and not (_names_of(tree, first, last) & known):
                yield f"It changes {change.file}:{first}, which is far from the call that failed."


def _around(tree: ast.Module, line: int) -> tuple[int, int]:
    """The lines near a place that are of the same function."""
    functions = [(node.lineno, node.end_lineno or node.lineno) for node in _functions(tree)]
    begins, ends = max((one for one in functions if one[0] <= line <= one[1]), default=(1, 10**9))
    return max(begins, line - LINES_NEAR), min(ends, line + LINES_NEAR)


def _places(evidence: Evidence) -> Iterator[tuple[str, int]]:
    """In the source: of the failing call, and of the calls that led to it."""
    file, _, line = site_of(evidence).rpartition(":")
    if line.isdigit():
        yield file, int(line)
    yield from ((place.file, place.line) for place in stack_of(evidence))


def _changed_lines(change: FileChange) -> Iterator[tuple[int, int]]:
    old, new = change.old.splitlines(), change.new.splitlines()
    for tag, start, end, _, _ in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag != "equal":
            yield start + 1, max(start + 1, end)


def _names_at(changes: Sequence[FileChange], places: Sequence[tuple[str, int]], evidence: Evidence) -> set[str]:
    """All names in the functions that the places are in, and in what is kept of the source."""
    found = set(_WORD.findall(f"{evidence.source.text if evidence.source else ''} {evidence.failure.mapped_stack}"))
    for file, line in places:
        for change in changes:
            tree = read(change.old) if change.file == file else None
            for node in _functions(tree) if tree else ():
                if node.lineno <= line <= (node.end_lineno or node.lineno):
                    found |= names_in(node)
    return found


def _functions(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    yield from (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def _names_of(tree: ast.Module, first: int, last: int) -> set[str]:
    """What the statement at these lines gives a value to, and the function that does nothing but return it."""
    found: set[str] = set()
    for node in ast.walk(tree):
        if not isinstance(node, ast.stmt) or not node.lineno <= first <= last <= (node.end_lineno or node.lineno):
            continue
        found |= targets_of(node)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and len(node.body) <= 2:
            found.add(node.name)
    return found
