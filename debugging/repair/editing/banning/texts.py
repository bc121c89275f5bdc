"""Texts outside of locators that an edit may change."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from typing import Final

from debugging.agent.case import Case
from debugging.agent.locators import read_locator
from debugging.agent.obstacles import Obstacle
from debugging.repair.editing.banning.left_over import LeftOver
from debugging.repair.editing.banning.statements import (
    ON_ELEMENTS,
    Statement,
    last_line,
    methods_in,
    names_in,
    targets_of,
)
from debugging.repair.editing.written import stack_of

ADDRESS_APIS: Final = frozenset({"page.expect_navigation", "page.wait_for_url", "page.expect_event"})
_ADDRESS_CALLS: Final = frozenset({"wait_for_url", "expect_navigation"})


def text_of_the_locator(left: LeftOver) -> bool:
    """A text that the failed locator was made of stands elsewhere: in a constant, or where a function is called."""
    texts, step = left.one_text, left.evidence.failing_step
    if texts is None or step is None:
        return False
    return texts[0] in said_in(step.selector) and _is_only_a_text(left.added[0], texts[1], left.after)


def said_in(selector: str) -> set[str]:
    calls = read_locator(selector)
    found = {value for call in calls for value in (*call.args, *call.options.values()) if isinstance(value, str)}
    return found | {f"xpath={text}" for text in found} | {" >> ".join(call.text for call in calls)}


def _is_only_a_text(changed: Statement, text: str, after: Sequence[Statement]) -> bool:
    """It is nothing that is filled in, opened, expected or compared."""
    called = {name for name, _ in methods_in(changed.skeleton)}
    if called & (ON_ELEMENTS | _ADDRESS_CALLS | {"goto", "expect"}):
        return False
    node = changed.node
    if isinstance(node, ast.Expr):
        return True
    if isinstance(node, ast.For | ast.AsyncFor):
        return not any(_names_for(node, text) & _given_names(one) for one in after)
    if not isinstance(node, ast.Assign | ast.AnnAssign):
        return False
    return not any(targets_of(node) & _given_names(one) for one in after)


def _names_for(loop: ast.For | ast.AsyncFor, text: str) -> set[str]:
    """What the loop calls the text: of `for label, value in {"Card": "4111"}.items()` the first."""
    every = names_in(loop.target)
    targets = loop.target.elts if isinstance(loop.target, ast.Tuple) else []
    rows = [node.elts for node in ast.walk(loop.iter) if isinstance(node, ast.Tuple | ast.List)]
    rows += [list(pair) for node in ast.walk(loop.iter) if isinstance(node, ast.Dict) for pair in _entries(node)]
    places = {place for row in rows for place, one in enumerate(row) if _is(one, text) and len(row) == len(targets)}
    return names_in(targets[places.pop()]) if len(places) == 1 else every


def _entries(node: ast.Dict) -> list[tuple[ast.expr, ast.expr]]:
    return [(key, value) for key, value in zip(node.keys, node.values, strict=True) if key is not None]


def _is(node: ast.expr, text: str) -> bool:
    return isinstance(node, ast.Constant) and node.value == text


def _given_names(statement: Statement) -> set[str]:
    """Names in what calls on elements are given, and in assertions."""
    tree = ast.parse(statement.skeleton)
    parts: list[ast.AST] = [tree] if statement.is_assertion else []
    for name, call in methods_in(statement.skeleton):
        if name in ON_ELEMENTS | {"goto"}:
            parts += [*call.args, *(word.value for word in call.keywords)]
    return {name for part in parts for name in names_in(part)}


def option(left: LeftOver) -> bool:
    texts, step, added = left.one_text, left.evidence.failing_step, left.added
    if texts is None or step is None or Case(left.evidence).error.obstacle is not Obstacle.OPTION_MISSING:
        return False
    chooses = "select_option" in {name for name, _ in methods_in(added[0].skeleton)}
    is_constant = isinstance(added[0].node, ast.Assign) and isinstance(added[0].node.value, ast.Constant)
    given = chooses or is_constant or _leads_to_it(left)
    return step.api.endswith(".select_option") and f'"{texts[0]}"' in step.title and given


def _leads_to_it(left: LeftOver) -> bool:
    """The statement that is changed calls the function that the failed call stands in."""
    node = left.removed[0].node
    lines = range(node.lineno, last_line(node) + 1)
    return isinstance(node, ast.Expr) and any(place.line in lines for place in stack_of(left.evidence)[1:])


def address(left: LeftOver) -> bool:
    step, added = left.evidence.failing_step, left.added
    if step is None or step.api not in ADDRESS_APIS or left.one_text is None:
        return False
    waits = bool(_ADDRESS_CALLS & {name for name, _ in methods_in(added[0].skeleton)})
    return waits or isinstance(added[0].node, ast.Assign)
