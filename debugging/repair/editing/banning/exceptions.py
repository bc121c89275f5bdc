"""The few things beyond a locator that an edit may change, each where the failure itself asks for it."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import Final

from debugging.agent.case import Case
from debugging.agent.obstacles import Obstacle
from debugging.repair.editing.banning.left_over import LeftOver
from debugging.repair.editing.banning.statements import (
    SOMETHING,
    calls_in,
    methods_in,
)
from debugging.repair.editing.banning.texts import address, option, text_of_the_locator

_ANSWERS: Final = frozenset({"accept", "dismiss"})


Rule = Callable[[LeftOver], bool]


def excepted(left: LeftOver) -> bool:
    if any(one.is_assertion for one in (*left.removed, *left.added)):
        return False
    return any(rule(left) for rule in _RULES)


def _dialog(left: LeftOver) -> bool:
    asked = any(one.kind == "dialog" for one in left.evidence.happenings)
    if left.removed or len(left.added) != 1 or not asked:
        return False
    match ast.parse(left.added[0].skeleton).body:
        case [ast.Expr(ast.Call(ast.Attribute(attr="once"), [ast.Constant("dialog"), ast.Lambda() as answer], []))]:
            return _answers(answer)
    return False


def _answers(answer: ast.Lambda) -> bool:
    match answer:
        case ast.Lambda(
            ast.arguments(args=[ast.arg(arg=given)]), ast.Call(ast.Attribute(ast.Name(name), attr), [], [])
        ):
            return given == name and attr in _ANSWERS
    return False


def _dismissal(left: LeftOver) -> bool:
    if left.removed or len(left.added) != 1 or Case(left.evidence).error.obstacle is not Obstacle.COVERED:
        return False
    match ast.parse(left.added[0].skeleton.removeprefix("await ")).body:
        case [ast.Expr(ast.Call(ast.Attribute(attr="add_locator_handler"), [_, ast.Lambda() as closes], words))]:
            is_click = isinstance(closes.body, ast.Call) and ast.unparse(closes.body) == f"{SOMETHING}.click()"
            return is_click and all(word.arg == "times" for word in words)
    return False


def _download(left: LeftOver) -> bool:
    """The step before is moved into expect_download, and the wait becomes what that gives."""
    began = any(one.kind == "download" for one in left.evidence.happenings)
    if len(left.removed) != 2 or len(left.added) != 3 or not began:
        return False
    (step, wait), (opening, moved, given) = left.removed, left.added
    waits = [call for name, call in methods_in(wait.skeleton) if name == "wait_for_event"]
    opens = [call for name, call in methods_in(opening.skeleton) if name == "expect_download"]
    is_moved = moved.text == step.text and moved.depth == opening.depth + 1 == step.depth + 1
    if len(waits) != 1 or len(opens) != 1 or not is_moved or not isinstance(opening.node, ast.With | ast.AsyncWith):
        return False
    same_words = sorted(map(ast.unparse, waits[0].keywords)) == sorted(map(ast.unparse, opens[0].keywords))
    is_download = [ast.unparse(one) for one in waits[0].args] == ["'download'"] and not opens[0].args
    return same_words and is_download and ".value" in given.text and not list(calls_in(ast.parse(given.skeleton)))


def _handle(left: LeftOver) -> bool:
    """`x = page.wait_for_selector("#a")` becomes `x = page.locator("#a")`."""
    step, removed, added = left.evidence.failing_step, left.removed, left.added
    if step is None or not step.api.startswith("element_handle.") or len(removed) != 1 or len(added) != 1:
        return False
    match ast.parse(removed[0].skeleton).body, ast.parse(added[0].skeleton).body:
        case [ast.Assign() as old], [ast.Assign() as new]:
            waited = old.value.value if isinstance(old.value, ast.Await) else old.value
            is_wait = ast.unparse(waited) == f"{SOMETHING}.wait_for()"
            same = ast.unparse(old.targets[0]) == ast.unparse(new.targets[0])
            return is_wait and same and isinstance(new.value, ast.Name | ast.Attribute)
    return False


_RULES: Final[tuple[Rule, ...]] = (text_of_the_locator, option, address, _dialog, _dismissal, _download, _handle)
